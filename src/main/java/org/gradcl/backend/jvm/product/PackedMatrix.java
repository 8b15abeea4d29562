package org.gradcl.backend.jvm.product;

/**
 * The strips of a matrix that products read as op(B), kept from run to run as long as the matrix is
 * the same. Not safe for use by several threads.
 */
public final class PackedMatrix {
  private static final long NONE = -1;

  final float[] strips;
  private long packed = NONE;
  private long seen = NONE;

  /** Room for so many floats, with nothing in it. */
  public PackedMatrix(int floats) {
    strips = new float[floats];
  }

  /** Whether the strips hold a version of the matrix. */
  boolean holds(long version) {
    return packed == version;
  }

  /** The strips now hold a version. */
  void packed(long version) {
    packed = version;
  }

  /**
   * Whether a version was asked for before, so that it pays to pack it: a matrix that changes from
   * run to run never is.
   */
  boolean isSeenAgain(long version) {
    boolean again = seen == version;
    seen = version;
    return again;
  }
}
