package org.gradcl.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.ProductAxis;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * A fully connected layer, over the last axis of what comes in.
 *
 * <pre>
 * X [batch, …, inputs]   W [outputs, inputs]   b [outputs]
 * Z = X·Wᵀ + b           labelled preactivation
 * Y = f(Z)               labelled activation, [batch, …, outputs]
 * </pre>
 *
 * @param inputs the extent of the last axis that comes in; empty to take any
 * @param outputs the extent of the last axis that goes out
 * @param activation f
 * @param weight how W is drawn; by default {@link Initializers#PYTORCH}
 * @param bias how b is drawn, by default {@link Initializers#PYTORCH}; empty for no bias
 */
public record Dense(
    OptionalInt inputs,
    int outputs,
    Activation activation,
    Initializer weight,
    Optional<Initializer> bias)
    implements Layer {

  /**
   * Checks the widths.
   *
   * @throws IllegalArgumentException if one is below 1, or the weight would hold more than 2³¹ − 1
   *     numbers
   */
  public Dense {
    if (inputs.orElse(1) < 1 || outputs < 1) {
      throw new IllegalArgumentException(
          "A dense layer needs at least one input and one output, found "
              + inputs.orElse(1)
              + " and "
              + outputs);
    }
    requireCountable(inputs.orElse(1), outputs);
    Objects.requireNonNull(activation, "activation");
    Objects.requireNonNull(weight, "weight");
    Objects.requireNonNull(bias, "bias");
  }

  private static void requireCountable(int inputs, int outputs) {
    if ((long) inputs * outputs > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              "The weight of a dense layer holds at most 2147483647 numbers; %d inputs and %d"
                  + " outputs need more: use narrower layers",
              inputs, outputs));
    }
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
        OptionalInt.of(inputs),
        outputs,
        activation,
        Initializers.PYTORCH,
        Optional.of(Initializers.PYTORCH));
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
   * {@return a layer that takes as many inputs as come in, with a bias, initialised as PyTorch
   * does}
   *
   * @param outputs numbers that go out, at least 1
   * @param activation f
   */
  public static Dense to(int outputs, Activation activation) {
    return new Dense(
        OptionalInt.empty(),
        outputs,
        activation,
        Initializers.PYTORCH,
        Optional.of(Initializers.PYTORCH));
  }

  /**
   * {@return a layer that takes as many inputs as come in, without an activation}
   *
   * @param outputs numbers that go out, at least 1
   */
  public static Dense to(int outputs) {
    return to(outputs, Activations.IDENTITY);
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
    return inputs.isPresent() ? Optional.of(Shape.of(inputs.getAsInt())) : Optional.empty();
  }

  @Override
  public Value append(Scope scope, Value x) {
    SampleAxes.requireFeatures(scope, x, describe());
    int width = x.shape().columns();
    if (inputs.orElse(width) != width) {
      throw scope.refusal(
          String.format(
              "%s takes samples of shape [%d], found %s; give it %d inputs, or leave them out",
              describe(), inputs.getAsInt(), x.shape().sample(), width));
    }
    requireCountable(width, outputs);
    Shape matrix = Shape.of(outputs, width);
    Value w = scope.parameter(new ParameterSpec("weight", matrix, weight, width, outputs));
    Value z = product(scope.graph(), x, w);
    if (bias.isPresent()) {
      Shape vector = Shape.of(outputs);
      ParameterSpec spec = new ParameterSpec("bias", vector, bias.get(), width, outputs);
      z = scope.map(z, scope.parameter(spec), Expr::plus);
    }
    scope.label("preactivation", z);
    return scope.label("activation", scope.map(z, activation::apply));
  }

  /** X·Wᵀ; all axes of X but the last are rows. */
  static Value product(Graph graph, Value x, Value w) {
    int rows = x.shape().rank() - 1;
    List<ProductAxis> axes = new ArrayList<>();
    for (int axis = 0; axis < rows; axis++) {
      axes.add(ProductAxis.row(x.shape().extent(axis)));
    }
    axes.add(ProductAxis.column(w.shape().extent(0)));
    axes.add(ProductAxis.inner(w.shape().extent(1)));
    int[] ofX = IntStream.range(0, rows + 1).map(axis -> axis < rows ? axis : rows + 1).toArray();
    return graph.product(axes, IndexedValue.along(x, ofX), IndexedValue.along(w, rows, rows + 1));
  }

  @Override
  public String describe() {
    String noBias = bias.isPresent() ? "" : " bias=false";
    String in = inputs.isPresent() ? inputs.getAsInt() + " " : "";
    return "dense " + in + outputs + " " + Activations.text(activation) + noBias;
  }

  /** Reads {@code dense [26] 64 [activation] [bias=false]}. */
  static Dense parse(Description description) {
    List<String> words = description.words();
    int widths = 1 + (words.size() > 2 && isNumber(words.get(2)) ? 2 : 1);
    if (words.size() < widths) {
      throw new CatalogueException(
          "A dense layer is written 'dense [INPUTS] OUTPUTS [ACTIVATION]', found '"
              + description.text()
              + "'");
    }
    Activation activation =
        words.size() == widths
            ? Activations.IDENTITY
            : Activations.named(String.join("_", words.subList(widths, words.size())), description);
    int outputs = description.count(words.get(widths - 1));
    Dense dense =
        widths == 2
            ? to(outputs, activation)
            : of(description.count(words.get(1)), outputs, activation);
    return description.flag("bias", true) ? dense : dense.withoutBias();
  }

  private static boolean isNumber(String word) {
    return !word.isEmpty() && "+-.0123456789".indexOf(word.charAt(0)) >= 0;
  }
}
