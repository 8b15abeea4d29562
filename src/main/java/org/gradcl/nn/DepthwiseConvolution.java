package org.gradcl.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gradcl.graph.AxisIndex;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.Value;
import org.gradcl.graph.Views;

/**
 * A convolution of each channel by itself, which is no product but a reduction over the window:
 * there is nothing to be summed over channels.
 *
 * <pre>
 * X [n, extents…, c]   W [taps…, c, m]   Y [n, extents…, c·m]
 * Y[n, o, c·m + j] = Σ X[n, window(o, k), c] · W[k, c, j] over k
 * </pre>
 *
 * @param settings of the layer, whose groups are the channels that come in
 */
record DepthwiseConvolution(ConvolutionSettings settings) {
  private static final RowProgram WEIGHTED =
      new RowProgram(
          List.of(RowReduction.sum(MapElements.variable(0).times(MapElements.variable(1)))),
          RowProgram.reduced(0),
          true);

  /** Y, without a bias. */
  Value append(Scope scope, Value x, int[] outputs, ParameterSpec weight) {
    int axes = outputs.length;
    int channels = x.shape().columns();
    int multiple = settings.channels() / channels;
    // The axes of the domain: samples, outputs, channels, [multiples], taps.
    List<Integer> domain = new ArrayList<>(List.of(x.shape().extent(0)));
    IntStream.of(outputs).forEach(domain::add);
    int channel = domain.size();
    domain.add(channels);
    if (multiple > 1) {
      domain.add(multiple);
    }
    int rowAxes = domain.size();
    domain.addAll(settings.kernel());
    List<AxisIndex> ofX = new ArrayList<>(List.of(AxisIndex.along(0)));
    List<AxisIndex> ofW = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      ofX.add(settings.window(axis).input(1 + axis, rowAxes + axis));
      ofW.add(AxisIndex.along(rowAxes + axis));
    }
    ofX.add(AxisIndex.along(channel));
    for (int axis = channel; axis < rowAxes; axis++) {
      ofW.add(AxisIndex.along(axis));
    }
    Value w = weight(scope, weight, channels, multiple);
    Value y =
        scope
            .graph()
            .rowsOfViews(
                SpaceAxes.shape(domain),
                rowAxes,
                WEIGHTED,
                List.of(new IndexedValue(x, ofX), new IndexedValue(w, ofW)));
    List<Integer> result = new ArrayList<>(domain.subList(0, channel));
    result.add(settings.channels());
    return scope.graph().reshape(y, SpaceAxes.shape(result));
  }

  /** PyTorch's [c·m, 1, taps…] as [taps…, c, m], by one copy. */
  private Value weight(Scope scope, ParameterSpec spec, int channels, int multiple) {
    Value parameter = scope.parameter(spec);
    List<Integer> shape = new ArrayList<>();
    shape.add(channels);
    if (multiple > 1) {
      shape.add(multiple);
    }
    int first = shape.size();
    shape.addAll(settings.kernel());
    Value split = scope.graph().reshape(parameter, SpaceAxes.shape(shape));
    int[] order =
        IntStream.concat(IntStream.range(first, shape.size()), IntStream.range(0, first)).toArray();
    return scope.graph().stored(Views.permute(split, order));
  }
}
