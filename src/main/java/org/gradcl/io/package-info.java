/**
 * File formats only, pure: no model, no trainer. Today safetensors; JSON in {@code json}, files
 * that are replaced as a whole or not at all in {@code file}.
 *
 * <p>Reading trusts nothing: every length, offset and name in a file is checked before it is used,
 * and a refusal says which file, what was found and what to do.
 *
 * <p>For: checkpoints, models and recorded trajectories. May use: {@code tensor}, jackson-core. May
 * be used by: {@code data.table}, {@code train}, {@code cli}.
 *
 * <p>Threads: all types are safe for use by several threads, as long as nobody writes into arrays
 * that are being saved.
 */
package org.gradcl.io;
