package org.gradcl.train.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.gradcl.tensor.Shape;

/**
 * Rules of a {@link org.gradcl.io.TensorMapping} by which a file may fit a model, found by the
 * shapes of both. For one thread.
 */
final class MappingAdvice {
  private static final String COUNTER = "num_batches_tracked";
  private static final int SHOWN = 3;

  private final List<String> rules = new ArrayList<>();
  private final Map<String, long[]> unexpected = new LinkedHashMap<>();
  private boolean hasCounter;

  /** Takes note of a tensor that is no parameter. */
  void unexpected(String tensor, long[] extents) {
    if (tensor.endsWith(COUNTER)) {
      hasCounter = true;
    } else {
      unexpected.put(tensor, extents);
    }
  }

  /** Takes note of a parameter without a tensor; those that are unexpected were noted before. */
  void missing(String parameter, Shape shape) {
    Iterator<Map.Entry<String, long[]>> candidates = unexpected.entrySet().iterator();
    while (candidates.hasNext()) {
      Map.Entry<String, long[]> tensor = candidates.next();
      boolean alike = last(tensor.getKey()).equals(last(parameter));
      if (alike && Arrays.equals(tensor.getValue(), extents(shape))) {
        candidates.remove();
        rules.add(String.format("rename(\"%s\", \"%s\")", tensor.getKey(), parameter));
        return;
      }
    }
  }

  /** Takes note of a tensor of another shape than its parameter. */
  void mismatched(String tensor, long[] found, Shape shape) {
    long[] wanted = extents(shape);
    if (Arrays.equals(LongStream.of(found).filter(extent -> extent != 1).toArray(), wanted)) {
      rules.add(String.format("squeeze(\"%s\")", tensor));
    } else if (Arrays.equals(sorted(found), sorted(wanted))) {
      rules.add(String.format("permute(\"%s\"%s)", tensor, order(found, wanted)));
    }
  }

  /** The order of axes that gives the extents wanted; of equal ones the first is taken first. */
  private static String order(long[] found, long[] wanted) {
    boolean[] taken = new boolean[found.length];
    StringBuilder order = new StringBuilder();
    for (long extent : wanted) {
      int axis = 0;
      while (taken[axis] || found[axis] != extent) {
        axis++;
      }
      taken[axis] = true;
      order.append(", ").append(axis);
    }
    return order.toString();
  }

  /** What follows the advice to rename and leave out; empty if there is nothing to say. */
  String text() {
    StringBuilder text = new StringBuilder();
    if (!rules.isEmpty()) {
      text.append(", perhaps by ")
          .append(String.join(", ", rules.subList(0, Math.min(SHOWN, rules.size()))))
          .append(rules.size() > SHOWN ? ", …" : "");
    }
    if (hasCounter) {
      text.append(", begin with TensorMapping.pytorch(), which leaves out ").append(COUNTER);
    }
    return text.toString();
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static long[] extents(Shape shape) {
    return Arrays.stream(shape.extents()).asLongStream().toArray();
  }

  private static long[] sorted(long[] extents) {
    long[] sorted = extents.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
