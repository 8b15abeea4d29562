package org.gradcl.testing;

/** How far float32 results stray from float64 ones: the formula of {@code golden/README.md}. */
public final class Deviation {
  private Deviation() {}

  /** max|a − b| / max(1e-3, max|b|). */
  public static double of(float[] a, double[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(a.length + " numbers against " + b.length);
    }
    double difference = 0;
    double scale = 1e-3;
    for (int i = 0; i < a.length; i++) {
      double distance = Math.abs(a[i] - b[i]);
      difference = Double.isNaN(distance) ? Double.NaN : Math.max(difference, distance);
      scale = Math.max(scale, Math.abs(b[i]));
    }
    return difference / scale;
  }
}
