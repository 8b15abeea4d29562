package org.gradcl.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * Ranges of a line, each with the writes of which something may lie there, latest last. A write
 * without gaps takes a range for itself; writes with gaps share it with what they leave. One
 * thread.
 *
 * @param <W> a write
 */
final class WrittenRanges<W> {
  private record Range<W>(int end, List<W> writes) {
    Range {
      writes = List.copyOf(writes);
    }
  }

  private final TreeMap<Integer, Range<W>> ranges = new TreeMap<>();

  /**
   * Notes a write.
   *
   * @param dense whether it leaves nothing of what was there
   * @param hides whether a later write overwrites an earlier one altogether
   */
  void write(W write, int begin, int end, boolean dense, BiPredicate<W, W> hides) {
    split(begin);
    split(end);
    Map<Integer, Range<W>> within = ranges.subMap(begin, end);
    if (dense) {
      within.clear();
      ranges.put(begin, new Range<>(end, List.of(write)));
      return;
    }
    Map<Integer, Range<W>> before = new TreeMap<>(within);
    within.clear();
    Set<W> hidden = new LinkedHashSet<>();
    before.values().forEach(range -> hidden.addAll(range.writes()));
    hidden.removeIf(earlier -> !hides.test(write, earlier));
    int at = begin;
    for (Map.Entry<Integer, Range<W>> entry : before.entrySet()) {
      put(at, entry.getKey(), List.of(write));
      at = entry.getValue().end();
      List<W> content = new ArrayList<>(entry.getValue().writes());
      content.removeIf(hidden::contains);
      content.add(write);
      put(entry.getKey(), at, content);
    }
    put(at, end, List.of(write));
  }

  private void put(int begin, int end, List<W> content) {
    if (begin < end) {
      ranges.put(begin, new Range<>(end, content));
    }
  }

  /** Makes a number the beginning of a range, if it is within one. */
  private void split(int at) {
    Map.Entry<Integer, Range<W>> lower = ranges.lowerEntry(at);
    if (lower != null && lower.getValue().end() > at) {
      ranges.put(lower.getKey(), new Range<>(at, lower.getValue().writes()));
      ranges.put(at, lower.getValue());
    }
  }

  /** Adds the writes of the ranges that have something between begin and end. */
  void collect(int begin, int end, Set<W> into) {
    Map.Entry<Integer, Range<W>> lower = ranges.floorEntry(begin);
    boolean reaches = lower != null && lower.getValue().end() > begin;
    ranges
        .subMap(reaches ? lower.getKey() : begin, end)
        .values()
        .forEach(range -> into.addAll(range.writes()));
  }
}
