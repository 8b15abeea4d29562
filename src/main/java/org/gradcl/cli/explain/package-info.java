/**
 * Plans and traces for people and programs: what each launch computes, how and how fast; what each
 * value of a step is.
 *
 * <p>For: the commands {@code explain} and {@code trace}. May use: {@code train.report} and what it
 * may use, {@code io.json}. May be used by: the rest of {@code cli}.
 *
 * <p>Threads: all types keep nothing but what they print, and are safe for use by several threads
 * with a writer for each.
 */
package org.gradcl.cli.explain;
