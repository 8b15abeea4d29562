package org.gradcl.backend.jvm.arithmetic;

/**
 * Where a part of a matrix is packed to: strips, the order in which a {@link TileKernel} reads it.
 *
 * <p>A part has lines, rows of A or columns of B, each some numbers deep; a strip holds {@code
 * width} of them. Number p of the line that is number i of strip t has its place at
 *
 * <pre>target[to + t·stripStride + i·lineStride + p·depthStride]</pre>
 *
 * <p>In strips of <b>neighbours</b> the numbers of one depth lie beside each other, {@code
 * lineStride} is 1 and {@code depthStride} the width. In strips <b>of rows</b> the numbers of a
 * line do, {@code depthStride} is 1 and {@code lineStride} {@link TileKernel#ROW_DISTANCE}.
 *
 * <p>Line j is number j % width of strip j / width; but if there are {@code phases}, strips are
 * taken by so many together, and of these {@code phases}·width lines each strip holds those that
 * are {@code phases} apart.
 *
 * <p>Set anew for each part, by the thread that owns it.
 */
public final class Strips {
  /** Copies matrices into strips. */
  public final StripPacker packer;

  /** Which parts of the depth were packed, where a factor leaves some out. */
  public final DepthParts parts = new DepthParts();

  /** The array that is written. */
  public float[] target;

  /** Where the first strip begins. */
  public int to;

  /** How many lines a strip holds. */
  public int width;

  /** Distance of strips. */
  public int stripStride;

  /** Distance of the lines of a strip. */
  public int lineStride;

  /** Distance of the numbers of a line. */
  public int depthStride;

  /** How far the lines of a strip are apart, in lines. */
  public int phases;

  private int[] table = new int[0];

  /** Strips that are nowhere yet. */
  public Strips(StripPacker packer) {
    this.packer = packer;
  }

  /** Whether the numbers of a line lie beside each other. */
  public boolean ofRows() {
    return lineStride > 1;
  }

  /** Lines that fill whole strips. */
  public int linesTogether() {
    return width * phases;
  }

  /** How many strips hold some lines. */
  public int count(int lines) {
    return count(lines, width, phases);
  }

  /** How many strips hold some lines. */
  public static int count(int lines, int width, int phases) {
    int together = width * phases;
    return (lines + together - 1) / together * phases;
  }

  /** The first line of a strip. */
  public static int firstLine(int strip, int width, int phases) {
    return strip / phases * phases * width + strip % phases;
  }

  /** The strip that holds line {@code j}. */
  public int strip(int j) {
    return j / linesTogether() * phases + j % phases;
  }

  /** Where the first number of line {@code j} goes. */
  public int place(int j) {
    return to + strip(j) * stripStride + j % linesTogether() / phases * lineStride;
  }

  /** Working memory of the thread that packs: the same until more is asked for than before. */
  public int[] table(int ints) {
    if (table.length < ints) {
      table = new int[ints];
    }
    return table;
  }
}
