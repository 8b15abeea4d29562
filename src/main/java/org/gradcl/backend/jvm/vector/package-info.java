/**
 * Arithmetic with the Vector API ({@code jdk.incubator.vector}): the one package that imports it.
 *
 * <p>Loaded by name, and only after {@code backend.jvm.arithmetic} has found that the module is
 * there. The width of vectors is fixed per class loader, see {@code Width}.
 *
 * <p>For: the fast implementation of {@code Arithmetic}. May use: {@code backend.jvm.arithmetic}
 * and {@code expr}. May be used by: nobody by name.
 *
 * <p>Threads: as the interfaces of {@code backend.jvm.arithmetic} have it, one arithmetic for all
 * threads and a tile kernel for each.
 */
package org.gradcl.backend.jvm.vector;
