/**
 * Scalar expressions: activation functions, losses and update rules as immutable trees, with
 * simplification, symbolic derivative, a linear form for engines and evaluation in float64.
 *
 * <p>For: stating a scalar formula once and using it on every backend. It knows no backend's
 * language. May use: nothing of GradCL. May be used by: {@code graph} and every room above it.
 *
 * <p>Threads: all types are immutable or keep nothing, and are safe for use by several threads, but
 * an {@link Evaluator}, which is for one at a time.
 */
package org.gradcl.expr;
