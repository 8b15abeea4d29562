/**
 * Training and prediction: {@link org.gradcl.train.Trainer} is the face, {@link
 * org.gradcl.train.Fit} says how long and how, {@link org.gradcl.train.Checkpoint} keeps a run in a
 * file, {@link org.gradcl.train.Predictor} uses what was learnt.
 *
 * <p>For: programs that train, and the command line. May use: every room above it except concrete
 * backends ({@code io}, {@code data}, {@code step}, {@code reference}, {@code backend} and what
 * they may use). May be used by: {@code cli}.
 */
package org.gradcl.train;
