package org.gradcl.cli.training;

import org.gradcl.train.report.Listener;

/** Shows how a fit goes. Closed when the fit has ended, however it ended. */
interface Progress extends Listener, AutoCloseable {
  /** Shows nothing. */
  static Progress quiet() {
    return new Progress() {};
  }

  @Override
  default void close() {}
}
