/**
 * Plans and traces for people and programs: what each launch computes, how and how fast; what each
 * value of a step is.
 *
 * <p>For: the commands {@code explain} and {@code trace}. May use: {@code plan}, {@code backend},
 * {@code train.trace} and what they may use, the command line's tables. May be used by: the rest of
 * {@code cli}.
 *
 * <p>Threads: all types keep nothing but what they print, and are safe for use by several threads
 * with a writer for each.
 */
package org.gradcl.cli.explain;
