package org.gradcl.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * A fully connected layer.
 *
 * <pre>
 * X [batch, inputs]   W [outputs, inputs]   b [outputs]
 * Z = X·Wᵀ + b        labelled preactivation
 * Y = f(Z)            labelled activation, [batch, outputs]
 * </pre>
 *
 * @param inputs numbers a sample that come in
 * @param outputs numbers a sample that go out
 * @param activation f
 * @param weight how W is drawn; by default {@link Initializers#PYTORCH}
 * @param bias how b is drawn, by default {@link Initializers#PYTORCH}; empty for no bias
 */
public record Dense(
    int inputs, int outputs, Activation activation, Initializer weight, Optional<Initializer> bias)
    implements Layer {

  /**
   * Checks the widths.
   *
   * @throws IllegalArgumentException if one is below 1, or the weight would hold more than 2³¹ − 1
   *     numbers
   */
  public Dense {
    if (inputs < 1 || outputs < 1) {
      throw new IllegalArgumentException(
          "A dense layer needs at least one input and one output, found "
              + inputs
              + " and "
              + outputs);
    }
    if ((long) inputs * outputs > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              "The weight of a dense layer holds at most 2147483647 numbers; %d inputs and %d"
                  + " outputs need more: use narrower layers",
              inputs, outputs));
    }
    Objects.requireNonNull(activation, "activation");
    Objects.requireNonNull(weight, "weight");
    Objects.requireNonNull(bias, "bias");
  }

  /**
   * {@return a layer with a bias, initialised as PyTorch does}
   *
   * @param inputs numbers a sample that come in, at least 1
   * @param outputs numbers a sample that go out, at least 1
   * @param activation f
   */
  public static Dense of(int inputs, int outputs, Activation activation) {
    return new Dense(
        inputs, outputs, activation, Initializers.PYTORCH, Optional.of(Initializers.PYTORCH));
  }

  /**
   * {@return a layer without an activation, Y = X·Wᵀ + b: usually the last one}
   *
   * @param inputs numbers a sample that come in, at least 1
   * @param outputs numbers a sample that go out, at least 1
   */
  public static Dense of(int inputs, int outputs) {
    return of(inputs, outputs, Activations.IDENTITY);
  }

  /**
   * {@return this layer with other first values of the weight}
   *
   * @param initializer how the values are drawn
   */
  public Dense withWeight(Initializer initializer) {
    return new Dense(inputs, outputs, activation, initializer, bias);
  }

  /**
   * {@return this layer with a bias of other first values}
   *
   * @param initializer how the values are drawn
   */
  public Dense withBias(Initializer initializer) {
    return new Dense(inputs, outputs, activation, weight, Optional.of(initializer));
  }

  /** {@return this layer without a bias} */
  public Dense withoutBias() {
    return new Dense(inputs, outputs, activation, weight, Optional.empty());
  }

  @Override
  public Optional<Shape> inputShape() {
    return Optional.of(Shape.of(inputs));
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(outputs);
  }

  @Override
  public List<LayerParameter> parameters() {
    Shape matrix = Shape.of(outputs, inputs);
    List<LayerParameter> parameters = new ArrayList<>();
    parameters.add(new LayerParameter("weight", matrix, weight, inputs, outputs));
    Shape vector = Shape.of(outputs);
    bias.ifPresent(b -> parameters.add(new LayerParameter("bias", vector, b, inputs, outputs)));
    return List.copyOf(parameters);
  }

  @Override
  public Value append(Graph graph, Value x, Mode mode) {
    List<Value> values = parameters().stream().map(parameter -> parameter.in(graph)).toList();
    Value z = graph.matrixProduct(x, false, values.get(0), true);
    if (values.size() > 1) {
      z = graph.map(z, values.get(1), Expr::plus);
    }
    graph.label("preactivation", z);
    return graph.label("activation", graph.map(z, activation::apply));
  }

  @Override
  public String describe() {
    String noBias = bias.isPresent() ? "" : " bias=false";
    return "dense " + inputs + " " + outputs + " " + activation.description() + noBias;
  }

  /** Reads {@code dense 26 64 [activation] [bias=false]}. */
  static Dense parse(Description description) {
    List<String> words = description.words();
    if (words.size() < 3) {
      throw new CatalogueException(
          "A dense layer is written 'dense INPUTS OUTPUTS [ACTIVATION]', found '"
              + description.text()
              + "'");
    }
    Activation activation =
        words.size() == 3
            ? Activations.IDENTITY
            : Activations.named(String.join("_", words.subList(3, words.size())), description);
    Dense dense = of(description.count(words.get(1)), description.count(words.get(2)), activation);
    return description.flag("bias", true) ? dense : dense.withoutBias();
  }
}
