package org.gradcl.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What has been written where in one region: ranges of floats, each with the writes of which
 * numbers may lie there, latest last. A write without gaps takes a range for itself; writes with
 * gaps share it with what they leave. Looking up costs as much as there are ranges to look at, not
 * as much as was ever written. One thread.
 */
final class WrittenMemory {
  /** A write, which is itself alone: writes of the same place are told by their numbers. */
  private static final class Write {
    private final long number;
    private final Place place;

    Write(long number, Place place) {
      this.number = number;
      this.place = place;
    }

    long number() {
      return number;
    }

    Place place() {
      return place;
    }
  }

  private record Range(int end, List<Write> writes) {
    Range {
      writes = List.copyOf(writes);
    }
  }

  private final TreeMap<Integer, Range> ranges = new TreeMap<>();
  private long writes;
  private long comparisons;

  /** Notes a write. */
  void write(Place place) {
    Write write = new Write(writes++, place);
    int begin = place.first();
    int end = place.end();
    split(begin);
    split(end);
    Map<Integer, Range> within = ranges.subMap(begin, end);
    Map<Integer, Range> before = new TreeMap<>(within);
    within.clear();
    if (place.isDense()) {
      ranges.put(begin, new Range(end, List.of(write)));
      return;
    }
    Set<Write> hidden = distinct(before.values());
    hidden.removeIf(earlier -> !hides(write, earlier));
    int at = begin;
    for (Map.Entry<Integer, Range> entry : before.entrySet()) {
      put(at, entry.getKey(), List.of(write));
      at = entry.getValue().end();
      List<Write> content = new ArrayList<>(entry.getValue().writes());
      content.removeIf(hidden::contains);
      content.add(write);
      put(entry.getKey(), at, content);
    }
    put(at, end, List.of(write));
  }

  private void put(int begin, int end, List<Write> content) {
    if (begin < end) {
      ranges.put(begin, new Range(end, content));
    }
  }

  /** Whether a later write overwrites an earlier one altogether. */
  private boolean hides(Write later, Write earlier) {
    comparisons++;
    return later.place().contains(earlier.place());
  }

  private static Set<Write> distinct(Collection<Range> ranges) {
    Set<Write> distinct = new LinkedHashSet<>();
    ranges.forEach(range -> distinct.addAll(range.writes()));
    return distinct;
  }

  /** Makes a float the beginning of a range, if it is within one. */
  private void split(int at) {
    Map.Entry<Integer, Range> lower = ranges.lowerEntry(at);
    if (lower != null && lower.getValue().end() > at) {
      ranges.put(lower.getKey(), new Range(at, lower.getValue().writes()));
      ranges.put(at, lower.getValue());
    }
  }

  private boolean overlap(Place a, Place b) {
    comparisons++;
    return a.overlaps(b);
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
    Set<Write> seen = distinct(within(place).values());
    seen.removeIf(write -> !overlap(write.place(), place));
    return seen;
  }

  /**
   * Whether all that a write has written is still there.
   *
   * @param found all writes of which anything lies where it wrote: whatever overwrote a part of it
   *     is among them, or was overwritten altogether by one that is
   */
  private boolean isStill(Write write, Set<Write> found) {
    return found.stream()
        .noneMatch(
            other -> other.number() > write.number() && overlap(other.place(), write.place()));
  }

  private static Place part(Place place, int begin, int end) {
    return Place.matrix(place.region(), begin, 1, end - begin);
  }

  /** The ranges that have a float between the first and the last of a place. */
  private Map<Integer, Range> within(Place place) {
    Map.Entry<Integer, Range> lower = ranges.floorEntry(place.first());
    boolean reaches = lower != null && lower.getValue().end() > place.first();
    return ranges.subMap(reaches ? lower.getKey() : place.first(), place.end());
  }

  /** How often two places were compared so far, for tests. */
  long comparisons() {
    return comparisons;
  }
}
