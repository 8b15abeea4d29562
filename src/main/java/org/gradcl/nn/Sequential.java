package org.gradcl.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.graph.Graph;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.random.Purpose;
import org.gradcl.random.RandomKey;
import org.gradcl.random.RandomStream;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;

/**
 * A model: layers, each reading the output of the one before. An immutable value that holds no
 * numbers; the parameters of layer i are named {@code layer.i.weight} and so on.
 */
public final class Sequential {
  /** The label of the last layer's output in a graph. */
  public static final String PREDICTION = "prediction";

  private final List<Layer> layers;
  private final Shape inputShape;
  private final List<Shape> outputShapes;

  private Sequential(List<Layer> layers) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("A model needs at least one layer, found none");
    }
    this.layers = List.copyOf(layers);
    this.inputShape = findInputShape();
    this.outputShapes = List.copyOf(shapesAfter(inputShape, this.layers.size()));
  }

  /**
   * {@return a model of layers, in order}
   *
   * @param layers at least one
   * @throws ShapeMismatchException if a layer can't take what the one before it yields; the layer
   *     and both shapes are named
   * @throws IllegalArgumentException if there is no layer, or none that says its input's shape
   */
  public static Sequential of(Layer... layers) {
    return new Sequential(List.of(layers));
  }

  /**
   * {@return a model of layers, in order; see {@link #of(Layer...)}}
   *
   * @param layers at least one
   * @throws ShapeMismatchException as {@link #of(Layer...)} throws it
   * @throws IllegalArgumentException as {@link #of(Layer...)} throws it
   */
  public static Sequential of(List<? extends Layer> layers) {
    return new Sequential(List.copyOf(layers));
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
    List<Layer> layers = new ArrayList<>();
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
   * @throws ShapeMismatchException as {@link #of(Layer...)} throws it
   * @throws IllegalArgumentException as {@link #of(Layer...)} throws it, or if a layer's number
   *     lies outside its range
   */
  public static Sequential parse(String text) {
    List<Layer> layers = new ArrayList<>();
    for (String part : text.split(";")) {
      layers.add(Layers.named(part));
    }
    return of(layers);
  }

  /**
   * {@return the layers as a text, such as {@code dense 26 64 relu; dropout 0.1; dense 64 1
   * identity}}
   */
  public String describe() {
    return layers.stream().map(Layer::describe).collect(Collectors.joining("; "));
  }

  private Shape findInputShape() {
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).inputShape().isPresent()) {
        Shape shape = layers.get(i).inputShape().get();
        // Layers before it take any shape; they must keep it, or the model's input is unknown.
        List<Shape> before = shapesAfter(shape, i);
        if (i > 0 && !before.get(i - 1).equals(shape)) {
          break;
        }
        return shape;
      }
    }
    throw new IllegalArgumentException(
        "The shape of a sample does not follow from the layers '"
            + describe()
            + "'; begin with a layer that states it, such as Dense");
  }

  private List<Shape> shapesAfter(Shape shape, int count) {
    List<Shape> shapes = new ArrayList<>();
    Shape current = shape;
    for (int i = 0; i < count; i++) {
      Layer layer = layers.get(i);
      Shape asked = layer.inputShape().orElse(current);
      if (!asked.equals(current)) {
        throw new ShapeMismatchException(
            String.format(
                "%s: %s takes samples of shape %s, found %s",
                name(i), layer.describe(), asked, current));
      }
      current = layer.outputShape(current);
      shapes.add(current);
    }
    return shapes;
  }

  private static String name(int layer) {
    return "layer." + layer;
  }

  /** {@return the layers, in order} */
  public List<Layer> layers() {
    return layers;
  }

  /** {@return the shape of one sample} */
  public Shape inputShape() {
    return inputShape;
  }

  /**
   * {@return the shape of one sample after layer {@code i}}
   *
   * @param i from 0 to the number of layers − 1
   */
  public Shape outputShape(int i) {
    return outputShapes.get(i);
  }

  /** {@return the shape of one sample's prediction} */
  public Shape outputShape() {
    return outputShapes.get(outputShapes.size() - 1);
  }

  /** {@return the parameters with their whole names, such as {@code layer.0.weight}, in order} */
  public List<LayerParameter> parameters() {
    List<LayerParameter> parameters = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      for (LayerParameter p : layers.get(i).parameters()) {
        parameters.add(
            new LayerParameter(
                name(i) + "." + p.name(), p.shape(), p.initializer(), p.fanIn(), p.fanOut()));
      }
    }
    return List.copyOf(parameters);
  }

  /**
   * {@return the parameters' first values, in order: the same for a key on every backend}
   *
   * @param key of the run
   */
  public List<HostTensor> initialParameters(RandomKey key) {
    List<HostTensor> tensors = new ArrayList<>();
    for (LayerParameter p : parameters()) {
      RandomStream stream = new RandomStream(key, Purpose.INITIALIZATION, tensors.size(), 0);
      float[] values = p.initializer().draw(stream, p.shape(), p.fanIn(), p.fanOut());
      tensors.add(HostTensor.of(p.name(), p.shape(), values));
    }
    return tensors;
  }

  /**
   * Writes the forward pass into a graph.
   *
   * @param graph to be written into
   * @param x the batch, {@code [batch, …]}
   * @param mode whether parameters are being learnt
   * @return the prediction, also labelled {@link #PREDICTION}
   * @throws ShapeMismatchException if the batch does not have the model's input shape
   */
  public Value append(Graph graph, Value x, Mode mode) {
    Value value = x;
    for (int i = 0; i < layers.size(); i++) {
      graph.scope(name(i));
      value = layers.get(i).append(graph, value, mode);
      requirePromised(i, value, x.shape().extent(0));
    }
    graph.scope("");
    return graph.label(PREDICTION, value);
  }

  /** A layer of the program's own may say another shape than it computes; the next would fail. */
  private void requirePromised(int layer, Value value, int batch) {
    int[] sample = outputShapes.get(layer).extents();
    int[] promised = new int[sample.length + 1];
    promised[0] = batch;
    System.arraycopy(sample, 0, promised, 1, sample.length);
    if (!value.shape().equals(Shape.of(promised))) {
      throw new ShapeMismatchException(
          String.format(
              "%s: by its outputShape %s yields %s of a batch of %d, but its append yields %s",
              name(layer), layers.get(layer).describe(), Shape.of(promised), batch, value.shape()));
    }
  }

  /**
   * {@return a table of layers with the shape of a sample after each, and their numbers of
   * parameters}
   */
  public String summary() {
    return Summary.of(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sequential sequential && layers.equals(sequential.layers);
  }

  @Override
  public int hashCode() {
    return layers.hashCode();
  }

  @Override
  public String toString() {
    return describe();
  }
}
