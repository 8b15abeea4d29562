/**
 * Matrix products: packed, cut into tiles and computed by a thread team, each tile handed on while
 * it is in cache.
 *
 * <p>For: {@code C = op(A)·op(B)} of any size, the same bits with any number of threads. May use:
 * {@code backend.jvm.arithmetic} and {@code backend.jvm.team}. May be used by: the JVM engine's
 * launches.
 */
package org.gradcl.backend.jvm.product;
