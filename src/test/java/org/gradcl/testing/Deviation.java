package org.gradcl.testing;

import org.gradcl.reference.ReferenceState;
import org.gradcl.train.parity.RecordedTrajectory;

/** How far float32 results stray from float64 ones: the formula of {@code golden/README.md}. */
public final class Deviation {
  private Deviation() {}

  /** max|a − b| / max(1e-3, max|b|). */
  public static double of(float[] a, double[] b) {
    return RecordedTrajectory.deviation(ReferenceState.float64(a), b);
  }
}
