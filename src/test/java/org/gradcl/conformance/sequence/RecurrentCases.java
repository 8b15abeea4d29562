package org.gradcl.conformance.sequence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.nn.Gru;
import org.gradcl.nn.Lstm;
import org.gradcl.nn.RecurrentOutput;
import org.gradcl.tensor.Shape;

/** Recurrent layers of odd and small sizes. */
final class RecurrentCases {
  private RecurrentCases() {}

  static List<SequenceCase> all() {
    List<SequenceCase> cases = new ArrayList<>();
    for (int gates : new int[] {4, 3}) {
      for (RecurrentOutput output : RecurrentOutput.values()) {
        cases.add(of(gates, 3, 5, 7, 5, 1, true, output, null));
        cases.add(of(gates, 3, 4, 2, 7, 2, true, output, new float[] {4, 1, 3}));
      }
      cases.add(of(gates, 2, 3, 5, 3, 1, false, RecurrentOutput.SEQUENCE, null));
      cases.add(of(gates, 1, 4, 3, 11, 3, false, RecurrentOutput.LAST, null));
      cases.add(of(gates, 3, 1, 4, 5, 1, true, RecurrentOutput.SEQUENCE, null));
      cases.add(of(gates, 3, 1, 4, 5, 2, true, RecurrentOutput.LAST, new float[] {1, 1, 1}));
      cases.add(of(gates, 2, 2, 1, 1, 1, true, RecurrentOutput.SEQUENCE, null));
      cases.add(of(gates, 1, 1, 1, 1, 1, true, RecurrentOutput.SEQUENCE, null));
      cases.add(of(gates, 5, 3, 4, 8, 1, true, RecurrentOutput.SEQUENCE, null));
    }
    return cases;
  }

  private static SequenceCase of(
      int gates,
      int batch,
      int time,
      int features,
      int hidden,
      int layers,
      boolean bias,
      RecurrentOutput output,
      float[] lengths) {
    Map<String, float[]> given = new LinkedHashMap<>();
    if (lengths != null) {
      given.put("lengths", lengths);
    }
    RecurrentDefinition definition =
        new RecurrentDefinition(
            gates, batch, time, features, hidden, layers, output == RecurrentOutput.LAST);
    Lstm lstm = new Lstm(hidden, layers, bias, output);
    Gru gru = new Gru(hidden, layers, bias, output);
    SequenceCase.Writer writer =
        (scope, values) -> {
          if (lengths == null) {
            return (gates == 4 ? lstm : gru).append(scope, values.get("x"));
          }
          return gates == 4
              ? lstm.append(scope, values.get("x"), values.get("lengths"))
              : gru.append(scope, values.get("x"), values.get("lengths"));
        };
    String name =
        String.format(
            "%s, batch %d, time %d, features %d%s",
            gates == 4 ? lstm.describe() : gru.describe(),
            batch,
            time,
            features,
            lengths == null ? "" : ", lengths");
    return new SequenceCase(
        name, Map.of("x", Shape.of(batch, time, features)), given, writer, definition::of);
  }
}
