/**
 * The work of {@code train} between its options and its exit code: the data with its parts,
 * settings with their defaults, progress, results and the files of a run.
 *
 * <p>For: the commands {@code train}, {@code explain} and {@code predict}. May use: {@code train}
 * (the room), {@code data.csv} and what they may use, the command line's plots, progressbar, JLine.
 * May be used by: the rest of {@code cli}.
 *
 * <p>Threads: a {@link Problem} and its {@link TrainingRun} are for one thread, that of their
 * command, on which the run's watcher is called, too. A bar is drawn by a thread of its own, and
 * {@code Interruption} cancels a fit from the one that ends the process. All other public types are
 * immutable or keep nothing, and are safe for use by several threads.
 */
package org.gradcl.cli.training;
