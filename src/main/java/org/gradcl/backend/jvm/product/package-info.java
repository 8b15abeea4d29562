/**
 * Matrix products of the JVM engine: packing, blocks, tiles; and the team of threads.
 *
 * <p>For: {@code backend.jvm.launch}. May use: what {@code backend.jvm} may use. May be used by:
 * {@code backend.jvm} and its packages.
 */
package org.gradcl.backend.jvm.product;
