/**
 * How the JVM engine runs each kind of launch: expressions over blocks of floats, products with
 * their epilogues, rows, reductions, the update.
 *
 * <p>For: {@code backend.jvm}. May use: what {@code backend.jvm} may use. May be used by: {@code
 * backend.jvm}.
 */
package org.gradcl.backend.jvm.launch;
