package org.gradcl.backend.jvm.arithmetic;

/**
 * The inner loops of products that read B where it lies and once, since packing it would take
 * longer than multiplying: those with few rows, and those of small depth.
 *
 * <p>Sums are taken in the order of {@link TileKernel#multiply}, with the same bits, but for those
 * of {@link #dots}. May own scratch memory: one thread at a time.
 */
public interface InPlaceKernel {
  /** The most rows of {@link #dots}: for more, one number times a vector of rows is faster. */
  int MOST_ROWS_OF_DOTS = 4;

  /**
   * The width of a strip of A where B is read by lines, in rows; 1 if A is read where it lies.
   *
   * @param rows of A
   */
  int stripWidth(int rows);

  /** The most numbers of C that {@link #neighbours} computes together. */
  int mostNeighbours();

  /** Columns of C that are computed together are a multiple of this if there are so many. */
  int columnStep();

  /**
   * C = A·B or C = C + A·B where the numbers of a column of B are neighbours: each is multiplied
   * with the rows of a strip of A.
   */
  void lines(InPlaceProduct product);

  /**
   * C = A·B, C turned, where the numbers of a row of B are neighbours: each is multiplied with the
   * rows of a strip of A, for some rows of B at a time along all columns. What a strip has no rows
   * for may be written, too.
   */
  void turned(InPlaceProduct product);

  /**
   * Adds up blocks of sums in their order, into the first.
   *
   * @param first where the first block begins
   * @param stride distance of blocks
   * @param count numbers of a block, a multiple of {@link #columnStep}
   * @param blocks how many
   */
  void addBlocks(float[] sums, int first, int stride, int count, int blocks);

  /**
   * C = A·B or C = C + A·B where the numbers of a row of B are neighbours: some rows of B at a
   * time, along all columns, so that memory is read in long runs.
   */
  void neighbours(InPlaceProduct product);

  /** The largest depth of a call of {@link #dots}; the blocks before the last have it. */
  int mostDepthOfDots();

  /**
   * Copies rows of A for {@link #dots}, which reads one row where it lies, but several as a vector
   * of each of four in turn, then what each has behind whole vectors.
   *
   * @param from where the rows begin
   * @param stride distance of the rows
   * @param rows how many
   * @param depth how long they are
   * @param to where they begin in the target, which has room for four
   */
  void copyRows(float[] a, int from, int stride, int rows, int depth, float[] target, int to);

  /**
   * C = A·B or C = C + A·B where the numbers of a column of B are neighbours. Unlike all others it
   * sums in as many sums as a vector has lanes.
   */
  void dots(InPlaceProduct product);

  /**
   * C = A·B or C = C + A·B for one row, where B is packed into strips as wide as {@link
   * TileKernel#columnStep}: some strips at a time.
   */
  void strips(InPlaceProduct product);

  /**
   * C = A·B where the numbers of a row of B are neighbours, those of a column of A too, and the
   * depth is small: C row by row, so that memory is written in long runs.
   */
  void outer(InPlaceProduct product);

  /** The largest |a[i]| for from ≤ i &lt; to; NaN if one is. */
  float magnitude(float[] a, int from, int to);

  /**
   * C = A·B where the numbers of a row of B are neighbours, and B is in a near cache: sums in
   * registers, of as many columns and rows as they hold. If there are fewer columns than {@link
   * #columnStep}, B's rows have that many nevertheless; C has not.
   */
  void near(InPlaceProduct product);
}
