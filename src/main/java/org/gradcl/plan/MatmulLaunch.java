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
 * @param a where op(A) lies, over batch, rows and inner axis
 * @param transposeA whether A is stored k × m, its rows as neighbours: said here, since strides do
 *     not tell where an extent is 1
 * @param b where op(B) lies, over batch, inner axis and columns
 * @param transposeB whether B is stored n × k
 * @param operands of the epilogue
 * @param epilogue over {@link #PRODUCT} and the operands
 * @param stores where the epilogue's outputs go
 * @param rowSums where the sums of op(A)'s rows go (m numbers: the bias gradient), if wanted
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
    Place a,
    boolean transposeA,
    Place b,
    boolean transposeB,
    List<Operand> operands,
    Tape epilogue,
    List<Store> stores,
    Optional<Place> rowSums,
    boolean checked)
    implements Launch {
  /** The variable of the epilogue that stands for the element of the product. */
  public static final String PRODUCT = "product";

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if the axes of a factor or another place are not those of the
   *     product
   */
  public MatmulLaunch {
    requireFactor(name, "op(A)", a, transposeA, batch, m, k);
    requireFactor(name, "op(B)", b, transposeB, batch, k, n);
    operands = List.copyOf(operands);
    stores = List.copyOf(stores);
    int rows = Math.multiplyExact(batch, m);
    LaunchMemory.requireDomain(name, LaunchMemory.read(operands), rows, n);
    LaunchMemory.requireDomain(name, LaunchMemory.written(stores), rows, n);
  }

  private static void requireFactor(
      String name,
      String factor,
      Place place,
      boolean transposed,
      int batch,
      int rows,
      int columns) {
    List<Integer> found = place.axes().stream().map(Place.Axis::extent).toList();
    if (!found.equals(List.of(batch, rows, columns)) || place.stride(transposed ? 1 : 2) != 1) {
      throw new IllegalArgumentException(
          String.format(
              "Launch '%s' multiplies by a %s of %d × %d × %d, %stransposed, and is given %s",
              name, factor, batch, rows, columns, transposed ? "" : "not ", place));
    }
  }

  /**
   * The place of op(A), or of op(B), over batch, rows and columns.
   *
   * @param first where the first matrix lies as stored, rows × columns; the others of the batch
   *     follow it
   */
  public static Place factor(Place first, boolean transposed, int batch) {
    Place.Axis rows = first.axes().get(0);
    Place.Axis columns = first.axes().get(1);
    int distance = Math.multiplyExact(rows.extent(), rows.stride());
    return Place.of(
        first.region(),
        first.base(),
        new Place.Axis(batch, distance),
        transposed ? columns : rows,
        transposed ? rows : columns);
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
        transposeA ? "T" : "N",
        transposeB ? "T" : "N",
        m,
        n,
        k,
        batch == 1 ? "" : " ×" + batch);
  }

  @Override
  public List<Place> reads() {
    List<Place> reads = new ArrayList<>();
    reads.add(a);
    reads.add(b);
    reads.addAll(LaunchMemory.read(operands));
    reads.addAll(LaunchMemory.addedTo(stores));
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
    return LaunchMemory.addedTo(stores).contains(written);
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
