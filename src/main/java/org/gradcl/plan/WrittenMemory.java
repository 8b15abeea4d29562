package org.gradcl.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * What has been written where in one region: ranges of floats, each with the writes of which
 * numbers may lie there, latest last. Looking up costs as much as there are ranges to look at, not
 * as much as was ever written.
 *
 * <p>Parts of rows that are a distance apart, such as what each time step adds to an array of all
 * times, all lie between each other. So they are kept by their columns, in a {@link Frame} for all
 * that are of the same rows. One thread.
 */
final class WrittenMemory {
  /** A write, which is itself alone: writes of the same place are told by their numbers. */
  private static final class Write {
    private final long number;
    private final Place place;
    private final Optional<Footprint.Rows> rows;

    Write(long number, Place place) {
      this.number = number;
      this.place = place;
      this.rows = Footprint.of(place).rows();
    }

    long number() {
      return number;
    }

    Place place() {
      return place;
    }
  }

  /** The writes to parts of the same rows, by columns. */
  private static final class Frame {
    private final WrittenRanges<Write> columns = new WrittenRanges<>();
    private int first = Integer.MAX_VALUE;
    private int end;

    void write(Write write, BiPredicate<Write, Write> hides) {
      Footprint.Rows rows = write.rows.orElseThrow();
      first = Math.min(first, write.place.first());
      end = Math.max(end, write.place.end());
      columns.write(write, rows.firstColumn(), rows.endColumn(), rows.isDense(), hides);
    }

    boolean reaches(Place place) {
      return place.first() < end && first < place.end();
    }

    boolean isWithin(Place place) {
      return place.first() <= first && end <= place.end();
    }
  }

  private final WrittenRanges<Write> ranges = new WrittenRanges<>();
  private final Map<Footprint.Raster, Frame> frames = new LinkedHashMap<>();
  private long writes;
  private long comparisons;

  /** Notes a write. */
  void write(Place place) {
    Write write = new Write(writes++, place);
    if (write.rows.isPresent()) {
      frames
          .computeIfAbsent(write.rows.get().raster(), raster -> new Frame())
          .write(write, this::hides);
      return;
    }
    boolean dense = place.isDense();
    ranges.write(write, place.first(), place.end(), dense, this::hides);
    if (dense) {
      frames.values().removeIf(frame -> frame.isWithin(place));
    }
  }

  /** Whether a later write overwrites an earlier one altogether. */
  private boolean hides(Write later, Write earlier) {
    comparisons++;
    return later.place().contains(earlier.place());
  }

  private boolean overlap(Write write, Place place) {
    comparisons++;
    return write.place.overlaps(place);
  }

  private boolean overlap(Write a, Write b) {
    boolean sameRows =
        a.rows.isPresent() && b.rows.isPresent() && a.rows.get().isBeside(b.rows.get());
    return !sameRows && overlap(a, b.place);
  }

  /** The latest write of which anything lies where a place is; empty if there is none. */
  Optional<Place> latest(Place place) {
    return found(place).stream().max(Comparator.comparingLong(Write::number)).map(Write::place);
  }

  /**
   * Whether all numbers of a place were written and are still there: by one write that may have
   * written more, by several that make it up, or by several that leave no gap around it.
   */
  boolean isWhole(Place place) {
    Set<Write> found = found(place);
    Optional<Write> latest = found.stream().max(Comparator.comparingLong(Write::number));
    if (latest.isPresent() && latest.get().place().contains(place)) {
      return true;
    }
    long elements = 0;
    for (Write write : found) {
      if (place.contains(write.place()) && isStill(write, found)) {
        elements += write.place().elements();
      }
    }
    return elements == place.elements() || isWithoutGap(place);
  }

  /** Whether the writes of which anything lies around a place make up a range without gaps. */
  private boolean isWithoutGap(Place place) {
    int begin = place.first();
    int end = place.end();
    while (true) {
      Set<Write> found = found(part(place, begin, end));
      List<Write> around = new ArrayList<>();
      for (Write write : found) {
        boolean inside = write.place().first() >= begin && write.place().end() <= end;
        if (isStill(write, inside ? found : found(write.place()))) {
          around.add(write);
        }
      }
      int first = around.stream().mapToInt(write -> write.place().first()).min().orElse(end);
      int last = around.stream().mapToInt(write -> write.place().end()).max().orElse(begin);
      if (first > begin || last < end) {
        return false;
      }
      if (first == begin && last == end) {
        // Writes that are still there do not overlap, so that they may be counted.
        return around.stream().mapToLong(write -> write.place().elements()).sum() == end - begin;
      }
      begin = first;
      end = last;
    }
  }

  private Set<Write> found(Place place) {
    Set<Write> seen = new LinkedHashSet<>();
    ranges.collect(place.first(), place.end(), seen);
    if (!frames.isEmpty()) {
      Optional<Footprint.Rows> rows = Footprint.of(place).rows();
      frames.forEach((raster, frame) -> collect(place, rows, raster, frame, seen));
    }
    seen.removeIf(write -> !overlap(write, place));
    return seen;
  }

  private static void collect(
      Place place,
      Optional<Footprint.Rows> rows,
      Footprint.Raster raster,
      Frame frame,
      Set<Write> seen) {
    if (rows.isPresent() && rows.get().raster().equals(raster)) {
      frame.columns.collect(rows.get().firstColumn(), rows.get().endColumn(), seen);
    } else if (frame.reaches(place)) {
      frame.columns.collect(0, raster.distance(), seen);
    }
  }

  /**
   * Whether all that a write has written is still there.
   *
   * @param found all writes of which anything lies where it wrote: whatever overwrote a part of it
   *     is among them, or was overwritten altogether by one that is
   */
  private boolean isStill(Write write, Set<Write> found) {
    return found.stream()
        .noneMatch(other -> other.number() > write.number() && overlap(other, write));
  }

  private static Place part(Place place, int begin, int end) {
    return Place.matrix(place.region(), begin, 1, end - begin);
  }

  /** How often two places were compared so far, for tests. */
  long comparisons() {
    return comparisons;
  }
}
