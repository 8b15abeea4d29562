package org.gradcl.backend.jvm.product;

/**
 * A product of packed factors. What several tiles of C read of op(A) and op(B) is first copied into
 * strips; what one tile reads it packs itself.
 *
 * <p>Source of the scheme: K. Goto, R. A. van de Geijn, Anatomy of High-Performance Matrix
 * Multiplication, 2008.
 */
final class BlockedProduct extends Product {
  private final ProductLayout layout;
  private final PackedFactor packedA;
  private final PackedFactor packedB;
  private final PanelLoops loops;

  BlockedProduct(ProductShape shape, Factor left, Factor right, ProductScratch scratch) {
    super(shape, scratch);
    layout = ProductLayout.of(shape, left, right, scratch);
    packedA = layout.a();
    packedB = layout.b();
    loops = new PanelLoops(shape, packedA, packedB, scratch);
  }

  @Override
  TileGrid grid() {
    return layout.grid();
  }

  @Override
  ScratchNeed need() {
    return layout.need();
  }

  @Override
  int firstPieces() {
    return packedB.pieces() + packedA.pieces();
  }

  @Override
  boolean firstByTeam() {
    return layout.packedByTeam();
  }

  @Override
  public String variant() {
    return layout.toString();
  }

  @Override
  public boolean shared() {
    return layout.shared();
  }

  @Override
  void runFirst(int piece, int thread) {
    int piecesOfB = packedB.pieces();
    if (piece < piecesOfB) {
      packedB.packPiece(piece, scratch.sharedB, scratch.strips[thread]);
    } else {
      packedA.packPiece(piece - piecesOfB, scratch.sharedA, scratch.strips[thread]);
    }
  }

  @Override
  void addDepthBlock(Tile tile, int depth, int thread) {
    loops.sum(tile, depth, tile.columns, depth > 0, thread);
  }
}
