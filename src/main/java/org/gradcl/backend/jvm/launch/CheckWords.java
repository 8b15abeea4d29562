package org.gradcl.backend.jvm.launch;

import java.util.Arrays;

/**
 * The words that the launches of a step leave for the update and clip launches: one of finiteness
 * and one of squares for each piece of each checked launch. Each piece, on whatever thread, writes
 * its own words; the clip and update launches add them in order, on one thread.
 */
public final class CheckWords {
  private float[] finiteness = new float[0];
  private double[] squares = new double[0];

  /** No words yet. */
  public CheckWords() {}

  /** Reserves words for a launch's pieces; returns the first. At load time only. */
  int reserve(int pieces) {
    int first = finiteness.length;
    finiteness = Arrays.copyOf(finiteness, first + pieces);
    squares = Arrays.copyOf(squares, first + pieces);
    return first;
  }

  /**
   * Puts the words of a piece. A word that stays what it was is not written: its neighbours are
   * other threads', and a cache line that several write goes from one to the other each time.
   */
  void put(int word, float finite, double square) {
    if (Float.floatToRawIntBits(finiteness[word]) != Float.floatToRawIntBits(finite)) {
      finiteness[word] = finite;
    }
    if (squares[word] != square) {
      squares[word] = square;
    }
  }

  boolean allFinite() {
    float sum = 0;
    for (float word : finiteness) {
      sum += word;
    }
    return sum == 0;
  }

  /** The global norm of what was checked with squares. */
  double norm() {
    double sum = 0;
    for (double word : squares) {
      sum += word;
    }
    return Math.sqrt(sum);
  }
}
