package org.gradcl.plan;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Access;
import org.gradcl.graph.Phase;

/**
 * Scalar expressions for each element of rows × columns.
 *
 * @param operands of the tape
 * @param tape what is computed
 * @param stores where full-sized results go
 * @param sums what is summed over all elements
 * @param beginsStep whether this is the loss launch, which copies the step record's {@code next} to
 *     {@code current}
 * @param checked whether this launch leaves checks of what it stores in {@link Region#GRADIENT}
 */
public record MapLaunch(
    String name,
    Phase phase,
    String formula,
    int rows,
    int columns,
    List<Operand> operands,
    Tape tape,
    List<Store> stores,
    List<PartialSum> sums,
    boolean beginsStep,
    boolean checked)
    implements Launch {
  /** Copies the lists. */
  public MapLaunch {
    operands = List.copyOf(operands);
    stores = List.copyOf(stores);
    sums = List.copyOf(sums);
  }

  @Override
  public LaunchKind kind() {
    return LaunchKind.MAP;
  }

  /**
   * Whether the domain may be visited as one long row: nothing depends on row or column but through
   * memory without gaps.
   */
  public boolean isFlat() {
    return !tape.dependsOnPlace()
        && operands.stream().allMatch(MapLaunch::isFlat)
        && stores.stream().noneMatch(store -> store.view().hasGaps());
  }

  private static boolean isFlat(Operand operand) {
    if (operand.source() instanceof Source.Memory memory && operand.access() == Access.FULL) {
      return !memory.view().hasGaps();
    }
    return operand.access() == Access.SCALAR;
  }

  @Override
  public String shape() {
    return rows + "×" + columns;
  }

  @Override
  public List<View> reads() {
    List<View> reads = new ArrayList<>(LaunchMemory.read(operands));
    reads.addAll(LaunchMemory.addedTo(stores));
    return reads;
  }

  @Override
  public List<View> writes() {
    List<View> writes = new ArrayList<>(LaunchMemory.written(stores));
    writes.addAll(LaunchMemory.left(sums));
    return writes;
  }

  @Override
  public boolean writesInPlace(View written) {
    return LaunchMemory.addedTo(stores).contains(written);
  }

  @Override
  public List<LaunchTape> tapes() {
    return List.of(LaunchTape.over(operands, tape));
  }

  @Override
  public long flops() {
    long elements = (long) rows * columns;
    return tapes().get(0).flops(elements) + elements * sums.size();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.map(this);
  }
}
