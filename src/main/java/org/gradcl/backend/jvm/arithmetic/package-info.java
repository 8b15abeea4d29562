/**
 * Arithmetic over blocks of floats: what the JVM engine computes with, and the choice between plain
 * Java and the Vector API.
 *
 * <p>For: elementwise functions, sums in a fixed order and the inner loop of matrix products. Every
 * implementation yields the same bits but for products. May use: {@code expr}. May be used by: the
 * other packages of {@code backend.jvm}.
 */
package org.gradcl.backend.jvm.arithmetic;
