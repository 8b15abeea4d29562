package org.gradcl.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The floats of a {@link Place} as a set, in one form for all places that name the same ones as
 * views of one array do: strides positive and falling, without axes that add nothing, axes that
 * continue each other joined. Immutable.
 */
final class Footprint {
  /** Steps of the search for a common float after which one is taken for granted. */
  private static final int MOST_STEPS = 100_000;

  private final long base;
  private final List<Place.Axis> axes;

  private Footprint(long base, List<Place.Axis> axes) {
    this.base = base;
    this.axes = axes;
  }

  static Footprint of(Place place) {
    List<Place.Axis> axes = new ArrayList<>();
    for (Place.Axis axis : place.axes()) {
      if (axis.extent() > 1 && axis.stride() != 0) {
        axes.add(new Place.Axis(axis.extent(), Math.abs(axis.stride())));
      }
    }
    axes.sort(Comparator.comparingInt(Place.Axis::stride).reversed());
    return new Footprint(place.first(), AxisRuns.of(axes));
  }

  /**
   * Rows at a distance, from a first one on.
   *
   * @param distance of their begins, in floats; row 0 begins at float 0
   * @param firstRow the number of the first
   * @param count how many
   */
  record Raster(int distance, long firstRow, int count) {}

  /**
   * Parts of rows, the same of each.
   *
   * @param raster which rows
   * @param firstColumn where the part begins in its row
   * @param endColumn where it ends, at most at the row's end
   * @param isDense whether the part has no gaps
   */
  record Rows(Raster raster, int firstColumn, int endColumn, boolean isDense) {
    /** Whether both are of the same rows and have no column in common. */
    boolean isBeside(Rows other) {
      boolean apart = endColumn <= other.firstColumn || other.endColumn <= firstColumn;
      return apart && raster.equals(other.raster);
    }
  }

  /** This as parts of rows along its outermost axis; empty if it is none, or without gaps. */
  Optional<Rows> rows() {
    if (isDense()) {
      return Optional.empty();
    }
    Place.Axis outer = axes.get(0);
    int distance = outer.stride();
    int first = Math.toIntExact(base % distance);
    long end = first + reach(1) + 1;
    if (end > distance) {
      return Optional.empty();
    }
    boolean dense = axes.size() == 1 || (axes.size() == 2 && axes.get(1).stride() == 1);
    Raster raster = new Raster(distance, base / distance, outer.extent());
    return Optional.of(new Rows(raster, first, Math.toIntExact(end), dense));
  }

  /** The distance from the first float to the last. */
  private long reach() {
    return reach(0);
  }

  /** As {@link #reach()}, of the axes from one on. */
  private long reach(int fromAxis) {
    long reach = 0;
    for (Place.Axis axis : axes.subList(fromAxis, axes.size())) {
      reach += (axis.extent() - 1L) * axis.stride();
    }
    return reach;
  }

  /** Whether there are no other floats between the first and the last. */
  boolean isDense() {
    return axes.isEmpty() || (axes.size() == 1 && axes.get(0).stride() == 1);
  }

  /** Whether each axis steps over all that the axes inside of it reach: no float is named twice. */
  boolean isNested() {
    for (int i = 0; i < axes.size(); i++) {
      if (axes.get(i).stride() <= reach(i + 1)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the two have a float in common; true as well where the search would take too long. */
  boolean intersects(Footprint other) {
    if (base > other.base + other.reach() || other.base > base + reach()) {
      return false;
    }
    return (isDense() && other.isDense()) || new Search(this, other).finds(0, other.base - base);
  }

  /** Whether every float of another set is in this one; false as well where it is hard to see. */
  boolean contains(Footprint other) {
    long distance = other.base - base;
    if (distance < 0 || other.base + other.reach() > base + reach()) {
      return false;
    }
    if (isDense()) {
      return true;
    }
    long[] taken = new long[axes.size()];
    for (Place.Axis axis : other.axes) {
      int within = 0;
      while (within < taken.length && axis.stride() % axes.get(within).stride() != 0) {
        within++;
      }
      if (within == taken.length) {
        return false;
      }
      taken[within] += (axis.extent() - 1L) * (axis.stride() / axes.get(within).stride());
    }
    for (int i = 0; i < taken.length; i++) {
      long free = axes.get(i).extent() - 1 - taken[i];
      if (free < 0) {
        return false;
      }
      distance -= Math.min(free, distance / axes.get(i).stride()) * axes.get(i).stride();
    }
    return distance == 0;
  }

  /**
   * Looks for indices i of one set and j of another with Σ i·stride − Σ j·stride = distance: stride
   * by stride, largest first, which leaves one or two candidates each where strides are nested.
   */
  private static final class Search {
    /** A number from lowest to highest, times a stride. */
    private record Term(long stride, long lowest, long highest) {}

    private final List<Term> terms = new ArrayList<>();
    private final long[] least;
    private final long[] most;
    private int steps;

    Search(Footprint a, Footprint b) {
      TreeMap<Integer, long[]> ranges = new TreeMap<>(Comparator.reverseOrder());
      a.axes.forEach(axis -> range(ranges, axis)[1] += axis.extent() - 1L);
      b.axes.forEach(axis -> range(ranges, axis)[0] -= axis.extent() - 1L);
      ranges.forEach((stride, range) -> terms.add(new Term(stride, range[0], range[1])));
      least = new long[terms.size() + 1];
      most = new long[terms.size() + 1];
      for (int t = terms.size() - 1; t >= 0; t--) {
        Term term = terms.get(t);
        least[t] = least[t + 1] + term.lowest() * term.stride();
        most[t] = most[t + 1] + term.highest() * term.stride();
      }
    }

    private static long[] range(Map<Integer, long[]> ranges, Place.Axis axis) {
      return ranges.computeIfAbsent(axis.stride(), stride -> new long[2]);
    }

    /** Whether the terms from one on can make a distance. */
    boolean finds(int first, long distance) {
      if (first == terms.size()) {
        return distance == 0;
      }
      Term term = terms.get(first);
      // The rest makes something from least to most: what this one may be.
      long from = -Math.floorDiv(most[first + 1] - distance, term.stride());
      long to = Math.floorDiv(distance - least[first + 1], term.stride());
      for (long n = Math.max(from, term.lowest()); n <= Math.min(to, term.highest()); n++) {
        if (++steps > MOST_STEPS || finds(first + 1, distance - n * term.stride())) {
          return true;
        }
      }
      return false;
    }
  }
}
