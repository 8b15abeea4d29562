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
   * @param windows how operands are read by windows that say which elements are left out; their
   *     numbers may be in none of the tapes
   */
  public record LoweredReduction(Combine combine, Tape element, List<WindowedPlace> windows) {
    /** Copies the list. */
    public LoweredReduction {
      windows = List.copyOf(windows);
    }

    /** A reduction of all elements. */
    public LoweredReduction(Combine combine, Tape element) {
      this(combine, element, List.of());
    }
  }

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

  /**
   * The reductions in passes, each of those that depend on none of the same or a later pass: what
   * can be computed while the columns are visited once.
   */
  public List<List<Integer>> passes() {
    int[] passOf = new int[reductions.size()];
    List<List<Integer>> passes = new ArrayList<>();
    for (int i = 0; i < passOf.length; i++) {
      List<String> variables = reductions.get(i).element().variables();
      for (int earlier = 0; earlier < i; earlier++) {
        if (variables.contains(RowProgram.reduced(earlier).name())) {
          passOf[i] = Math.max(passOf[i], passOf[earlier] + 1);
        }
      }
      while (passes.size() <= passOf[i]) {
        passes.add(new ArrayList<>());
      }
      passes.get(passOf[i]).add(i);
    }
    return passes;
  }

  /** The elements of a pass's reductions, one output each. */
  public Tape passTape(int pass) {
    return Tape.joined(
        passes().get(pass).stream().map(number -> reductions.get(number).element()).toList());
  }

  /**
   * Whether neighbours in memory are neighbouring rows, not columns, so that an engine visits
   * columns one after the other for many rows at once: sums over outer axes, and what reads by
   * windows.
   */
  public boolean isAcross() {
    List<Place> places = new ArrayList<>(LaunchMemory.overDomain(operands));
    places.addAll(LaunchMemory.written(stores));
    return reductions.stream().anyMatch(reduction -> !reduction.windows().isEmpty())
        || (places.stream().anyMatch(RowLaunch::hasNeighboursInRows)
            && places.stream().noneMatch(RowLaunch::hasNeighboursInColumns));
  }

  /** The operands over the turned domain. */
  public List<Operand> turnedOperands() {
    return operands.stream().map(Operand::turned).toList();
  }

  private static boolean hasNeighboursInRows(Place place) {
    Place.Axis row = place.axes().get(place.rowAxes() - 1);
    Place.Axis column = place.axes().get(place.axes().size() - 1);
    return row.stride() == 1 && row.extent() > 1 && column.stride() != 0 && column.extent() > 1;
  }

  private static boolean hasNeighboursInColumns(Place place) {
    Place.Axis row = place.axes().get(place.rowAxes() - 1);
    Place.Axis column = place.axes().get(place.axes().size() - 1);
    return column.stride() == 1 && column.extent() > 1 && row.stride() != 0 && row.extent() > 1;
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
