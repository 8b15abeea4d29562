/**
 * What {@code train} does between its options and its exit code: the data with its parts, settings
 * with their defaults, progress, results and the files of a run.
 *
 * <p>For: the commands {@code train}, {@code explain} and {@code predict}. May use: {@code train}
 * (the room) and what it may use, the command line's tables and plots, progressbar, jackson-core.
 * May be used by: the rest of {@code cli}.
 */
package org.gradcl.cli.training;
