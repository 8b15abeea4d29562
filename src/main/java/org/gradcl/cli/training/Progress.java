package org.gradcl.cli.training;

import org.gradcl.train.report.Listener;

/** Shows the progress of a fit. Closed when the fit has ended, for whatever reason. */
interface Progress extends Listener, AutoCloseable {
  /** Shows nothing. */
  static Progress quiet() {
    return new Progress() {};
  }

  @Override
  default void close() {}
}
