/**
 * Arithmetic over blocks of floats: what the JVM engine computes with, and the choice between plain
 * Java and the Vector API.
 *
 * <p>For: elementwise functions, sums in a fixed order and the inner loop of matrix products. Every
 * implementation yields the same bits but for products. May use: {@code expr}. May be used by: the
 * other packages of {@code backend.jvm}.
 *
 * <p>Threads: all types are immutable or keep nothing, and are safe for use by several threads; but
 * a {@link TileKernel} and an {@link InPlaceKernel} belong to one, and with them what they are
 * given, a {@link PanelProduct} or an {@link InPlaceProduct}, and {@link Strips} with their {@link
 * DepthParts}.
 */
package org.gradcl.backend.jvm.arithmetic;
