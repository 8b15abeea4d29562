package org.gradcl.plan;

import java.util.List;
import org.gradcl.graph.Phase;

/**
 * The sum of each column of a matrix.
 *
 * @param input rows × columns
 * @param store one row of {@code columns} numbers
 * @param checked whether this launch leaves checks of what it stores
 */
public record ColumnSumsLaunch(
    String name, Phase phase, String formula, Place input, Place store, boolean checked)
    implements Launch {
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
    return List.of(input);
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
