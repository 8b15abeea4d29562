package org.gradcl.train.parity;

import java.io.IOException;
import org.gradcl.nn.Gru;
import org.gradcl.nn.Lstm;

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

  private static boolean yieldsLast(Specification node) throws IOException {
    String yielded = node.text("return");
    if (!yielded.equals("last") && !yielded.equals("sequence")) {
      throw new IOException("a recurrent layer yields 'last' or 'sequence', found " + yielded);
    }
    return yielded.equals("last");
  }
}
