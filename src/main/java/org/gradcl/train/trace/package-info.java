/**
 * One training step with every number in sight: what the device computed, read back from its
 * buffers, beside the formula, the float64 value and the numeric derivative.
 *
 * <p>For: the command {@code trace} and whoever wants to see, or to doubt, the mathematics. May
 * use: {@code step}, {@code reference}, {@code backend}. May be used by: {@code train}, {@code
 * cli}.
 *
 * <p>Threads: a {@link StepTracer} is for one thread at a time, that of its device; a trace is
 * immutable and safe for use by several, as long as nobody writes into its arrays.
 */
package org.gradcl.train.trace;
