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
 * @param batch number of matrices, usually 1
 * @param transposeA whether A is stored k × m
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
    View a,
    boolean transposeA,
    View b,
    boolean transposeB,
    List<Operand> operands,
    Tape epilogue,
    List<Store> stores,
    Optional<View> rowSums,
    boolean checked)
    implements Launch {
  /** The variable of the epilogue that stands for the element of the product. */
  public static final String PRODUCT = "product";

  /** Copies the lists. */
  public MatmulLaunch {
    operands = List.copyOf(operands);
    stores = List.copyOf(stores);
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
  public List<View> reads() {
    List<View> reads = new ArrayList<>();
    reads.add(matrices(a));
    reads.add(matrices(b));
    reads.addAll(LaunchMemory.read(operands));
    reads.addAll(LaunchMemory.addedTo(stores));
    return reads;
  }

  /** All matrices of a batch, of which a view names the first. */
  private View matrices(View first) {
    int rows = Math.multiplyExact(first.rows(), batch);
    return new View(first.region(), first.offset(), rows, first.columns(), first.stride());
  }

  @Override
  public List<View> writes() {
    List<View> writes = new ArrayList<>(LaunchMemory.written(stores));
    rowSums.ifPresent(writes::add);
    return writes;
  }

  @Override
  public boolean writesInPlace(View written) {
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
