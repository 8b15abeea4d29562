/**
 * Pictures of a training run, drawn without a screen.
 *
 * <p>For: the files {@code *.png} of a run. Takes plain numbers, knows neither model nor trainer.
 * May use: XChart and AWT. May be used by: the rest of {@code cli}.
 */
package org.gradcl.cli.plot;
