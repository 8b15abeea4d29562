/**
 * Nets beyond dense ones whose training is timed, written as a program would write them.
 *
 * <p>For: {@code bench}, which trains them, and peers, which train the same ones in their own
 * words. May use: {@code nn}, {@code loss}, {@code optim}, {@code step} and what they may use. May
 * be used by: the rest of {@code cli.bench}.
 *
 * <p>Threads: all types are immutable and safe for use by several threads.
 */
package org.gradcl.cli.bench.net;
