package org.gradcl.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.Combine;

/**
 * Reductions over the columns of each row, then expressions an element and a row.
 *
 * <p>Each reduction's {@code element} is a tape of one output over the operands and the results of
 * earlier reductions, whose variables are {@code r0, r1, …} as in {@code RowProgram.reduced}.
 *
 * @param operands of all tapes
 * @param reductions in order
 * @param elements over operands and reductions: what is stored an element
 * @param stores where full-sized results go, by outputs of {@code elements}
 * @param rowTape over per-row operands and reductions: what is computed once a row
 * @param rowStores where per-row results go (places of {@code rows} rows and one column), by
 *     outputs of {@code rowTape}
 * @param sums what is summed over all rows, by outputs of {@code rowTape}
 * @param beginsStep whether this is the loss launch, which copies the step record's {@code next} to
 *     {@code current}
 * @param checked whether this launch leaves checks of what it stores in {@link Region#GRADIENT}
 */
public record RowLaunch(
    String name,
    Phase phase,
    String formula,
    int rows,
    int columns,
    List<Operand> operands,
    List<LoweredReduction> reductions,
    Tape elements,
    List<Store> stores,
    Tape rowTape,
    List<Store> rowStores,
    List<BatchSum> sums,
    boolean beginsStep,
    boolean checked)
    implements Launch {

  /**
   * One reduction.
   *
   * @param combine how elements are combined
   * @param element a tape of one output
   */
  public record LoweredReduction(Combine combine, Tape element) {}

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if a place is not over the axes of the domain
   */
  public RowLaunch {
    operands = List.copyOf(operands);
    reductions = List.copyOf(reductions);
    stores = List.copyOf(stores);
    rowStores = List.copyOf(rowStores);
    sums = List.copyOf(sums);
    LaunchMemory.requireDomain(name, LaunchMemory.overDomain(operands), rows, columns);
    LaunchMemory.requireDomain(name, LaunchMemory.written(stores), rows, columns);
    LaunchMemory.requireDomain(name, LaunchMemory.written(rowStores), rows, 1);
  }

  @Override
  public LaunchKind kind() {
    return LaunchKind.ROW;
  }

  @Override
  public String shape() {
    return rows + "×" + columns;
  }

  @Override
  public List<Place> reads() {
    return LaunchMemory.read(operands);
  }

  @Override
  public List<Place> writes() {
    List<Place> writes = new ArrayList<>(LaunchMemory.written(stores));
    writes.addAll(LaunchMemory.written(rowStores));
    writes.addAll(LaunchMemory.left(sums));
    return writes;
  }

  /** Those of the reductions in order, of the elements, of the rows. */
  @Override
  public List<LaunchTape> tapes() {
    List<LaunchTape> tapes = new ArrayList<>();
    String[] reduced = new String[reductions.size()];
    for (int i = 0; i < reduced.length; i++) {
      tapes.add(LaunchTape.over(operands, reductions.get(i).element(), Arrays.copyOf(reduced, i)));
      reduced[i] = RowProgram.reduced(i).name();
    }
    tapes.add(LaunchTape.over(operands, elements, reduced));
    tapes.add(LaunchTape.over(operands, rowTape, reduced));
    return tapes;
  }

  @Override
  public long flops() {
    long all = (long) rows * columns;
    List<LaunchTape> tapes = tapes();
    long flops = tapes.get(tapes.size() - 1).flops(rows) + (long) rows * sums.size();
    for (LaunchTape perElement : tapes.subList(0, tapes.size() - 1)) {
      flops += perElement.flops(all);
    }
    return flops + all * reductions.size();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.row(this);
  }
}
