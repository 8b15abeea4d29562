/**
 * The JVM engine: plans run in Java, with the Vector API where it is there and plain Java where it
 * is not. The fallback where there is no GPU.
 *
 * <p>For: {@code backend}, which finds it by {@code ServiceLoader}. May use: {@code backend},
 * {@code random} and what they may use. May be used by: nobody by name.
 *
 * <p>Threads: the provider is safe for use by several threads. What it opens keeps the rule of the
 * seam, one thread at a time, and spreads the work of a launch over a team of its own.
 */
package org.gradcl.backend.jvm;
