package org.gradcl.backend.jvm.launch;

import org.gradcl.backend.jvm.product.Factor;
import org.gradcl.backend.jvm.product.Product;
import org.gradcl.backend.jvm.product.ProductShape;
import org.gradcl.backend.jvm.product.StridedFactor;
import org.gradcl.backend.jvm.product.Tile;
import org.gradcl.backend.jvm.product.TileEpilogue;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Place;
import org.gradcl.plan.ProductOperand;

/** A matrix product with its epilogue, which runs on each tile of C while it is in cache. */
final class MatmulRunner implements Runner {
  private final MatmulLaunch launch;
  private final RunnerContext context;
  private final Product product;
  private final Factor a;
  private final Factor b;
  private final BoundTape epilogue;
  private final ColumnSumsRunner rowSums;
  private final int firstCheck;
  private final Block[] blocks;
  private final CheckSum[] checkSums;
  private final TileEpilogue tileEpilogue = this::finish;

  MatmulRunner(MatmulLaunch launch, RunnerContext context) {
    this.launch = launch;
    this.context = context;
    a = factor(launch.a());
    b = factor(launch.b());
    product = Product.of(shape(launch), a, b, context.products());
    epilogue =
        new BoundTape(
            launch.epilogue(),
            launch.operands(),
            launch.stores(),
            launch.recordCopy(),
            launch.n(),
            context);
    firstCheck = launch.checked() ? context.checks().reserve(product.tiles()) : -1;
    rowSums = launch.rowSums().map(this::rowSums).orElse(null);
    blocks = new Block[context.team().threads()];
    checkSums = new CheckSum[blocks.length];
    for (int thread = 0; thread < blocks.length; thread++) {
      blocks[thread] = new Block();
      checkSums[thread] = new CheckSum(context);
    }
  }

  static ProductShape shape(MatmulLaunch launch) {
    return new ProductShape(launch.m(), launch.n(), launch.k(), launch.batch());
  }

  static Factor factor(ProductOperand operand) {
    if (!operand.isMatrix()) {
      return new GatheredFactor(operand);
    }
    return operand.linesAreNeighbours()
        ? StridedFactor.straight(operand.base(), operand.batchStride(), operand.innerStride())
        : StridedFactor.transposed(operand.base(), operand.batchStride(), operand.lineStride());
  }

  /** The rows of op(A) are the columns of A as stored, since the compiler asks for no others. */
  private ColumnSumsRunner rowSums(Place target) {
    ProductOperand a = launch.a();
    if (!a.isMatrix() || !a.linesAreNeighbours() || launch.batch() > 1) {
      throw new IllegalArgumentException(
          String.format(
              "Launch '%s' asks for row sums of a factor that is not transposed, or of a batch;"
                  + " only the bias gradient's form, (∂Z)ᵀ, is known",
              launch.name()));
    }
    Place stored = Place.of(a.region(), a.base(), a.inner().get(0), a.lines().get(0));
    return new ColumnSumsRunner(stored, target, launch.checked(), context);
  }

  @Override
  public void run() {
    epilogue.begin();
    a.bind(context.memory().of(launch.a().region()));
    b.bind(context.memory().of(launch.b().region()));
    product.run(context.team(), tileEpilogue);
    if (rowSums != null) {
      rowSums.run();
    }
  }

  private void finish(Tile tile, int thread) {
    BlockScratch scratch = epilogue.scratch(thread);
    scratch.tile = tile;
    scratch.tileRow = tile.matrix * launch.m() + tile.row;
    CheckSum check = checkSums[thread];
    check.begin();
    Block block = blocks[thread];
    block.beginRectangle(scratch.tileRow, tile.rows, tile.column, tile.columns);
    while (block.next()) {
      epilogue.compute(block, thread);
      epilogue.store(block, thread, firstCheck >= 0 ? check : null);
    }
    if (firstCheck >= 0) {
      check.put(context.checks(), firstCheck + tile.number);
    }
  }

  @Override
  public String routine() {
    return "matmul";
  }

  @Override
  public String variant() {
    return product.variant();
  }

  @Override
  public int pieces() {
    return product.tiles();
  }
}
