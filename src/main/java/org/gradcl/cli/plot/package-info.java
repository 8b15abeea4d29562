/**
 * Pictures of a training run, drawn without a screen.
 *
 * <p>For: the files {@code *.png} of a run. Takes plain numbers, knows neither model nor trainer.
 * May use: XChart and AWT. May be used by: the rest of {@code cli}.
 *
 * <p>Threads: pictures are drawn by one thread at a time; {@link Plots} keeps in mind whether one
 * could be.
 */
package org.gradcl.cli.plot;
