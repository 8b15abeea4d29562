/**
 * The whole step as one graph: {@link org.gradcl.step.TrainingStep} is the page to begin with.
 *
 * <p>Two more learn nothing: an {@link org.gradcl.step.InferenceStep} predicts and judges, a {@link
 * org.gradcl.step.ValuesStep} yields values by their labels.
 *
 * <p>For: assembling model, loss, gradients and update, and naming what can be asked for. May use:
 * {@code nn}, {@code loss}, {@code metric}, {@code optim}. May be used by: {@code train} and the
 * rooms above it.
 *
 * <p>Threads: steps are immutable and safe for use by several threads; {@link EvaluationTotals} are
 * for one at a time.
 */
package org.gradcl.step;
