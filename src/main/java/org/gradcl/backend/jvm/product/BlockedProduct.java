package org.gradcl.backend.jvm.product;

import static org.gradcl.backend.jvm.product.TileGrid.divideUp;

import java.util.Arrays;
import org.gradcl.backend.jvm.arithmetic.PanelProduct;
import org.gradcl.backend.jvm.arithmetic.TileKernel;
import org.gradcl.backend.jvm.team.Task;
import org.gradcl.backend.jvm.team.ThreadTeam;

/**
 * C = op(A) · op(B) for one shape, prepared once and run often; a run allocates nothing.
 *
 * <p>First op(B) is copied into panels as wide as the kernel's column step, and op(A) into groups
 * of the kernel's row step where that pays; then each tile of C is summed over blocks of the inner
 * extent in the memory of its thread and handed to the epilogue. The order of every sum depends on
 * the shape alone.
 *
 * <p>Source of the scheme: K. Goto, R. A. van de Geijn, Anatomy of High-Performance Matrix
 * Multiplication, 2008. One thread at a time; the team works within.
 */
public final class BlockedProduct {
  /**
   * Inner extent that is summed in one go: a panel of B of this depth stays in cache, and sums of
   * parts round less than one long sum.
   */
  private static final int DEPTH_BLOCK = 256;

  /** Columns of C from which on packing A costs less than reading it in strides. */
  private static final int COLUMNS_THAT_PAY_FOR_PACKING = 192;

  /** Fewer multiply-adds than this are done before other threads have woken up. */
  private static final long LEAST_SHARED_WORK = 400_000;

  private final ProductShape shape;
  private final ProductScratch scratch;
  private final TileGrid grid;
  private final int rowStep;
  private final int columnStep;
  private final int rowGroups;
  private final int panels;
  private final int depthBlocks;
  private final boolean packsA;
  private final boolean shared;
  private final Task packTask = this::pack;
  private final Task tileTask = this::multiplyTile;

  private final Factor a;
  private final Factor b;

  private TileEpilogue epilogue;

  /** Prepares a product of two factors; the scratch grows to what it needs. */
  public BlockedProduct(ProductShape shape, Factor left, Factor right, ProductScratch scratch) {
    this.shape = shape;
    a = left;
    b = right;
    this.scratch = scratch;
    rowStep = scratch.rowStep();
    columnStep = scratch.columnStep();
    shared = isShared(shape);
    grid = TileGrid.of(shape, rowStep, columnStep, shared);
    rowGroups = divideUp(shape.m(), rowStep);
    panels = divideUp(shape.n(), columnStep);
    depthBlocks = divideUp(shape.k(), DEPTH_BLOCK);
    packsA = packsA(shape, left, rowStep);
    scratch.reserve(need(shape, left, scratch));
  }

  /** What preparing a product would make the scratch grow to. */
  public static ScratchNeed need(ProductShape shape, Factor left, ProductScratch scratch) {
    int rowStep = scratch.rowStep();
    int columnStep = scratch.columnStep();
    TileGrid grid = TileGrid.of(shape, rowStep, columnStep, isShared(shape));
    return ScratchNeed.of(shape, grid, packsA(shape, left, rowStep), rowStep, columnStep);
  }

  private static boolean isShared(ProductShape shape) {
    return shape.multiplyAdds() >= LEAST_SHARED_WORK;
  }

  private static boolean packsA(ProductShape shape, Factor left, int rowStep) {
    return !left.isStrided() || (rowStep > 1 && shape.n() >= COLUMNS_THAT_PAY_FOR_PACKING);
  }

  /** The number of tiles that the epilogue is called for. */
  public int tiles() {
    return grid.tiles();
  }

  /** For people: rows × columns of a tile, and how A is read. */
  public String variant() {
    return String.format(
        "tile %d×%d, A %s", grid.rows(), grid.columns(), packsA ? "packed" : "in place");
  }

