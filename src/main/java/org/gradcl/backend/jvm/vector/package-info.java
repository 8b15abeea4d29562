/**
 * What the JVM engine computes with the Vector API: the only package that imports {@code
 * jdk.incubator.vector}, loaded by name so that nothing links where the module is absent.
 *
 * <p>For: {@code backend.jvm}. May use: what {@code backend.jvm} may use, and the module. May be
 * used by: {@code backend.jvm}, by reflection.
 */
package org.gradcl.backend.jvm.vector;
