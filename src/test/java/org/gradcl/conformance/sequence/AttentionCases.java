package org.gradcl.conformance.sequence;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.graph.Value;
import org.gradcl.nn.MultiHeadAttention;
import org.gradcl.nn.RotaryPositions;
import org.gradcl.nn.Scope;
import org.gradcl.tensor.Shape;

/** Attention of odd and small sizes: of a value to itself, to another, to two others. */
final class AttentionCases {
  private static final MultiHeadAttention THREE = MultiHeadAttention.of(3);

  private AttentionCases() {}

  static List<SequenceCase> all() {
    Shape x = Shape.of(3, 5, 6);
    Shape other = Shape.of(3, 4, 6);
    return List.of(
        of(THREE, null, x),
        of(THREE.causally(), null, x),
        of(THREE.withoutBias(), null, x),
        of(MultiHeadAttention.of(1), null, Shape.of(2, 3, 7)),
        of(MultiHeadAttention.of(5), null, Shape.of(1, 7, 5)),
        of(THREE.causally(), null, Shape.of(3, 1, 6)),
        of(MultiHeadAttention.of(1), null, Shape.of(2, 1, 1)),
        of(MultiHeadAttention.of(1), null, Shape.of(1, 1, 1)),
        of(MultiHeadAttention.of(4).withKeyHeads(2).causally(), null, Shape.of(2, 5, 12)),
        of(MultiHeadAttention.of(6).withKeyHeads(1).withoutBias(), null, Shape.of(2, 3, 6)),
        of(THREE, new float[] {0, 0, 1, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0}, x),
        of(THREE.causally(), new float[] {1, 0, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 2}, x),
        of(THREE.withRotary(RotaryPositions.standard()), null, x),
        of(
            MultiHeadAttention.of(2).withKeyHeads(1).withRotary(new RotaryPositions(50)),
            null,
            Shape.of(2, 5, 12),
            Shape.of(2, 3, 5)),
        of(THREE, null, x, other),
        of(THREE.causally(), new float[] {0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1}, x, other),
        of(THREE, null, x, other, other),
        of(THREE, null, x, Shape.of(3, 4, 5), Shape.of(3, 4, 7)),
        of(MultiHeadAttention.of(4).withKeyHeads(2), null, Shape.of(3, 2, 8), Shape.of(3, 7, 3)));
  }

  /** One shape for attention of a value to itself, two for one other, three for keys and values. */
  private static SequenceCase of(MultiHeadAttention layer, float[] padding, Shape... shapes) {
    Map<String, Shape> read = new LinkedHashMap<>();
    List<String> names = List.of("query", "key", "value");
    for (int i = 0; i < shapes.length; i++) {
      read.put(names.get(i), shapes[i]);
    }
    Map<String, float[]> given = new LinkedHashMap<>();
    if (padding != null) {
      given.put("padding", padding);
    }
    Shape query = shapes[0];
    Shape key = shapes[shapes.length == 1 ? 0 : 1];
    AttentionDefinition definition =
        new AttentionDefinition(
            query.extent(0),
            query.extent(1),
            key.extent(1),
            query.extent(2),
            layer.heads(),
            layer.keyHeads(),
            layer.causal(),
            layer.rotary().map(RotaryPositions::base).orElse(0.0));
    String name =
        layer.describe() + " of " + read + (padding == null ? "" : " with a padding mask");
    return new SequenceCase(
        name, read, given, (scope, values) -> append(layer, scope, values), definition::of);
  }

  private static Value append(MultiHeadAttention layer, Scope scope, Map<String, Value> values) {
    Value query = values.get("query");
    Value key = values.getOrDefault("key", query);
    Value value = values.getOrDefault("value", key);
    Value padding = values.get("padding");
    if (padding != null) {
      return layer.append(scope, query, key, value, padding);
    }
    return key == query ? layer.append(scope, query) : layer.append(scope, query, key, value);
  }
}
