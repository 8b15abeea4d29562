package org.gradcl.data;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.gradcl.tensor.Shape;

/** A source that applies a function to each sample. */
final class MappedSource implements BatchSource {
  private final BatchSource source;
  private final Map<String, Shape> shapes;
  private final UnaryOperator<Sample> function;

  /**
   * A source that maps.
   *
   * @param shapes of the function's results
   * @throws DataException if there are no arrays
   */
  MappedSource(BatchSource source, Map<String, Shape> shapes, UnaryOperator<Sample> function) {
    this.source = source;
    Objects.requireNonNull(shapes, "shapes");
    this.shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
    this.function = Objects.requireNonNull(function, "function");
    if (shapes.isEmpty()) {
      throw new DataException("A sample needs an array: state the shape of at least one");
    }
  }

  @Override
  public long samples() {
    return source.samples();
  }

  @Override
  public Map<String, Shape> sampleShapes() {
    return shapes;
  }

  /** The function may be slow and return any number. */
  @Override
  public Set<Capability> capabilities() {
    Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
    capabilities.addAll(source.capabilities());
    capabilities.removeAll(EnumSet.of(Capability.IN_MEMORY, Capability.FINITE));
    return capabilities;
  }

  @Override
  public BatchCursor open(SampleOrder order) {
    return new MappedCursor(source.open(order), shapes, function, source);
  }

  @Override
  public String toString() {
    return source + ", mapped";
  }
}
