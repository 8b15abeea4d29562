package org.gradcl.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;

/**
 * C = op(A) · op(B), then an epilogue for each element of C.
 *
 * @param m rows of C
 * @param n columns of C
 * @param k inner extent
 * @param batch number of matrices, usually 1; rows of the epilogue's domain are theirs, one after
 *     the other
 * @param a how op(A) is read, by its rows
 * @param b how op(B) is read, by its columns
 * @param operands of the epilogue
 * @param epilogue over {@link #PRODUCT} and the operands
 * @param stores where the epilogue's outputs go
 * @param rowSums where the sums of op(A)'s rows go (m numbers: the bias gradient), if wanted
 * @param rowSumsMode whether they replace what is there
 * @param checked whether this launch leaves checks of what it stores for the update or clip launch
 */
public record MatmulLaunch(
    String name,
    Phase phase,
    String formula,
    int m,
    int n,
    int k,
    int batch,
    ProductOperand a,
    ProductOperand b,
    List<Operand> operands,
    Tape epilogue,
    List<Store> stores,
    Optional<Place> rowSums,
    Store.Mode rowSumsMode,
    boolean checked)
    implements Launch {
  /** The variable of the epilogue that stands for the element of the product. */
  public static final String PRODUCT = "product";

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if the extents of an operand or a place are not those of the
   *     product
   */
  public MatmulLaunch {
    requireOperand(name, "op(A)", a, batch, m, k);
    requireOperand(name, "op(B)", b, batch, n, k);
    operands = List.copyOf(operands);
    stores = List.copyOf(stores);
    int rows = Math.multiplyExact(batch, m);
    LaunchMemory.requireDomain(name, LaunchMemory.read(operands), rows, n);
    LaunchMemory.requireDomain(name, LaunchMemory.written(stores), rows, n);
  }

  /** Sums of rows, if there are any, replace what is there. */
  public MatmulLaunch(
      String name,
      Phase phase,
      String formula,
      int m,
      int n,
      int k,
      int batch,
      ProductOperand a,
      ProductOperand b,
      List<Operand> operands,
      Tape epilogue,
      List<Store> stores,
      Optional<Place> rowSums,
      boolean checked) {
    this(
        name,
        phase,
        formula,
        m,
        n,
        k,
        batch,
        a,
        b,
        operands,
        epilogue,
        stores,
        rowSums,
        Store.Mode.STORE,
        checked);
  }

  private static void requireOperand(
      String name, String operand, ProductOperand read, int batch, int lines, int inner) {
    boolean fits =
        AxisRuns.count(read.batch()) == batch
            && AxisRuns.count(read.lines()) == lines
            && AxisRuns.count(read.inner()) == inner;
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              "Launch '%s' multiplies by an %s of %d matrices, %d lines and an inner extent of %d,"
                  + " and is given %s",
              name, operand, batch, lines, inner, read));
    }
  }

  /** Whether A is stored k × m, its rows as neighbours. */
  public boolean transposeA() {
    return a.linesAreNeighbours();
  }

  /** Whether B is stored n × k, its columns apart. */
  public boolean transposeB() {
    return !b.linesAreNeighbours();
  }

  @Override
  public LaunchKind kind() {
    return LaunchKind.MATMUL;
  }

  @Override
  public String shape() {
    return String.format(
        Locale.ROOT,
        "%s%s %d×%d×%d%s",
        letter(a, transposeA()),
        letter(b, transposeB()),
        m,
        n,
        k,
        batch == 1 ? "" : " ×" + batch);
  }

  /** N and T as of old; V for views, and W for windows, of what is stored. */
  private static String letter(ProductOperand operand, boolean transposed) {
    if (!operand.windows().isEmpty()) {
      return "W";
    }
    return operand.isMatrix() ? transposed ? "T" : "N" : "V";
  }

  @Override
  public List<Place> reads() {
    List<Place> reads = new ArrayList<>();
    reads.add(a.stored());
    reads.add(b.stored());
    reads.addAll(LaunchMemory.read(operands));
    reads.addAll(addedTo());
    return reads;
  }

  @Override
  public List<Place> writes() {
    List<Place> writes = new ArrayList<>(LaunchMemory.written(stores));
    rowSums.ifPresent(writes::add);
    return writes;
  }

  @Override
  public boolean writesInPlace(Place written) {
    return addedTo().contains(written);
  }

  private List<Place> addedTo() {
    List<Place> places = new ArrayList<>(LaunchMemory.addedTo(stores));
    if (rowSumsMode == Store.Mode.ADD) {
      rowSums.ifPresent(places::add);
    }
    return places;
  }

  @Override
  public List<LaunchTape> tapes() {
    return List.of(LaunchTape.over(operands, epilogue, PRODUCT));
  }

  @Override
  public long flops() {
    long products = 2L * m * n * k * batch;
    long sums = rowSums.isPresent() ? (long) m * k : 0;
    return products + sums + tapes().get(0).flops((long) m * n * batch);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.matmul(this);
  }
}
