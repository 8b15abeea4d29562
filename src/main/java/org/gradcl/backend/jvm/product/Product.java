package org.gradcl.backend.jvm.product;

import org.gradcl.backend.jvm.arithmetic.TileKernel;
import org.gradcl.backend.jvm.team.Task;
import org.gradcl.backend.jvm.team.ThreadTeam;

/**
 * C = op(A) · op(B) for one shape, prepared once and run often; a run allocates nothing.
 *
 * <p>Each tile of C is summed over blocks of the inner extent in the memory of its thread and
 * handed to the epilogue. The order of every sum depends on the inner extent alone, whatever the
 * body, except where {@link SumOrder#IN_LANES} admits another; and the tiles on the shape and the
 * layout of the factors alone.
 *
 * <p>One thread at a time; the team works within.
 */
public abstract class Product {
  /**
   * Inner extent that is summed in one go: a strip of B of this depth stays in the first-level
   * cache, and sums of parts round less than one long sum.
   */
  static final int DEPTH_BLOCK = TileKernel.MOST_DEPTH;

  /** Less work than this, in multiply-adds, is done before other threads have woken up. */
  static final long LEAST_SHARED_WORK = 500_000;

  /** Multiply-adds that take as long as packing a number. */
  static final int PACKING_COST = 16;

  final ProductShape shape;
  final ProductScratch scratch;
  private final Task firstTask = this::runFirst;
  private final Task tileTask = this::multiplyTile;

  private TileEpilogue epilogue;
  private float[] target;
  private int targetBase;
  private int targetStride;

  Product(ProductShape shape, ProductScratch scratch) {
    this.shape = shape;
    this.scratch = scratch;
  }

  /** Prepares a product that adds sequentially; the scratch grows to what it needs. */
  public static Product of(ProductShape shape, Factor left, Factor right, ProductScratch scratch) {
    return of(shape, left, right, SumOrder.SEQUENTIAL, scratch);
  }

  /** Prepares a product of two factors; the scratch grows to what it needs. */
  public static Product of(
      ProductShape shape, Factor left, Factor right, SumOrder order, ProductScratch scratch) {
    Product product = choose(shape, left, right, order, scratch);
    scratch.reserve(product.need());
    return product;
  }

  /** What preparing a product would make the scratch grow to. */
  public static ScratchNeed need(
      ProductShape shape, Factor left, Factor right, SumOrder order, ProductScratch scratch) {
    return choose(shape, left, right, order, scratch).need();
  }

  private static Product choose(
      ProductShape shape, Factor left, Factor right, SumOrder order, ProductScratch scratch) {
    if (order == SumOrder.IN_LANES && DotProduct.suits(shape, left, right, scratch)) {
      return new DotProduct(shape, (StridedFactor) left, (StridedFactor) right, scratch);
    }
    if (OuterProduct.suits(shape, left, right, scratch)) {
      return new OuterProduct(shape, (StridedFactor) left, (StridedFactor) right, scratch);
    }
    if (NearProduct.suits(shape, left, right, scratch)) {
      return new NearProduct(shape, (StridedFactor) left, (StridedFactor) right, scratch);
    }
    if (LinesProduct.suits(shape, right, scratch)) {
      return new LinesProduct(shape, left, (StridedFactor) right, scratch);
    }
    if (TurnedProduct.suits(shape, left, right, scratch)) {
      return new TurnedProduct(shape, left, (StridedFactor) right, scratch);
    }
    if (NeighboursProduct.suits(shape, left, right, scratch)) {
      return new NeighboursProduct(
          shape, (StridedFactor) left, (StridedFactor) right, order, scratch);
    }
    return SlicedProduct.suits(shape, left, right)
        ? new SlicedProduct(shape, left, right, scratch)
        : new BlockedProduct(shape, left, right, scratch);
  }

  /** The tiles of C. */
  abstract TileGrid grid();

  /** The memory that it needs. */
  abstract ScratchNeed need();

  /** Pieces of what is done before any tile: packing what several read, or sums of blocks. */
  abstract int firstPieces();

  /** Whether several threads do them. */
  abstract boolean firstByTeam();

  /** Does such a piece. */
  abstract void runFirst(int piece, int thread);

