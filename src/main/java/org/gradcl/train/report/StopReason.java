package org.gradcl.train.report;

import org.gradcl.train.Trainer;

/** Why a fit ended. */
public enum StopReason {
  /** All epochs were trained. */
  COMPLETED,
  /** The validation loss had not improved for as many epochs as the patience allows. */
  EARLY_STOPPED,
  /** {@link Trainer#cancel} was called. */
  CANCELLED
}
