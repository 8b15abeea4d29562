/**
 * Scalar expressions: activation functions, losses and update rules as immutable trees, with
 * simplification, symbolic derivative, a linear form for engines and evaluation in float64.
 *
 * <p>For: stating a scalar formula once and using it on every backend. It knows no backend's
 * language. May use: {@code random}. May be used by: {@code graph} and every room above it.
 */
package org.gradcl.expr;