  /** Whether several threads work on it. */
  public boolean shared() {
    return shared;
  }

  /** Computes the product of what the factors are bound to; hands every tile to the epilogue. */
  public void run(ThreadTeam team, TileEpilogue then) {
    epilogue = then;
    int packPieces = (packsA ? rowGroups : 0) + panels;
    if (shared) {
      team.run(packTask, packPieces);
      team.run(tileTask, tiles());
    } else {
      for (int piece = 0; piece < packPieces; piece++) {
        pack(piece, 0);
      }
      for (int tile = 0; tile < tiles(); tile++) {
        multiplyTile(tile, 0);
      }
    }
  }

  private void pack(int piece, int thread) {
    if (piece < panels) {
      packPanel(piece);
    } else {
      packRowGroup(piece - panels);
    }
  }

  private void packPanel(int panel) {
    int column = panel * columnStep;
    int count = Math.min(columnStep, shape.n() - column);
    for (int matrix = 0; matrix < shape.batch(); matrix++) {
      int to = (matrix * panels + panel) * columnStep * shape.k();
      b.pack(matrix, column, count, 0, shape.k(), scratch.packedB, to, columnStep);
    }
  }

  private void packRowGroup(int group) {
    int row = group * rowStep;
    int count = Math.min(rowStep, shape.m() - row);
    for (int matrix = 0; matrix < shape.batch(); matrix++) {
      int to = (matrix * rowGroups + group) * rowStep * shape.k();
      a.pack(matrix, row, count, 0, shape.k(), scratch.packedA, to, rowStep);
    }
  }

  private void multiplyTile(int number, int thread) {
    Tile tile = scratch.tiles[thread];
    tile.number = number;
    tile.matrix = number / (grid.down() * grid.across());
    int inMatrix = number % (grid.down() * grid.across());
    tile.row = inMatrix / grid.across() * grid.rows();
    tile.column = inMatrix % grid.across() * grid.columns();
    tile.rows = Math.min(grid.rows(), shape.m() - tile.row);
    tile.columns = Math.min(grid.columns(), shape.n() - tile.column);
    tile.stride = TileGrid.roundUp(tile.columns, columnStep);
    Arrays.fill(tile.values, 0, TileGrid.roundUp(tile.rows, rowStep) * tile.stride, 0f);
    for (int block = 0; block < depthBlocks; block++) {
      addDepthBlock(tile, block * DEPTH_BLOCK, thread);
    }
    epilogue.accept(tile, thread);
  }

  private void addDepthBlock(Tile tile, int firstDepth, int thread) {
    TileKernel kernel = scratch.kernels[thread];
    PanelProduct product = scratch.panels[thread];
    setA(product, tile, firstDepth);
    product.b = scratch.packedB;
    product.c = tile.values;
    product.cStride = tile.stride;
    product.rows = tile.rows;
    product.depth = Math.min(DEPTH_BLOCK, shape.k() - firstDepth);
    int firstPanel = tile.matrix * panels + tile.column / columnStep;
    for (int column = 0; column < tile.columns; column += columnStep) {
      int panel = firstPanel + column / columnStep;
      product.bOffset = (panel * shape.k() + firstDepth) * columnStep;
      product.cOffset = column;
      product.columns = Math.min(columnStep, tile.columns - column);
      kernel.multiply(product);
    }
  }

  private void setA(PanelProduct product, Tile tile, int firstDepth) {
    product.aPacked = packsA;
    if (packsA) {
      int group = tile.matrix * rowGroups + tile.row / rowStep;
      product.a = scratch.packedA;
      product.aOffset = (group * shape.k() + firstDepth) * rowStep;
      product.aGroupStride = rowStep * shape.k();
      product.aRowStride = 1;
      product.aDepthStride = rowStep;
    } else {
      a.locate(product, tile.matrix, tile.row, firstDepth);
      product.aGroupStride = rowStep * product.aRowStride;
    }
  }
}
