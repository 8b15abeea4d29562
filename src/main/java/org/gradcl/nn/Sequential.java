package org.gradcl.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * Blocks, each reading the output of the one before. An immutable value that holds no numbers.
 *
 * <p>As a model its input is named {@link #INPUT}, its output {@link #PREDICTION}, and the
 * parameters of block i {@code layer.i.weight} and so on; it needs to know the shape of a sample,
 * by {@link #ofInput} or from the first layer that states it. Within another block it takes what
 * comes, and the parameters of block i are named {@code i.weight} within its scope.
 */
public final class Sequential implements Model, Block {
  /** The name of the one input. */
  public static final String INPUT = "input";

  /** The name of the one output, and the label of the last block's output in a graph. */
  public static final String PREDICTION = "prediction";

  private final List<Block> blocks;
  private final Optional<Shape> stated;
  private final Optional<Shape> inputShape;
  private final Map<String, InputSpec> inputs;
  private final Optional<Structure> structure;

  private Sequential(Optional<Shape> stated, List<? extends Block> blocks) {
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("A model needs at least one layer, found none");
    }
    this.blocks = List.copyOf(blocks);
    this.stated = stated;
    this.inputShape = stated.or(this::statedByLayers);
    this.inputs = inputShape.map(shape -> Map.of(INPUT, inputSpec(shape))).orElseGet(Map::of);
    this.structure = inputShape.map(shape -> Structure.of(this));
  }

  /**
   * {@return blocks in order}
   *
   * @param blocks at least one
   * @throws ShapeMismatchException if a block can't take what the one before it yields, as far as
   *     the shape of a sample is known; the block and both shapes are named
   * @throws IllegalArgumentException if there is none
   */
  public static Sequential of(Block... blocks) {
    return of(List.of(blocks));
  }

  /**
   * {@return blocks in order; see {@link #of(Block...)}}
   *
   * @param blocks at least one
   * @throws ShapeMismatchException as {@link #of(Block...)} throws it
   * @throws IllegalArgumentException as {@link #of(Block...)} throws it
   */
  public static Sequential of(List<? extends Block> blocks) {
    return new Sequential(Optional.empty(), blocks);
  }

  /**
   * {@return blocks in order, the first of which reads samples of a shape}
   *
   * @param input of one sample, such as {@code [8, 8, 1]}: height, width, channels
   * @param blocks at least one
   * @throws ShapeMismatchException as {@link #of(Block...)} throws it
   * @throws IllegalArgumentException as {@link #of(Block...)} throws it
   */
  public static Sequential ofInput(Shape input, Block... blocks) {
    return new Sequential(Optional.of(Objects.requireNonNull(input, "input")), List.of(blocks));
  }

  /**
   * {@return a dense network: hidden layers, each followed by dropout if the rate is not 0, then a
   * dense layer without activation}
   *
   * @param inputs numbers a sample that come in
   * @param hidden widths and activations, in order; may be empty
   * @param dropoutRate from 0 to below 1
   * @param outputs numbers a sample that go out
   * @throws IllegalArgumentException if a width is below 1 or the rate lies outside its range
   */
  public static Sequential dense(
      int inputs, List<HiddenLayer> hidden, double dropoutRate, int outputs) {
    List<Block> layers = new ArrayList<>();
    int width = inputs;
    for (HiddenLayer layer : hidden) {
      layers.add(Dense.of(width, layer.units(), layer.activation()));
      if (dropoutRate != 0) {
        layers.add(Dropout.of(dropoutRate));
      }
      width = layer.units();
    }
    layers.add(Dense.of(width, outputs));
    return of(layers);
  }

  /**
   * {@return the model of a text that {@link #describe} wrote}
   *
   * @param text in the form of {@link #describe}
   * @throws CatalogueException if a part names no known layer
   * @throws ShapeMismatchException as {@link #of(Block...)} throws it
   * @throws IllegalArgumentException as {@link #of(Block...)} throws it, or if a layer's number
   *     lies outside its range
   */
  public static Sequential parse(String text) {
    return SequentialText.parse(text);
  }

  /**
   * {@return the layers as a text, such as {@code dense 26 64 relu; dropout 0.1; dense 64 1
   * identity}, after {@code input 8x8x1} where the input was stated; blocks of blocks stand in
   * parentheses, {@code residual (dense 4 tanh; dense 4)}}
   */
  @Override
  public String describe() {
    return SequentialText.of(stated, blocks);
  }

  private InputSpec inputSpec(Shape shape) {
    OptionalInt indices = indices();
    return indices.isPresent() ? InputSpec.indices(shape, indices.getAsInt()) : InputSpec.of(shape);
  }

  /**
   * The number of indices that the first layer reads, also within blocks of this kind; a reshape
   * leaves them as they are.
   */
  private OptionalInt indices() {
    for (Block block : blocks) {
      if (block instanceof Sequential inner) {
        return inner.indices();
      }
      if (!(block instanceof Reshape)) {
        return block instanceof Layer layer ? layer.indices() : OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  /** Blocks before the first that states its input must keep the shape, or it stays unknown. */
  private Optional<Shape> statedByLayers() {
    for (int i = 0; i < blocks.size(); i++) {
      Optional<Shape> shape = statedBy(blocks.get(i));
      if (shape.isPresent()) {
        if (i > 0
            && !ofInput(shape.get(), blocks.subList(0, i)).outputShape().equals(shape.get())) {
          return Optional.empty();
        }
        return shape;
      }
    }
    return Optional.empty();
  }

  private static Optional<Shape> statedBy(Block block) {
    if (block instanceof Sequential inner) {
      return inner.inputShape;
    }
    return block instanceof Layer layer ? layer.inputShape() : Optional.empty();
  }

  private static Sequential ofInput(Shape input, List<Block> blocks) {
    return new Sequential(Optional.of(input), blocks);
  }

  /** {@return the blocks, in order} */
  public List<Block> blocks() {
    return blocks;
  }

  /**
   * {@return the shape of one sample}
   *
   * @throws IllegalArgumentException if it does not follow from the layers
   */
  public Shape inputShape() {
    return inputShape.orElseThrow(
        () ->
            new IllegalArgumentException(
                "The shape of a sample does not follow from the layers '"
                    + describe()
                    + "'; state it by Sequential.ofInput, or begin with a layer that states it,"
                    + " such as Dense.of"));
  }

  /**
   * {@return the shape of one sample's prediction}
   *
   * @throws IllegalArgumentException as {@link #inputShape} throws it
   */
  public Shape outputShape() {
    return outputShapes().get(PREDICTION);
  }

  @Override
  public Map<String, InputSpec> inputs() {
    inputShape();
    return inputs;
  }

  @Override
  public Map<String, Shape> outputShapes() {
    return known().outputs();
  }

  @Override
  public List<ParameterSpec> parameters() {
    return known().parameters();
  }

  @Override
  public List<InputRange> inputRanges() {
    return known().inputRanges();
  }

  private Structure known() {
    inputShape();
    return structure.orElseThrow();
  }

  /**
   * Writes the forward pass of a model of one input.
   *
   * @param scope the whole model's
   * @param inputs the one named {@link #INPUT}
   * @return the one output, {@link #PREDICTION}
   */
  @Override
  public Map<String, Value> append(Scope scope, Map<String, Value> inputs) {
    return Map.of(PREDICTION, append(scope, inputs.get(INPUT), "layer."));
  }

  @Override
  public Value append(Scope scope, Value x) {
    return append(scope, x, "");
  }

  private Value append(Scope scope, Value x, String prefix) {
    Value value = x;
    for (int i = 0; i < blocks.size(); i++) {
      value = scope.call(prefix + i, blocks.get(i), value);
    }
    return value;
  }

  @Override
  public String summary() {
    return Summary.of(known());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sequential sequential
        && blocks.equals(sequential.blocks)
        && stated.equals(sequential.stated);
  }

  @Override
  public int hashCode() {
    return blocks.hashCode();
  }

  @Override
  public String toString() {
    return describe();
  }
}
