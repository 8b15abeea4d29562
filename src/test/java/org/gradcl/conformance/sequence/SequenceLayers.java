package org.gradcl.conformance.sequence;

import java.util.Set;
import java.util.stream.Collectors;

/** The layers of sequences that have cases here, so that other tests need not have theirs. */
public final class SequenceLayers {
  private SequenceLayers() {}

  /** The first words of their text forms, such as {@code lstm}. */
  public static Set<String> words() {
    return SequenceConformanceTest.cases()
        .map(each -> each.name().split("[ ,]")[0])
        .collect(Collectors.toSet());
  }
}
