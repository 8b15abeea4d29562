package org.gradcl.nn;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.select;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * A learnt vector for each index of a class, category or token.
 *
 * <pre>
 * x [batch, …] indices   W [classes, dim]   y[i…] = W[x[i…]], [batch, …, dim]
 * </pre>
 *
 * <p>W is named {@code weight}. The row of padding is 0 at first and has no gradient; it is read as
 * any other. A model's input says what indices it has, by {@link
 * org.gradcl.graph.InputSpec#indices}, and data is checked before a step; a {@link Sequential} that
 * begins with this layer says it by itself. An index that the model computes must lie between 0 and
 * classes − 1 whatever is read, which {@code minimum} and {@code maximum} see to; else the model is
 * refused, by a {@link ModelException}. Its fraction is cut off. No device reads outside of the
 * table: there a row of zeros would be read.
 *
 * @param classes how many there are
 * @param dim numbers of a vector
 * @param padding the index of padding; empty if there is none
 * @param weight how W is drawn; by default {@link Initializers#NORMAL}, as PyTorch does
 */
public record Embedding(int classes, int dim, OptionalInt padding, Initializer weight)
    implements Layer {
  /**
   * Checks the extents.
   *
   * @throws IllegalArgumentException if one is below 1, there are more than 2²⁴ classes, the table
   *     has more than 2³¹ − 1 numbers, or padding is no class
   */
  public Embedding {
    if (classes < 1 || classes > 1 << 24 || dim < 1 || (long) classes * dim > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              "An embedding has 1 to 16777216 classes and vectors of at least one number, in all at"
                  + " most 2147483647 numbers, found %d classes and %d numbers",
              classes, dim));
    }
    int row = padding.orElse(0);
    if (row < 0 || row >= classes) {
      throw new IllegalArgumentException(
          String.format("Padding is one of the classes 0 to %d, found %d", classes - 1, row));
    }
    Objects.requireNonNull(weight, "weight");
  }

  /**
   * {@return a layer whose vectors are drawn as PyTorch does, normal with deviation 1}
   *
   * @param classes how many there are, at least 1
   * @param dim numbers of a vector, at least 1
   */
  public static Embedding of(int classes, int dim) {
    return new Embedding(classes, dim, OptionalInt.empty(), Initializers.NORMAL);
  }

  /**
   * {@return this layer with a class that stands for nothing}
   *
   * @param index of that class
   */
  public Embedding withPadding(int index) {
    return new Embedding(classes, dim, OptionalInt.of(index), weight);
  }

  /**
   * {@return this layer with vectors drawn in another way}
   *
   * @param initializer of W
   */
  public Embedding withWeight(Initializer initializer) {
    return new Embedding(classes, dim, padding, initializer);
  }

  @Override
  public OptionalInt indices() {
    return OptionalInt.of(classes);
  }

  @Override
  public Value append(Scope scope, Value x) {
    scope.ask(
        x,
        describe(),
        0,
        classes - 1,
        String.format(
            "has %d classes, whose indices are the whole numbers 0 to %d", classes, classes - 1),
        "correct the data, or have more classes");
    Shape shape = Shape.of(classes, dim);
    Value table = scope.parameter(new ParameterSpec("weight", shape, drawn(), classes, dim));
    return scope.label("rows", scope.graph().gather(table, x, padding));
  }

  /** The initialiser, with zeros for padding. */
  private Initializer drawn() {
    if (padding.isEmpty()) {
      return weight;
    }
    Expr isPadding = Expr.index(0).equalTo(constant(padding.getAsInt()));
    return new Initializer(weight.description(), select(isPadding, constant(0), weight.formula()));
  }

  @Override
  public String describe() {
    String text = "embedding " + classes + " " + dim;
    return padding.isEmpty() ? text : text + " padding=" + padding.getAsInt();
  }

  /** Reads {@code embedding CLASSES DIM [padding=INDEX]}. */
  static Embedding parse(Description description) {
    List<String> words = description.words();
    if (words.size() != 3) {
      throw new CatalogueException(
          "An embedding is written 'embedding CLASSES DIM', found '" + description.text() + "'");
    }
    Embedding layer = of(description.count(words.get(1)), description.count(words.get(2)));
    String index = description.word("padding", "");
    return index.isEmpty()
        ? layer
        : layer.withPadding(ConvolutionText.numbers(description, index, 1).get(0));
  }
}
