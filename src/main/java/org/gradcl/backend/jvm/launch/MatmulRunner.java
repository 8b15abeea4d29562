package org.gradcl.backend.jvm.launch;

import java.util.List;
import org.gradcl.plan.Launch;
import org.gradcl.plan.Region;
import org.gradcl.plan.Store;
import org.gradcl.plan.View;

/** A matrix product with its epilogue, which runs on each tile of C while it is in cache. */
final class MatmulRunner implements Runner, Products.Tiles {
  private final Launch.Matmul launch;
  private final Launching with;
  private final Products.Prepared product;
  private final Elements epilogue;
  private final boolean epilogueNeeded;
  private final View c;
  private final float[] scratchC;
  private final ColumnSummer rowSums;
  private final int firstCheck;
  private float[] cArray;
  private int batch;

  MatmulRunner(Launch.Matmul launch, Launching with) {
    this.launch = launch;
    this.with = with;
    this.product =
        with.products()
            .prepare(
                launch.m(),
                launch.n(),
                launch.k(),
                launch.transposeA(),
                launch.transposeB(),
                with.team().threads());
    this.epilogue =
        new Elements(
            launch.epilogue(),
            launch.operands(),
            Launch.Matmul.PRODUCT,
            0,
            launch.phase(),
            launch.n(),
            with);
    List<Store> stores = launch.stores();
    boolean inPlace = !stores.isEmpty() && stores.get(0).mode() == Store.Mode.STORE;
    this.c = inPlace ? stores.get(0).view() : View.of(Region.WORKSPACE, 0, launch.m(), launch.n());
    this.scratchC = inPlace ? null : new float[Math.multiplyExact(launch.m(), launch.n())];
    this.epilogueNeeded =
        !(inPlace
            && stores.size() == 1
            && epilogue.program().isVariable(stores.get(0).output(), Launch.Matmul.PRODUCT));
    this.firstCheck =
        launch.checked() ? with.checks().reserve(product.tiles() * launch.batch()) : -1;
    this.rowSums =
        launch
            .rowSums()
            .map(view -> new ColumnSummer(launch.a(), view, launch.checked(), with))
            .orElse(null);
  }

  @Override
  public void run() {
    epilogue.begin();
    Memory memory = with.memory();
    float[] a = memory.of(launch.a().region());
    float[] b = memory.of(launch.b().region());
    cArray = scratchC == null ? memory.of(c.region()) : scratchC;
    for (batch = 0; batch < launch.batch(); batch++) {
      product.run(
          with.team(),
          a,
          matrix(launch.a(), batch),
          launch.a().stride(),
          b,
          matrix(launch.b(), batch),
          launch.b().stride(),
          cArray,
          offsetOfC(0),
          c.stride(),
          this);
    }
    if (rowSums != null) {
      rowSums.run();
    }
  }

  private static int matrix(View view, int batch) {
    return view.offset() + batch * view.rows() * view.stride();
  }

  private int offsetOfC(int row) {
    int base = scratchC == null ? c.offset() : 0;
    int row0 = scratchC == null ? batch * launch.m() : 0;
    return base + (row0 + row) * c.stride();
  }

  @Override
  public void tile(int tile, int thread, int row, int rows, int column, int columns) {
    float finite = 0;
    float squares = 0;
    BlockScratch scratch = epilogue.scratch(thread);
    for (int i = row; i < row + rows; i++) {
      int place = offsetOfC(i) + column;
      if (epilogueNeeded) {
        int domainRow = batch * launch.m() + i;
        epilogue.segment(scratch, domainRow, column, cArray, place);
        for (int start = 0; start < columns; start += BlockProgram.BLOCK) {
          int count = Math.min(BlockProgram.BLOCK, columns - start);
          epilogue.block(scratch, start, count, domainRow, column);
          // The first store last: it overwrites the product, which another may still read.
          for (int s = launch.stores().size() - 1; s >= 0; s--) {
            epilogue.store(launch.stores().get(s), scratch, start, count, domainRow, column);
          }
        }
      }
      for (int s = 0; firstCheck >= 0 && s < launch.stores().size(); s++) {
        View view = launch.stores().get(s).view();
        if (view.region() == Region.GRADIENT) {
          float[] stored = with.memory().of(Region.GRADIENT);
          int at = view.offset() + (batch * launch.m() + i) * view.stride() + column;
          finite += with.arithmetic().finiteness(stored, at, columns);
          squares += with.squares() ? with.arithmetic().sumOfSquares(stored, at, columns) : 0;
        }
      }
    }
    if (firstCheck >= 0) {
      with.checks().put(firstCheck + batch * product.tiles() + tile, finite, squares);
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
  public int parts() {
    return product.tiles() * launch.batch();
  }
}