  /** All first pieces are done, and tiles come next. */
  void firstIsDone() {}

  /** How much of the inner extent is summed in one go. */
  int depthBlock() {
    return DEPTH_BLOCK;
  }

  /** Sums a tile over the block of the inner extent that begins at a depth. */
  abstract void addDepthBlock(Tile tile, int depth, int thread);

  /** For people: rows × columns of a tile, and what is packed once for all tiles. */
  public abstract String variant();

  /** Whether several threads work on it. */
  public abstract boolean shared();

  /**
   * Whether no number of C can be other than finite, for what the factors are bound to; false where
   * to find out would take as long as to look at C. On the thread that runs the product.
   */
  public boolean staysFinite() {
    return false;
  }

  /** The number of tiles that the epilogue is called for. */
  public final int tiles() {
    return grid().tiles();
  }

  /** Computes the product of what the factors are bound to; hands every tile to the epilogue. */
  public final void run(ThreadTeam team, TileEpilogue then) {
    run(team, null, 0, 0, then);
  }

  /**
   * The same where C itself lies in an array, so that nothing of it is copied.
   *
   * @param array where to; null for the memory of the threads
   * @param base of the first number; the rows of all matrices of the batch follow each other
   * @param stride distance of rows
   */
  public final void run(ThreadTeam team, float[] array, int base, int stride, TileEpilogue then) {
    begin(team, array, base, stride, then);
    runAll(team, tileTask, tiles(), shared());
  }

  /**
   * Does what comes before any tile; then {@link #multiplyRows} may be called. As {@link #run}, but
   * that the tiles are left.
   */
  public final void begin(ThreadTeam team, float[] array, int base, int stride, TileEpilogue then) {
    target = array;
    targetBase = base;
    targetStride = stride;
    epilogue = then;
    runAll(team, firstTask, firstPieces(), firstByTeam());
    firstIsDone();
  }

  /**
   * The rows that {@link #multiplyRows} takes at most, a multiple of the kernel's; 0 where it takes
   * none, since a tile is not some whole rows.
   */
  public int mostRows() {
    return 0;
  }

  /** Computes some whole rows of C, as one tile; by any thread of the team. */
  public final void multiplyRows(int first, int end, int thread) {
    Tile tile = scratch.tiles[thread];
    tile.number = 0;
    tile.matrix = 0;
    tile.row = first;
    tile.rows = end - first;
    tile.column = 0;
    tile.columns = shape.n();
    multiply(tile, thread);
  }

  private static void runAll(ThreadTeam team, Task task, int pieces, boolean together) {
    if (together) {
      team.run(task, pieces);
    } else {
      for (int piece = 0; piece < pieces; piece++) {
        task.run(piece, 0);
      }
    }
  }

  private void multiplyTile(int number, int thread) {
    Tile tile = scratch.tiles[thread];
    grid().place(tile, number, shape);
    multiply(tile, thread);
  }

  private void multiply(Tile tile, int thread) {
    boolean direct = target != null;
    int row = tile.matrix * shape.m() + tile.row;
    tile.values = direct ? target : scratch.tileC[thread];
    tile.offset = direct ? targetBase + row * targetStride + tile.column : 0;
    tile.stride = direct ? targetStride : grid().columns();
    for (int depth = 0; depth < shape.k(); depth += depthBlock()) {
      addDepthBlock(tile, depth, thread);
    }
    epilogue.accept(tile, thread);
  }

  /**
   * Takes the sums of a tile that were left in the shared memory.
   *
   * @param from where they begin
   * @param stride distance of their rows
   * @param adds whether they are added to what the tile holds, instead of replacing it
   */
  final void takeSums(Tile tile, int from, int stride, boolean adds) {
    for (int row = 0; row < tile.rows; row++) {
      int sums = from + row * stride;
      int c = tile.offset + row * tile.stride;
      if (adds) {
        for (int j = 0; j < tile.columns; j++) {
          tile.values[c + j] += scratch.sharedA[sums + j];
        }
      } else {
        System.arraycopy(scratch.sharedA, sums, tile.values, c, tile.columns);
      }
    }
  }

  /** How much of the inner extent there is from a depth on to the end of its block. */
  final int length(int depth) {
    return Math.min(depthBlock(), shape.k() - depth);
  }
}
