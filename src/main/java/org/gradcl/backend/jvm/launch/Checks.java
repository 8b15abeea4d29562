package org.gradcl.backend.jvm.launch;

import java.util.Arrays;

/**
 * What the launches of a step leave for the update and clip launches: a word of finiteness and one
 * of squares for each part of each checked launch.
 */
public final class Checks {
  private float[] finiteness = new float[0];
  private float[] squares = new float[0];

  /** No words yet. */
  public Checks() {}

  /** Reserves words for a launch's parts; returns the first. At load time only. */
  int reserve(int parts) {
    int first = finiteness.length;
    finiteness = Arrays.copyOf(finiteness, first + parts);
    squares = Arrays.copyOf(squares, first + parts);
    return first;
  }

  void put(int word, float finite, float square) {
    finiteness[word] = finite;
    squares[word] = square;
  }

  boolean allFinite() {
    float sum = 0;
    for (float word : finiteness) {
      sum += word;
    }
    return sum == 0;
  }

  /** The global norm of what was checked with squares, added in float64 in order. */
  double norm() {
    double sum = 0;
    for (float word : squares) {
      sum += word;
    }
    return Math.sqrt(sum);
  }
}
