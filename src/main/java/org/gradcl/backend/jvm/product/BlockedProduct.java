package org.gradcl.backend.jvm.product;

import org.gradcl.backend.jvm.arithmetic.PanelProduct;
import org.gradcl.backend.jvm.arithmetic.Strips;
import org.gradcl.backend.jvm.team.Task;
import org.gradcl.backend.jvm.team.ThreadTeam;

/**
 * C = op(A) · op(B) for one shape, prepared once and run often; a run allocates nothing.
 *
 * <p>What several tiles of C read of op(A) and op(B) is first copied into strips. Then each tile is
 * summed over blocks of the inner extent in the memory of its thread and handed to the epilogue.
 * The order of every sum depends on the inner extent alone, and the tiles on the shape alone.
 *
 * <p>Source of the scheme: K. Goto, R. A. van de Geijn, Anatomy of High-Performance Matrix
 * Multiplication, 2008. One thread at a time; the team works within.
 */
public final class BlockedProduct {
  /**
   * Inner extent that is summed in one go: a strip of B of this depth stays in the first-level
   * cache, and sums of parts round less than one long sum.
   */
  static final int DEPTH_BLOCK = 256;

  private final ProductShape shape;
  private final ProductScratch scratch;
  private final ProductLayout layout;
  private final TileGrid grid;
  private final PackedFactor packedA;
  private final PackedFactor packedB;
  private final int columnStep;
  private final int rowsAtATime;
  private final Task packTask = this::pack;
  private final Task tileTask = this::multiplyTile;

  private TileEpilogue epilogue;

  /** Prepares a product of two factors; the scratch grows to what it needs. */
  public BlockedProduct(ProductShape shape, Factor left, Factor right, ProductScratch scratch) {
    this.shape = shape;
    this.scratch = scratch;
    layout = ProductLayout.of(shape, left, right, scratch);
    grid = layout.grid();
    packedA = layout.a();
    packedB = layout.b();
    columnStep = scratch.columnStep();
    rowsAtATime = scratch.kernels[0].rowsAtATime();
    scratch.reserve(layout.need());
  }

  /** What preparing a product would make the scratch grow to. */
  public static ScratchNeed need(ProductShape shape, ProductScratch scratch) {
    return ProductLayout.of(shape, null, null, scratch).need();
  }

  /** The number of tiles that the epilogue is called for. */
  public int tiles() {
    return grid.tiles();
  }

  /** For people: rows × columns of a tile, and what is packed once for all tiles. */
  public String variant() {
    return layout.toString();
  }

  /** Whether several threads work on it. */
  public boolean shared() {
    return layout.shared();
  }

  /** Computes the product of what the factors are bound to; hands every tile to the epilogue. */
  public void run(ThreadTeam team, TileEpilogue then) {
    epilogue = then;
    runAll(team, packTask, packedB.pieces() + packedA.pieces(), layout.packedByTeam());
    runAll(team, tileTask, tiles(), layout.shared());
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

  private void pack(int piece, int thread) {
    int piecesOfB = packedB.pieces();
    if (piece < piecesOfB) {
      packedB.packPiece(piece, scratch.sharedB, scratch.strips[thread]);
    } else {
      packedA.packPiece(piece - piecesOfB, scratch.sharedA, scratch.strips[thread]);
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
    for (int depth = 0; depth < shape.k(); depth += DEPTH_BLOCK) {
      addDepthBlock(tile, depth, thread);
    }
    epilogue.accept(tile, thread);
  }

  private void addDepthBlock(Tile tile, int depth, int thread) {
    PanelProduct product = scratch.panels[thread];
    Strips strips = scratch.strips[thread];
    product.a = packedA.shared() ? scratch.sharedA : scratch.tileA[thread];
    product.b = packedB.shared() ? scratch.sharedB : scratch.tileB[thread];
    if (!packedA.shared()) {
      packedA.pack(tile.matrix, tile.row, tile.rows, depth, product.a, strips);
    }
    if (!packedB.shared()) {
      packedB.pack(tile.matrix, tile.column, tile.columns, depth, product.b, strips);
    }
    product.aStripStride = packedA.stripStride(depth);
    product.c = tile.values;
    product.cStride = tile.stride;
    product.depth = packedA.length(depth);
    product.adds = depth > 0;
    for (int row = 0; row < tile.rows; row += rowsAtATime) {
      product.rows = Math.min(rowsAtATime, tile.rows - row);
      product.aOffset = packedA.offset(tile.matrix, tile.row, row, depth);
      for (int column = 0; column < tile.columns; column += columnStep) {
        product.columns = Math.min(columnStep, tile.columns - column);
        product.bOffset = packedB.offset(tile.matrix, tile.column, column, depth);
        product.cOffset = row * tile.stride + column;
        scratch.kernels[thread].multiply(product);
      }
    }
  }
}
