package org.gradcl.train.parity;

import java.io.IOException;
import org.gradcl.graph.Value;
import org.gradcl.nn.Gru;
import org.gradcl.nn.Lstm;
import org.gradcl.nn.MultiHeadAttention;

/** Reads the layers of a recorded model that run over sequences. */
final class RecordedSequences {
  private RecordedSequences() {}

  static RecordedOperation lstm(Specification node) throws IOException {
    Lstm every = Lstm.of(node.count("hidden")).withLayers(node.count("layers"));
    Lstm biased = node.flag("bias", true) ? every : every.withoutBias();
    Lstm lstm = yieldsLast(node) ? biased.lastState() : biased;
    return (scope, inputs) ->
        inputs.size() > 1
            ? lstm.append(scope, inputs.get(0), inputs.get(1))
            : lstm.append(scope, inputs.get(0));
  }

  static RecordedOperation gru(Specification node) throws IOException {
    Gru every = Gru.of(node.count("hidden")).withLayers(node.count("layers"));
    Gru biased = node.flag("bias", true) ? every : every.withoutBias();
    Gru gru = yieldsLast(node) ? biased.lastState() : biased;
    return (scope, inputs) ->
        inputs.size() > 1
            ? gru.append(scope, inputs.get(0), inputs.get(1))
            : gru.append(scope, inputs.get(0));
  }

  static RecordedOperation attention(Specification node) throws IOException {
    MultiHeadAttention every = MultiHeadAttention.of(node.count("heads"));
    MultiHeadAttention ordered = node.flag("causal", false) ? every.causally() : every;
    MultiHeadAttention layer = node.flag("bias", true) ? ordered : ordered.withoutBias();
    return (scope, inputs) -> {
      boolean toItself = inputs.size() < 3;
      Value query = inputs.get(0);
      Value key = toItself ? query : inputs.get(1);
      Value value = toItself ? query : inputs.get(2);
      boolean masked = inputs.size() % 2 == 0;
      return masked
          ? layer.append(scope, query, key, value, inputs.get(inputs.size() - 1))
          : layer.append(scope, query, key, value);
    };
  }

  private static boolean yieldsLast(Specification node) throws IOException {
    String yielded = node.text("return");
    if (!yielded.equals("last") && !yielded.equals("sequence")) {
      throw new IOException("a recurrent layer yields 'last' or 'sequence', found " + yielded);
    }
    return yielded.equals("last");
  }
}
