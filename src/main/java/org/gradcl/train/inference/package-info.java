/**
 * Predicts and evaluates any number of samples, in pieces that fit on the device.
 *
 * <p>For: trainers, predictors and the validation of a fit. May use: {@code train.session}, {@code
 * train.feed}, {@code reference} and what they may use. May be used by: {@code train}, {@code
 * train.fit}.
 *
 * <p>Threads: an {@link Inference} is for one thread at a time, that of its device.
 */
package org.gradcl.train.inference;
