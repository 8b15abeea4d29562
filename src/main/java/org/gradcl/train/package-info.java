/**
 * Training and prediction: {@link org.gradcl.train.Trainer} is the face, {@link
 * org.gradcl.train.Fit} says how long and how, {@link org.gradcl.train.Checkpoint} keeps a run in a
 * file, {@link org.gradcl.train.Predictor} uses what was learnt. What the two have in common is a
 * {@link org.gradcl.train.ModelOnDevice}.
 *
 * <p>For: programs that train, and the command line. May use: the rooms below it, {@code io},
 * {@code data}, {@code data.table}, {@code step}, {@code reference}, {@code backend} and what they
 * may use; no backend by name. May be used by: {@code cli}.
 *
 * <p>Threads: a {@link Trainer} with its {@link Parameters} and each {@link StepResult}, and a
 * {@link Predictor}, each a {@link ModelOnDevice}, are for one thread at a time, which trainer and
 * predictor enforce; {@link Trainer#cancel} alone is for any. A {@link TrainerBuilder} is for one
 * thread. All other types are immutable and safe for use by several threads, as long as nobody
 * writes into the arrays of a checkpoint.
 */
package org.gradcl.train;
