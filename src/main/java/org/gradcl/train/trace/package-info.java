/**
 * One training step with all its values: the device's results, read back from its buffers, beside
 * the formula, the float64 value and the numeric derivative.
 *
 * <p>For: the command {@code trace} and programs that check the mathematics. Makes the {@link
 * org.gradcl.train.report.Trace} that a program sees. May use: {@code train.report}, {@code step},
 * {@code reference}, {@code backend}. May be used by: {@code train}.
 *
 * <p>Threads: a {@link StepTracer} is for one thread at a time, that of its device.
 */
package org.gradcl.train.trace;
