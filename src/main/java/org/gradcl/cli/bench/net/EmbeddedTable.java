package org.gradcl.cli.bench.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.Value;
import org.gradcl.nn.Embedding;
import org.gradcl.nn.Merging;
import org.gradcl.nn.Model;
import org.gradcl.nn.Scope;
import org.gradcl.nn.Sequential;
import org.gradcl.tensor.Shape;

/**
 * A net for rows of a table: a vector for each of several categories, beside numbers, then dense
 * layers.
 *
 * @param categories how many there are in each column of categories
 * @param width numbers of a category's vector
 * @param numbers of a row
 * @param dense what reads vectors and numbers side by side
 */
public record EmbeddedTable(List<Integer> categories, int width, int numbers, Sequential dense)
    implements Model {
  private static final String NUMBERS = "numbers";

  /** Copies the list. */
  public EmbeddedTable {
    categories = List.copyOf(categories);
  }

  @Override
  public Map<String, InputSpec> inputs() {
    Map<String, InputSpec> inputs = new TreeMap<>();
    for (int column = 0; column < categories.size(); column++) {
      inputs.put(name(column), InputSpec.indices(Shape.of(), categories.get(column)));
    }
    inputs.put(NUMBERS, InputSpec.of(Shape.of(numbers)));
    return inputs;
  }

  private static String name(int column) {
    return "category" + column;
  }

  @Override
  public Map<String, Value> append(Scope scope, Map<String, Value> inputs) {
    List<Value> values = new ArrayList<>();
    for (int column = 0; column < categories.size(); column++) {
      String name = name(column);
      Embedding embedding = Embedding.of(categories.get(column), width);
      values.add(scope.call(name, embedding, inputs.get(name)));
    }
    values.add(inputs.get(NUMBERS));
    Value row = Merging.concat(scope, 1, values.toArray(Value[]::new));
    return Map.of(Sequential.PREDICTION, scope.call("dense", dense, row));
  }

  @Override
  public String describe() {
    return "embedded table " + categories + " width=" + width + " numbers=" + numbers;
  }
}
