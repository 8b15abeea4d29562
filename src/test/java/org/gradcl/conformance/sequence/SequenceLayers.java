package org.gradcl.conformance.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gradcl.tensor.Shape;

/** The layers of sequences that have cases here, so that other tests need not have theirs. */
public final class SequenceLayers {
  private SequenceLayers() {}

  /** Their text forms. */
  public static List<String> texts() {
    return SequenceConformanceTest.cases().map(SequenceLayers::text).distinct().toList();
  }

  /** The shapes that they read, with the batch in front, by the first words of their text forms. */
  public static Map<String, List<Shape>> shapes() {
    Map<String, List<Shape>> shapes = new TreeMap<>();
    SequenceConformanceTest.cases()
        .forEach(
            each ->
                shapes
                    .computeIfAbsent(text(each).split(" ")[0], word -> new ArrayList<>())
                    .addAll(each.read().values()));
    return shapes;
  }

  private static String text(SequenceCase each) {
    return each.name().split(", | of ")[0];
  }
}
