/**
 * Windows over what comes one after the other: the characters or bytes of a text, and the values of
 * time series.
 *
 * <p>A {@link org.gradcl.data.sequence.Vocabulary} numbers the tokens of a text; {@link
 * org.gradcl.data.sequence.TokenWindows} are samples for a model that predicts the next one, {@link
 * org.gradcl.data.sequence.PaddedSequences} those of different lengths. {@link
 * org.gradcl.data.sequence.SeriesWindows} are samples for forecasts.
 *
 * <p>For: language models and forecasts. May use: {@code data}, {@code text}. May be used by:
 * {@code cli}.
 *
 * <p>Threads: all types are immutable and safe for use by several threads, as long as nobody writes
 * into an array that was handed in.
 */
package org.gradcl.data.sequence;
