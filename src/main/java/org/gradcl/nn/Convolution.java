package org.gradcl.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gradcl.expr.Expr;
import org.gradcl.graph.AxisIndex;
import org.gradcl.graph.Graph;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.ProductAxis;
import org.gradcl.graph.Value;
import org.gradcl.graph.Views;
import org.gradcl.tensor.Shape;

/**
 * The product that all convolutions are, over images with channels last, by windows: patches are
 * never stored.
 *
 * <pre>
 * X [n, extents…, groups·in]   W [groups, out, taps…, in]   Y [n, extents…, groups·out]
 * Y[n, o, g, f] = Σ X[n, window(o, k), g, c] · W[g, f, k, c] over k, c
 * </pre>
 *
 * <p>Weights are parameters in PyTorch's order, channels before taps, and are copied once a step to
 * the order above: windows then read runs of neighbouring channels, in the gradient of the weight,
 * too.
 *
 * @param settings of the layer
 * @param transposed whether outputs are read where the convolution would read inputs
 */
record Convolution(ConvolutionSettings settings, boolean transposed) {

  private int axes() {
    return settings.kernel().size();
  }

  /**
   * Y + b, activated.
   *
   * @param more elements behind the last output of a transposed one
   */
  Value append(Scope scope, Value x, List<Integer> more, String what) {
    SpaceAxes.require(scope, x, axes(), what);
    int channels = x.shape().columns();
    if (channels % settings.groups() != 0) {
      throw scope.refusal(
          String.format(
              "%s has %d groups, which must divide the channels that come in, found %d; use %s,"
                  + " or change the channels of the block before",
              what,
              settings.groups(),
              channels,
              Divisors.near(Divisors.common(settings.channels(), channels), settings.groups())));
    }
    int[] outputs = new int[axes()];
    for (int axis = 0; axis < axes(); axis++) {
      outputs[axis] = outputs(scope, x.shape().extent(1 + axis), axis, more, what);
    }
    boolean depthwise = !transposed && settings.groups() > 1 && settings.groups() == channels;
    Value y =
        depthwise
            ? new DepthwiseConvolution(settings)
                .append(scope, x, outputs, weight(1, settings.channels() / channels))
            : product(scope, x, outputs);
    if (settings.bias().isPresent()) {
      ParameterSpec bias =
          new ParameterSpec(
              "bias",
              Shape.of(settings.channels()),
              settings.bias().get(),
              fanIn(channels),
              fanOut(channels));
      y = scope.map(y, scope.parameter(bias), Expr::plus);
    }
    scope.label("preactivation", y);
    return scope.label("activation", scope.map(y, settings.activation()::apply));
  }

  private int outputs(Scope scope, int inputs, int axis, List<Integer> more, String what) {
    SlidingWindow window = settings.window(axis);
    String name = SpaceAxes.name(axis, axes());
    if (!transposed) {
      return window.requireOutputs(inputs, name, scope, what);
    }
    int outputs = window.inputs(inputs, more.get(axis));
    if (outputs < 1) {
      throw scope.refusal(
          String.format(
              "%s yields a %s of (%d − 1)·stride %d − padding %d − %d + dilation %d·(kernel %d − 1)"
                  + " + output_padding %d + 1 = %d; use less padding",
              what,
              name,
              inputs,
              window.stride(),
              window.before(),
              window.after(),
              window.dilation(),
              window.taps(),
              more.get(axis),
              outputs));
    }
    return outputs;
  }

  /** The number of inputs that an output sums, as PyTorch counts it for its initialisers. */
  private int fanIn(int channels) {
    return settings.taps() * (transposed ? settings.channels() : channels) / settings.groups();
  }

  private int fanOut(int channels) {
    return settings.taps() * (transposed ? channels : settings.channels()) / settings.groups();
  }

