package org.gradcl.plan;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.expr.Tape;
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
    List<BatchSum> sums,
    boolean beginsStep,
    boolean checked)
    implements Launch {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if a place is not over the axes of the domain
   */
  public MapLaunch {
    operands = List.copyOf(operands);
    stores = List.copyOf(stores);
    sums = List.copyOf(sums);
    LaunchMemory.requireDomain(name, LaunchMemory.overDomain(operands), rows, columns);
    LaunchMemory.requireDomain(name, LaunchMemory.written(stores), rows, columns);
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
    return operands.stream().allMatch(MapLaunch::isFlat)
        && stores.stream().allMatch(store -> store.place().isContiguous());
  }

  private static boolean isFlat(Operand operand) {
    return operand.isUniform()
        || (operand.source() instanceof Source.Memory memory
            && memory.place().form() == Place.Form.MATRIX
            && memory.place().isContiguous());
  }

  @Override
  public String shape() {
    return rows + "×" + columns;
  }

  @Override
  public List<Place> reads() {
    List<Place> reads = new ArrayList<>(LaunchMemory.read(operands));
    reads.addAll(LaunchMemory.addedTo(stores));
    return reads;
  }

  @Override
  public List<Place> writes() {
    List<Place> writes = new ArrayList<>(LaunchMemory.written(stores));
    writes.addAll(LaunchMemory.left(sums));
    return writes;
  }

  /** Whether elements of a row that follow each other can be read together. */
  public boolean hasVectors() {
    return operands.stream().allMatch(operand -> operand.source().hasVectors());
  }

  /** Of a table no more is read than there are elements. */
  @Override
  public long bytes() {
    long unread = 0;
    for (Operand operand : operands) {
      if (operand.source() instanceof Source.Gathered gathered) {
        unread += Math.max(0, gathered.table().elements() - (long) rows * columns);
      }
    }
    return Launch.super.bytes() - 4 * unread;
  }

  @Override
  public boolean writesInPlace(Place written) {
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
