/**
 * Reports of training for programs: to a {@link org.gradcl.train.report.Listener} while a fit runs,
 * in a {@link org.gradcl.train.report.TrainingReport} when it has ended, by an exception when it
 * fails.
 *
 * <p>For: programs that train. May use: {@code device}. May be used by: {@code train}, the rooms
 * below it and {@code cli}.
 *
 * <p>Threads: a {@link Listener} is called on the thread of the fit, on which a {@link FitControl}
 * is used, but {@link FitControl#stop} by any. All other types are immutable and safe for use by
 * several threads, as long as nobody writes into the arrays of a trace.
 */
package org.gradcl.train.report;