  private Value product(Scope scope, Value x, int[] outputs) {
    Graph graph = scope.graph();
    int groups = settings.groups();
    int in = x.shape().columns() / groups;
    int out = settings.channels() / groups;
    // The axes of the domain: samples, outputs, [groups], channels out, taps, channels in.
    List<ProductAxis> axes = new ArrayList<>();
    axes.add(ProductAxis.row(x.shape().extent(0)));
    for (int extent : outputs) {
      axes.add(ProductAxis.row(extent));
    }
    int group = axes.size();
    if (groups > 1) {
      axes.add(ProductAxis.batch(groups));
    }
    int channelOut = axes.size();
    axes.add(ProductAxis.column(out));
    int tap = axes.size();
    settings.kernel().forEach(taps -> axes.add(ProductAxis.inner(taps)));
    int channelIn = axes.size();
    axes.add(ProductAxis.inner(in));

    List<AxisIndex> ofX = new ArrayList<>(List.of(AxisIndex.along(0)));
    for (int axis = 0; axis < axes(); axis++) {
      SlidingWindow window = settings.window(axis);
      ofX.add(
          transposed ? window.output(1 + axis, tap + axis) : window.input(1 + axis, tap + axis));
    }
    List<AxisIndex> ofW = new ArrayList<>();
    Value image = x;
    if (groups > 1) {
      ofX.add(AxisIndex.along(group));
      ofW.add(AxisIndex.along(group));
      image = graph.reshape(x, split(x.shape(), groups));
    }
    ofX.add(AxisIndex.along(channelIn));
    ofW.add(AxisIndex.along(channelOut));
    for (int axis = 0; axis <= axes(); axis++) {
      ofW.add(AxisIndex.along(tap + axis));
    }
    Value w = weight(scope, in, out);
    Value y = graph.product(axes, new IndexedValue(image, ofX), new IndexedValue(w, ofW));
    return groups > 1 ? graph.reshape(y, joined(y.shape())) : y;
  }

  /** The weight in PyTorch's order, of so many channels in and out of a group. */
  private ParameterSpec weight(int in, int out) {
    int groups = settings.groups();
    List<Integer> shape = new ArrayList<>();
    shape.add(transposed ? in * groups : out * groups);
    shape.add(transposed ? out : in);
    shape.addAll(settings.kernel());
    return new ParameterSpec(
        "weight",
        SpaceAxes.shape(shape),
        settings.weight(),
        fanIn(in * groups),
        fanOut(in * groups));
  }

  /** The weight as [groups, out, taps…, in], without the first axis where there is one group. */
  private Value weight(Scope scope, int in, int out) {
    int groups = settings.groups();
    ParameterSpec spec = weight(in, out);
    List<Integer> shape = new ArrayList<>();
    IntStream.of(spec.shape().extents()).forEach(shape::add);
    Value w = scope.parameter(spec);
    int first = 0;
    if (groups > 1) {
      shape.set(0, shape.get(0) / groups);
      shape.add(0, groups);
      w = scope.graph().reshape(w, SpaceAxes.shape(shape));
      first = 1;
    }
    int taps = first + 2;
    List<Integer> order = new ArrayList<>();
    IntStream.range(0, first).forEach(order::add);
    order.add(transposed ? first + 1 : first);
    IntStream.range(taps, taps + axes()).forEach(order::add);
    order.add(transposed ? first : first + 1);
    int[] permutation = order.stream().mapToInt(axis -> axis).toArray();
    return scope.graph().stored(Views.permute(w, permutation));
  }

  /** The last axis as two, groups × channels. */
  private static Shape split(Shape shape, int groups) {
    List<Integer> extents = new ArrayList<>();
    for (int axis = 0; axis < shape.rank() - 1; axis++) {
      extents.add(shape.extent(axis));
    }
    extents.add(groups);
    extents.add(shape.columns() / groups);
    return SpaceAxes.shape(extents);
  }

  /** The last two axes as one. */
  private static Shape joined(Shape shape) {
    List<Integer> extents = new ArrayList<>();
    for (int axis = 0; axis < shape.rank() - 2; axis++) {
      extents.add(shape.extent(axis));
    }
    extents.add(shape.extent(-2) * shape.columns());
    return SpaceAxes.shape(extents);
  }
}
