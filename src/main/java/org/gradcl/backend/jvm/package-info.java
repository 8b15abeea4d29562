/**
 * The JVM engine: plans run in Java, with the Vector API where it is there and plain Java where it
 * is not. The fallback where there is no GPU.
 *
 * <p>For: {@code backend}, which finds it by {@code ServiceLoader}. May use: {@code backend},
 * {@code random} and what they may use. May be used by: nobody by name.
 */
package org.gradcl.backend.jvm;
