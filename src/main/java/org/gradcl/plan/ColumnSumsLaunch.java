package org.gradcl.plan;

import java.util.List;
import org.gradcl.graph.Phase;

/**
 * The sum of each column of a matrix.
 *
 * @param input rows × columns
 * @param store one row of {@code columns} numbers
 * @param mode whether the sums replace what is there
 * @param checked whether this launch leaves checks of what it stores
 */
public record ColumnSumsLaunch(
    String name,
    Phase phase,
    String formula,
    Place input,
    Place store,
    Store.Mode mode,
    boolean checked)
    implements Launch {
  /** Sums that replace what is there. */
  public ColumnSumsLaunch(
      String name, Phase phase, String formula, Place input, Place store, boolean checked) {
    this(name, phase, formula, input, store, Store.Mode.STORE, checked);
  }

  @Override
  public LaunchKind kind() {
    return LaunchKind.REDUCE;
  }

  @Override
  public String shape() {
    return input.extent(0) + "×" + input.extent(1);
  }

  @Override
  public List<Place> reads() {
    return mode == Store.Mode.ADD ? List.of(input, store) : List.of(input);
  }

  @Override
  public boolean writesInPlace(Place written) {
    return mode == Store.Mode.ADD;
  }

  @Override
  public List<Place> writes() {
    return List.of(store);
  }

  @Override
  public long flops() {
    return input.elements();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.columnSums(this);
  }
}
