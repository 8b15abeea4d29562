package org.gradcl.train.report;

/** The reason why a fit ended. */
public enum StopReason {
  /** All epochs or steps were trained. */
  COMPLETED,
  /** The monitored figure had not improved for as many validations as the patience allows. */
  EARLY_STOPPED,
  /** The time limit was reached. */
  TIME_LIMIT,
  /** A listener called {@link FitControl#stop}. */
  STOPPED,
  /** {@code Trainer.cancel} was called. */
  CANCELLED
}
