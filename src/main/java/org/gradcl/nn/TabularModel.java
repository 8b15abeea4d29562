package org.gradcl.nn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * A model of the rows of a table: each column of categories is read through an embedding of its
 * own, and the vectors follow the row's numbers into layers in order.
 *
 * <pre>
 * input      [numbers]    the row's numbers; not there if there are none
 * cut, …     []           an index for each embedded column, by its name
 * prediction              of the layers, which read [numbers + Σ widths]
 * </pre>
 *
 * <p>The parameters are named {@code embedding.cut.weight} and {@code layer.0.weight}; a {@code /}
 * in a column's name is {@code %2F} there.
 *
 * @param numbers of a row that are no indices; 0 if there are none
 * @param columns that are embedded, in order
 * @param layers that read numbers and vectors
 */
public record TabularModel(int numbers, List<EmbeddedColumn> columns, Sequential layers)
    implements Model {
  /**
   * Checks that the inputs go together. Whether the layers can read them is found when the model is
   * used.
   *
   * @throws IllegalArgumentException if there are fewer than 0 numbers, no columns, or two inputs
   *     of one name
   */
  public TabularModel {
    columns = List.copyOf(columns);
    Objects.requireNonNull(layers, "layers");
    if (numbers < 0 || columns.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              "A tabular model has at least one embedded column and no fewer than 0 numbers, found"
                  + " %d and %d; without embedded columns use a Sequential",
              columns.size(), numbers));
    }
    Set<String> names = new HashSet<>(Set.of(Sequential.INPUT));
    for (EmbeddedColumn column : columns) {
      if (!names.add(column.name())) {
        throw new IllegalArgumentException(
            "Two inputs of a tabular model are called '" + column.name() + "'; rename one");
      }
    }
  }

  @Override
  public Map<String, InputSpec> inputs() {
    Map<String, InputSpec> inputs = new LinkedHashMap<>();
    if (numbers > 0) {
      inputs.put(Sequential.INPUT, InputSpec.of(Shape.of(numbers)));
    }
    for (EmbeddedColumn column : columns) {
      inputs.put(column.name(), InputSpec.indices(Shape.scalar(), column.indices()));
    }
    return inputs;
  }

  /**
   * Writes the forward pass.
   *
   * @param scope the whole model's
   * @param inputs by name, {@code [batch, numbers]} and {@code [batch]} for each column
   * @return the one output, {@link Sequential#PREDICTION}
   */
  @Override
  public Map<String, Value> append(Scope scope, Map<String, Value> inputs) {
    List<Value> row = new ArrayList<>();
    if (numbers > 0) {
      row.add(inputs.get(Sequential.INPUT));
    }
    for (EmbeddedColumn column : columns) {
      // A stroke has its own meaning in the names of a file's tensors.
      String name = "embedding." + column.name().replace("/", "%2F");
      row.add(scope.call(name, column.embedding(), inputs.get(column.name())));
    }
    Value joined = Merging.concat(scope, 1, row.toArray(Value[]::new));
    return layers.append(scope, Map.of(Sequential.INPUT, joined));
  }

  /**
   * {@return the model as a text, such as {@code numbers 6; embed cut 6 3; dense 9 64 relu}, with
   * the number of indices and the width of each embedding} Characters of a column's name other than
   * letters and digits of ASCII, {@code _}, {@code -}, {@code .} and {@code *} are written as in an
   * HTML form.
   */
  @Override
  public String describe() {
    return TabularText.of(this);
  }

  /**
   * {@return the model of a text that {@link #describe} wrote}
   *
   * @param text in the form of {@link #describe}
   * @throws CatalogueException if a part can't be read
   * @throws IllegalArgumentException if a number lies outside its range, or the parts don't go
   *     together
   */
  public static TabularModel parse(String text) {
    return TabularText.parse(text);
  }
}
