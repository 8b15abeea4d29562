package org.gradcl.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradcl.tensor.Shape;

/** What the parts of a join leave of the whole, as boxes. */
final class JoinGaps {
  /**
   * A part of the whole.
   *
   * @param offsets of its first element
   * @param shape its extents
   */
  record Box(List<Integer> offsets, Shape shape) {
    /** Copies the list. */
    Box {
      offsets = List.copyOf(offsets);
    }
  }

  private final List<Operation.Join.Part> parts;
  private final List<Box> gaps = new ArrayList<>();

  private JoinGaps(List<Operation.Join.Part> parts) {
    this.parts = parts;
  }

  /** The gaps between parts that do not overlap; none if they make up the whole. */
  static List<Box> of(Shape whole, List<Operation.Join.Part> parts) {
    JoinGaps search = new JoinGaps(parts);
    search.look(new int[whole.rank()], whole.extents());
    return search.gaps;
  }

  /** Cuts a box where a part begins or ends, until parts cover what is left, or nothing does. */
  private void look(int[] begin, int[] end) {
    boolean covered = false;
    for (Operation.Join.Part part : parts) {
      if (!meets(part, begin, end)) {
        continue;
      }
      covered = true;
      for (int axis = 0; axis < begin.length; axis++) {
        int start = part.offsets().get(axis);
        for (int cut : new int[] {start, start + part.value().shape().extent(axis)}) {
          if (cut > begin[axis] && cut < end[axis]) {
            look(begin, with(end, axis, cut));
            look(with(begin, axis, cut), end);
            return;
          }
        }
      }
    }
    if (!covered) {
      int[] extents = new int[begin.length];
      Arrays.setAll(extents, axis -> end[axis] - begin[axis]);
      gaps.add(new Box(Arrays.stream(begin).boxed().toList(), Shape.of(extents)));
    }
  }

  private static boolean meets(Operation.Join.Part part, int[] begin, int[] end) {
    for (int axis = 0; axis < begin.length; axis++) {
      int start = part.offsets().get(axis);
      if (start >= end[axis] || start + part.value().shape().extent(axis) <= begin[axis]) {
        return false;
      }
    }
    return true;
  }

  private static int[] with(int[] index, int axis, int value) {
    int[] changed = index.clone();
    changed[axis] = value;
    return changed;
  }
}
