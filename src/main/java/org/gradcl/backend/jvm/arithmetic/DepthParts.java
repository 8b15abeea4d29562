package org.gradcl.backend.jvm.arithmetic;

/**
 * For each strip of a packed factor the parts of the depth that it has numbers in, in order; the
 * others are left out of the sums of all of its lines, and what lies there is not read.
 *
 * <p>Belongs to one thread. It grows with the strips that it is asked for, then allocates nothing.
 */
public final class DepthParts {
  /** Less than this is not left out but multiplied by zeros: to begin anew takes as long. */
  public static final int LEAST_GAP = 16;

  private static final int MOST = TileKernel.MOST_DEPTH / (LEAST_GAP + 1) + 1;
  private static final int ENTRY = 1 + 2 * MOST;

  private int[] entries = new int[0];

  /** No strip has any part yet. */
  public void begin(int strips) {
    if (entries.length < strips * ENTRY) {
      entries = new int[strips * ENTRY];
    }
    for (int strip = 0; strip < strips; strip++) {
      entries[strip * ENTRY] = 0;
    }
  }

  /**
   * Says that a strip has numbers from one depth up to another, which does not end before what was
   * said before; a small gap between the two becomes a part, too, and has to be filled with zeros.
   */
  public void add(int strip, int from, int to) {
    int count = entries[strip * ENTRY];
    if (count > 0 && from - to(strip, count - 1) < LEAST_GAP) {
      entries[strip * ENTRY + 2 * count] = to;
      return;
    }
    entries[strip * ENTRY] = count + 1;
    entries[strip * ENTRY + 1 + 2 * count] = from;
    entries[strip * ENTRY + 2 + 2 * count] = to;
  }

  /** How many parts a strip has. */
  public int count(int strip) {
    return entries[strip * ENTRY];
  }

  /** Where a part begins. */
  public int from(int strip, int part) {
    return entries[strip * ENTRY + 1 + 2 * part];
  }

  /** Where it ends: the first depth behind it. */
  public int to(int strip, int part) {
    return entries[strip * ENTRY + 2 + 2 * part];
  }

  /** Whether a depth is in one of a strip's parts. */
  public boolean covers(int strip, int depth) {
    for (int part = 0; part < count(strip); part++) {
      if (depth >= from(strip, part) && depth < to(strip, part)) {
        return true;
      }
    }
    return false;
  }
}
