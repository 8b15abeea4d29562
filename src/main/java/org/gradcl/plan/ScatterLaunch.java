package org.gradcl.plan;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.graph.Phase;

/**
 * Sums of rows of values in the rows of a table: y[r] = Σ x[i] over all i with index[i] = r, in the
 * order of i. A row that no index names is 0, what an index that is none of a row has is left out.
 *
 * @param index one column of as many numbers as the values have rows, without gaps
 * @param values rows × columns without gaps
 * @param stores where the table goes or what it is added to, each rows of the table × columns
 *     without gaps; at least one
 * @param checked whether this launch leaves checks of what it stores in {@link Region#GRADIENT}
 */
public record ScatterLaunch(
    String name,
    Phase phase,
    String formula,
    Place index,
    Place values,
    List<Store> stores,
    boolean checked)
    implements Launch {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if a place has gaps, or does not fit the others
   */
  public ScatterLaunch {
    stores = List.copyOf(stores);
    boolean fits = index.isContiguous() && values.isContiguous() && !stores.isEmpty();
    fits &= index.columns() == 1 && index.rows() == values.rows();
    for (Store store : stores) {
      Place table = store.place();
      fits &= table.isContiguous() && table.rows() == stores.get(0).place().rows();
      fits &= table.columns() == values.columns();
    }
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              "Launch '%s' puts %s by %s into %s, which do not fit", name, values, index, stores));
    }
  }

  @Override
  public LaunchKind kind() {
    return LaunchKind.SCATTER;
  }

  /** How many rows the table has. */
  public int rows() {
    return stores.get(0).place().rows();
  }

  /** How many numbers a row has. */
  public int columns() {
    return values.columns();
  }

  /** How many indices there are. */
  public int count() {
    return index.rows();
  }

  @Override
  public String shape() {
    return count() + " into " + rows() + "×" + columns();
  }

  @Override
  public List<Place> reads() {
    List<Place> reads = new ArrayList<>(List.of(index, values));
    reads.addAll(LaunchMemory.addedTo(stores));
    return reads;
  }

  @Override
  public boolean writesInPlace(Place written) {
    return LaunchMemory.addedTo(stores).contains(written);
  }

  @Override
  public List<Place> writes() {
    return LaunchMemory.written(stores);
  }

  @Override
  public long flops() {
    return values.elements();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.scatter(this);
  }
}
