package org.gradcl.cli.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.gradcl.backend.Device;
import org.gradcl.graph.AxisIndex;
import org.gradcl.graph.Graph;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.ProductAxis;
import org.gradcl.graph.Role;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * One of the three products of a 3×3 convolution of square images with a padding of 1: Y[n, h, w,
 * f] = Σ X[n, h·stride + y − 1, w·stride + x − 1, c] · W[f, y, x, c] and its two gradients.
 *
 * @param inputs channels of X
 * @param outputs channels of Y
 * @param size rows, and columns, of X
 * @param stride 1 or more
 * @param batch images
 * @param part which product
 */
public record ConvolutionWorkload(
    int inputs, int outputs, int size, int stride, int batch, Part part) implements Workload {
  private static final int TAPS = 3;
  private static final int PADDING = 1;
  private static final double TOLERANCE = 1e-5;

  /** Elements of the result that a check compares. */
  private static final int CHECKED = 500;

  /** The products of a convolution. */
  public enum Part {
    /** Y. */
    FORWARD("forward"),
    /** The gradient by W, of ∂Y and X. */
    WEIGHT_GRADIENT("weight-gradient"),
    /** The gradient by X, of ∂Y and W. */
    INPUT_GRADIENT("input-gradient");

    private final String word;

    Part(String word) {
      this.word = word;
    }
  }

  private int outputSize() {
    return (size + 2 * PADDING - TAPS) / stride + 1;
  }

  @Override
  public String name() {
    return String.format(Locale.ROOT, "conv-%dx%d-s%d-%s", inputs, outputs, stride, part.word);
  }

  @Override
  public String description() {
    return convolution() + ", " + part.word.replace('-', ' ');
  }

  /** The convolution, whichever the product, for people. */
  String convolution() {
    return String.format(
        Locale.ROOT,
        "3×3 convolution, %d to %d channels, %d×%d, stride %d, batch %d",
        inputs,
        outputs,
        size,
        size,
        stride,
        batch);
  }

  /** Another product of the same convolution. */
  ConvolutionWorkload with(Part other) {
    return new ConvolutionWorkload(inputs, outputs, size, stride, batch, other);
  }

  @Override
  public String words() {
    return String.format(
        Locale.ROOT, "conv,%d,%d,%d,%d,%d,%s", inputs, outputs, size, stride, batch, part.word);
  }

  @Override
  public double flops() {
    return 2.0 * batch * outputSize() * outputSize() * outputs * TAPS * TAPS * inputs;
  }

  @Override
  public int samples() {
    return batch;
  }

  /** The product of as many numbers that lie there as matrices: what written patches would take. */
  MatrixProductWorkload ofPatches() {
    int positions = batch * outputSize() * outputSize();
    int patch = TAPS * TAPS * inputs;
    return switch (part) {
      case FORWARD -> new MatrixProductWorkload(positions, outputs, patch, false, true);
      case WEIGHT_GRADIENT -> new MatrixProductWorkload(outputs, patch, positions, true, false);
      case INPUT_GRADIENT ->
          new MatrixProductWorkload(
              batch * size * size, inputs, TAPS * TAPS * outputs, false, false);
    };
  }

  @Override
  public Session start(Device device) {
    return new ProductSession(device, graph(), this::check);
  }

  private Shape images() {
    return Shape.of(batch, size, size, inputs);
  }

  private Shape weights() {
    return Shape.of(outputs, TAPS, TAPS, inputs);
  }

  private Shape results() {
    return Shape.of(batch, outputSize(), outputSize(), outputs);
  }

  /** The product, of two frozen tensors. */
  public StepGraph graph() {
    Graph graph = new Graph();
    boolean forward = part == Part.FORWARD;
    Value a = graph.parameter("a", forward ? images() : results(), Role.FROZEN);
    Value b =
        graph.parameter("b", part == Part.WEIGHT_GRADIENT ? images() : weights(), Role.FROZEN);
    Value product =
        switch (part) {
          case FORWARD -> forward(graph, a, b);
          case WEIGHT_GRADIENT -> weightGradient(graph, a, b);
          case INPUT_GRADIENT -> inputGradient(graph, a, b);
        };
    return StepGraph.inference(graph, Map.of(ProductSession.OUTPUT, product));
  }

  /** Axes n, h, w, f; y, x, c. */
  private Value forward(Graph graph, Value image, Value weight) {
    List<ProductAxis> axes =
        List.of(
            ProductAxis.row(batch),
            ProductAxis.row(outputSize()),
            ProductAxis.row(outputSize()),
            ProductAxis.column(outputs),
            ProductAxis.inner(TAPS),
            ProductAxis.inner(TAPS),
            ProductAxis.inner(inputs));
    return graph.product(
        axes, windows(image, 0, 1, 2, 4, 5, 6), IndexedValue.along(weight, 3, 4, 5, 6));
  }

  /** Axes f, y, x, c; n, h, w. */
  private Value weightGradient(Graph graph, Value gradient, Value image) {
    List<ProductAxis> axes =
        List.of(
            ProductAxis.row(outputs),
            ProductAxis.column(TAPS),
            ProductAxis.column(TAPS),
            ProductAxis.column(inputs),
            ProductAxis.inner(batch),
            ProductAxis.inner(outputSize()),
            ProductAxis.inner(outputSize()));
    return graph.product(
        axes, IndexedValue.along(gradient, 4, 5, 6, 0), windows(image, 4, 5, 6, 1, 2, 3));
  }

  /** The image at axes n and c, and through windows of h and y, w and x. */
  private IndexedValue windows(Value image, int n, int h, int w, int y, int x, int c) {
    return new IndexedValue(
        image,
        List.of(
            AxisIndex.along(n),
            AxisIndex.window(h, y, stride, 1, PADDING),
            AxisIndex.window(w, x, stride, 1, PADDING),
            AxisIndex.along(c)));
  }

  /** Axes n, h, w, c; f, y, x. */
  private Value inputGradient(Graph graph, Value gradient, Value weight) {
    List<ProductAxis> axes =
        List.of(
            ProductAxis.row(batch),
            ProductAxis.row(size),
            ProductAxis.row(size),
            ProductAxis.column(inputs),
            ProductAxis.inner(TAPS),
            ProductAxis.inner(TAPS),
            ProductAxis.inner(outputs));
    IndexedValue inverse =
        new IndexedValue(
            gradient,
            List.of(AxisIndex.along(0), inverse(1, 4), inverse(2, 5), AxisIndex.along(6)));
    return graph.product(axes, inverse, IndexedValue.along(weight, 6, 4, 5, 3));
  }

  /** The output index at which a tap meets a place: (place − tap + padding) / stride. */
  private AxisIndex inverse(int place, int tap) {
    return AxisIndex.spreadWindow(place, tap, 1, -1, -PADDING, stride);
  }

  /** Some elements, drawn at random, by their definition. */
  private void check(float[] a, float[] b, float[] found) {
    SplittableRandom random = new SplittableRandom(3);
    double[] expected = new double[CHECKED];
    double[] computed = new double[CHECKED];
    for (int i = 0; i < CHECKED; i++) {
      int element = random.nextInt(found.length);
      computed[i] = found[element];
      expected[i] = element(a, b, element);
    }
    WrongResultException.check(name(), computed, expected, TOLERANCE);
  }

  private double element(float[] a, float[] b, int element) {
    int last = part == Part.FORWARD ? outputs : inputs;
    int side = part == Part.FORWARD ? outputSize() : part == Part.INPUT_GRADIENT ? size : TAPS;
    int channel = element % last;
    int column = element / last % side;
    int row = element / last / side % side;
    int first = element / last / side / side;
    return switch (part) {
      case FORWARD -> output(a, b, first, row, column, channel);
      case WEIGHT_GRADIENT -> weight(a, b, first, row, column, channel);
      case INPUT_GRADIENT -> input(a, b, first, row, column, channel);
    };
  }

  private double output(float[] image, float[] weight, int n, int h, int w, int f) {
    double sum = 0;
    for (int tap = 0; tap < TAPS * TAPS; tap++) {
      for (int c = 0; c < inputs; c++) {
        sum +=
            pixel(image, n, h * stride + tap / TAPS, w * stride + tap % TAPS, c)
                * weight[(f * TAPS * TAPS + tap) * inputs + c];
      }
    }
    return sum;
  }

  private double weight(float[] gradient, float[] image, int f, int y, int x, int c) {
    double sum = 0;
    int side = outputSize();
    for (int place = 0; place < batch * side * side; place++) {
      int h = place / side % side;
      int w = place % side;
      sum +=
          gradient[place * outputs + f]
              * pixel(image, place / side / side, h * stride + y, w * stride + x, c);
    }
    return sum;
  }

  private double input(float[] gradient, float[] weight, int n, int row, int column, int c) {
    double sum = 0;
    int side = outputSize();
    for (int tap = 0; tap < TAPS * TAPS; tap++) {
      int h = row + PADDING - tap / TAPS;
      int w = column + PADDING - tap % TAPS;
      boolean meets = h % stride == 0 && w % stride == 0 && h >= 0 && w >= 0;
      if (meets && h / stride < side && w / stride < side) {
        int place = (n * side + h / stride) * side + w / stride;
        for (int f = 0; f < outputs; f++) {
          sum +=
              (double) gradient[place * outputs + f] * weight[(f * TAPS * TAPS + tap) * inputs + c];
        }
      }
    }
    return sum;
  }

  /** A number of the padded image. */
  private double pixel(float[] image, int n, int paddedRow, int paddedColumn, int c) {
    int row = paddedRow - PADDING;
    int column = paddedColumn - PADDING;
    boolean inside = row >= 0 && row < size && column >= 0 && column < size;
    return inside ? image[((n * size + row) * size + column) * inputs + c] : 0;
  }
}
