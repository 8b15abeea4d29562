package org.gradcl.backend.jvm.arithmetic;

/**
 * Where a part of a matrix is packed to: strips, the order in which a {@link TileKernel} reads it.
 *
 * <p>A part has lines, rows of A or columns of B, each some numbers deep. A strip is as many groups
 * of {@code width} neighbouring numbers as it is deep. Number j at depth p has its place at
 *
 * <pre>target[to + (j / width)·stripStride + p·width + j % width]</pre>
 *
 * <p>Set anew for each part, by the thread that owns it.
 */
public final class Strips {
  /** Copies matrices into strips. */
  public final StripPacker packer;

  /** The array that is written. */
  public float[] target;

  /** Where the first strip begins. */
  public int to;

  /** How many numbers the kernel reads at each depth. */
  public int width;

  /** Distance of strips. */
  public int stripStride;

  private int[] table = new int[0];

  /** Strips that are nowhere yet. */
  public Strips(StripPacker packer) {
    this.packer = packer;
  }

  /** Working memory of the thread that packs: the same until more is asked for than before. */
  public int[] table(int ints) {
    if (table.length < ints) {
      table = new int[ints];
    }
    return table;
  }
}
