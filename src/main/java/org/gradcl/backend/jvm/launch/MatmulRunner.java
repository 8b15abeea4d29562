package org.gradcl.backend.jvm.launch;

import java.util.List;
import org.gradcl.backend.jvm.product.Factor;
import org.gradcl.backend.jvm.product.Product;
import org.gradcl.backend.jvm.product.ProductScratch;
import org.gradcl.backend.jvm.product.ProductShape;
import org.gradcl.backend.jvm.product.StridedFactor;
import org.gradcl.backend.jvm.product.Tile;
import org.gradcl.backend.jvm.product.TileEpilogue;
import org.gradcl.backend.jvm.product.WeightsProduct;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Place;
import org.gradcl.plan.ProductOperand;
import org.gradcl.plan.Region;
import org.gradcl.plan.Store;

/** A matrix product with its epilogue, which runs on each tile of C while it is in cache. */
final class MatmulRunner implements RowsInBlocks {
  private final MatmulLaunch launch;
  private final RunnerContext context;
  private final Product product;
  private final WeightsProduct kept;
  private final Factor a;
  private final Factor b;
  private final BoundTape epilogue;
  private final ColumnSumsRunner rowSums;
  private final int firstCheck;
  private final ElementBlock[] blocks;
  private final CheckSum[] checkSums;
  private final Place direct;
  private final boolean directInNorm;
  private boolean directIsFinite;
  private final TileEpilogue tileEpilogue = this::finish;
  private final TileEpilogue tileCheck = this::check;

  MatmulRunner(MatmulLaunch launch, RunnerContext context) {
    this.launch = launch;
    this.context = context;
    a = factor(launch.a());
    b = factor(launch.b());
    product = Product.of(shape(launch), a, b, context.order().of(launch), context.products());
    kept = kept(launch, context);
    epilogue =
        new BoundTape(
            launch.epilogue(),
            launch.operands(),
            launch.stores(),
            launch.recordCopy(),
            launch.n(),
            context);
    direct = direct(launch);
    directInNorm = direct != null && context.isInNorm(direct);
    firstCheck = launch.checked() ? context.checks().reserve(longRun().tiles()) : -1;
    rowSums = launch.rowSums().map(this::rowSums).orElse(null);
    blocks = new ElementBlock[context.team().threads()];
    checkSums = new CheckSum[blocks.length];
    for (int thread = 0; thread < blocks.length; thread++) {
      blocks[thread] = new ElementBlock();
      checkSums[thread] = new CheckSum(context);
    }
  }

  /** The product over weights that stay packed; null where none are kept. */
  private WeightsProduct kept(MatmulLaunch launch, RunnerContext context) {
    ProductScratch scratch = context.products();
    boolean trains = context.order().trains();
    return WeightMatrix.of(launch, trains, scratch)
        .flatMap(context.weights()::strips)
        .map(strips -> WeightsProduct.of(shape(launch), trains, a, b, strips, scratch))
        .orElse(null);
  }

  /** Where C goes, if that is all that the epilogue does, row by row; else null. */
  private static Place direct(MatmulLaunch launch) {
    boolean asItIs =
        launch.epilogue().instructions().size() == 1
            && launch.epilogue().variables().equals(List.of(MatmulLaunch.PRODUCT))
            && launch.stores().size() == 1
            && launch.stores().get(0).mode() == Store.Mode.STORE;
    Place place = asItIs ? launch.stores().get(0).place() : null;
    return asItIs && place.form() == Place.Form.MATRIX ? place : null;
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
    return new ColumnSumsRunner(stored, target, launch.rowSumsMode(), launch.checked(), context);
  }

  @Override
  public void run() {
    Product chosen = bind();
    if (direct == null) {
      chosen.run(context.team(), tileEpilogue);
    } else {
      float[] target = context.memory().of(direct.region());
      directIsFinite = firstCheck >= 0 && !directInNorm && chosen.staysFinite();
      chosen.run(context.team(), target, direct.base(), direct.stride(0), tileCheck);
    }
    if (rowSums != null) {
      rowSums.run();
    }
  }

  /** The product of this run, with all that it reads. */
  private Product bind() {
    epilogue.begin();
    a.bind(context.memory().of(launch.a().region()));
    b.bind(context.memory().of(launch.b().region()));
    boolean packed = kept != null && kept.isFor(context.weights().version());
    return packed ? kept : product;
  }

  @Override
  public int mostRows() {
    return launch.checked() || rowSums != null ? 0 : longRun().mostRows();
  }

  @Override
  public void begin() {
    Product chosen = bind();
    if (direct == null) {
      chosen.begin(context.team(), null, 0, 0, tileEpilogue);
    } else {
      float[] target = context.memory().of(direct.region());
      chosen.begin(context.team(), target, direct.base(), direct.stride(0), tileCheck);
    }
  }

  @Override
  public void run(int first, int end, int thread) {
    longRun().multiplyRows(first, end, thread);
  }

  /** Checks what is already where it belongs. */
  private void check(Tile tile, int thread) {
    if (firstCheck < 0) {
      return;
    }
    CheckSum check = checkSums[thread];
    check.begin();
    if (direct.region() == Region.GRADIENT && !directIsFinite) {
      check.add(tile.values, tile.offset, tile.stride, tile.rows, tile.columns, directInNorm);
    }
    check.put(context.checks(), firstCheck + tile.number);
  }

  private void finish(Tile tile, int thread) {
    BlockScratch scratch = epilogue.scratch(thread);
    scratch.tile = tile;
    scratch.tileRow = tile.matrix * launch.m() + tile.row;
    CheckSum check = checkSums[thread];
    check.begin();
    ElementBlock block = blocks[thread];
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
    return longRun().variant();
  }

  @Override
  public int pieces() {
    return longRun().tiles();
  }

  /** The product of all runs but the first ones after a change. */
  private Product longRun() {
    return kept == null ? product : kept;
  }
}
