package org.gradcl.data;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradcl.tensor.Shape;

/** Several sources, one after the other. */
final class ConcatenatedSource implements BatchSource {
  private final List<BatchSource> parts;

  /** The number of the first sample of each part, and the number of all samples at the end. */
  private final long[] starts;

  /**
   * Sources in their order.
   *
   * @throws DataException if their samples have not the same arrays
   */
  ConcatenatedSource(List<BatchSource> parts) {
    this.parts = List.copyOf(parts);
    this.starts = new long[parts.size() + 1];
    BatchSource first = parts.get(0);
    for (int i = 0; i < parts.size(); i++) {
      BatchSource part = parts.get(i);
      if (!part.sampleShapes().equals(first.sampleShapes())) {
        throw new DataException(
            String.format(
                "Only sources whose samples have the same arrays can be concatenated: %s has %s, %s"
                    + " has %s; map one to the other's shapes",
                first, text(first), part, text(part)));
      }
      starts[i + 1] = Math.addExact(starts[i], part.samples());
    }
  }

  private static String text(BatchSource source) {
    return source.sampleShapes().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(array -> array.getKey() + " " + array.getValue())
        .collect(Collectors.joining(", "));
  }

  @Override
  public long samples() {
    return starts[parts.size()];
  }

  @Override
  public Map<String, Shape> sampleShapes() {
    return parts.get(0).sampleShapes();
  }

  /** The capabilities that every part has. */
  @Override
  public Set<Capability> capabilities() {
    Set<Capability> capabilities = EnumSet.allOf(Capability.class);
    parts.forEach(part -> capabilities.retainAll(part.capabilities()));
    return capabilities;
  }

  @Override
  public BatchCursor open(SampleOrder order) {
    if (!order.isShuffled()) {
      return new ConcatenatedCursor(parts, starts);
    }
    parts.forEach(part -> Pass.requireSeekable(this, part));
    return new GatheringCursor(this, order.permutation(samples()));
  }

  @Override
  public String toString() {
    List<String> names = new ArrayList<>();
    parts.forEach(part -> names.add(part.toString()));
    return String.join(" then ", names);
  }
}
