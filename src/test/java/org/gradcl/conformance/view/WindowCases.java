package org.gradcl.conformance.view;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Functions;
import org.gradcl.graph.AxisIndex;
import org.gradcl.graph.Graph;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.Value;
import org.gradcl.graph.Views;
import org.gradcl.tensor.Shape;

/** Reductions that read by windows: pooling and depthwise convolution, whatever the window. */
final class WindowCases {
  private static final Expr X = MapElements.variable(0);
  private static final Expr W = MapElements.variable(1);
  private static final Expr R = RowProgram.reduced(0);

  private static final RowProgram SUM = of(R, RowReduction.sum(X));
  private static final RowProgram LARGEST = of(R, RowReduction.differentiableMaximum(X));
  private static final RowProgram MEAN_INSIDE =
      of(R.over(RowProgram.reduced(1)), RowReduction.sum(X), RowReduction.sum(Expr.constant(1)));
  private static final RowProgram WEIGHTED = of(R, RowReduction.sum(X.times(W)));
  private static final RowProgram SOFT_LARGEST =
      of(
          R.plus(Functions.log(RowProgram.reduced(1))),
          RowReduction.maximum(X),
          RowReduction.sum(Functions.exp(X.minus(R))));

  private WindowCases() {}

  private static RowProgram of(Expr output, RowReduction... reductions) {
    return new RowProgram(List.of(reductions), output, true);
  }

  /**
   * A window along each spatial axis of [batch, spatial…, channels].
   *
   * @param kernel taps along each axis
   * @param divisor neighbours are so far apart: a transposed window
   */
  private record Window(int[] kernel, int stride, int dilation, int padding, int divisor) {
    static Window of(int... kernel) {
      return new Window(kernel, 1, 1, 0, 1);
    }

    Window stride(int by) {
      return new Window(kernel, by, dilation, padding, divisor);
    }

    Window dilation(int by) {
      return new Window(kernel, stride, by, padding, divisor);
    }

    Window padding(int by) {
      return new Window(kernel, stride, dilation, by, divisor);
    }

    Window spread(int by) {
      return new Window(kernel, stride, dilation, padding, by);
    }

    int outputs(int extent, int axis) {
      int spread = (extent - 1) * divisor + 1;
      return (spread + 2 * padding - dilation * (kernel[axis] - 1) - 1) / stride + 1;
    }

    /** Rows are outputs, columns taps; further operands are weights [taps…, channels]. */
    Value reduce(Graph graph, RowProgram program, Value x, Value... weights) {
      int spatial = kernel.length;
      int rank = spatial + 2;
      int[] domain = new int[rank + spatial];
      AxisIndex[] indices = new AxisIndex[rank];
      int[] taps = new int[spatial + 1];
      domain[0] = x.shape().extent(0);
      indices[0] = AxisIndex.along(0);
      domain[rank - 1] = x.shape().columns();
      indices[rank - 1] = AxisIndex.along(rank - 1);
      taps[spatial] = rank - 1;
      for (int axis = 0; axis < spatial; axis++) {
        domain[1 + axis] = outputs(x.shape().extent(1 + axis), axis);
        domain[rank + axis] = kernel[axis];
        taps[axis] = rank + axis;
        indices[1 + axis] =
            AxisIndex.spreadWindow(1 + axis, rank + axis, stride, dilation, padding, divisor);
      }
      List<IndexedValue> reads = new ArrayList<>();
      reads.add(new IndexedValue(x, List.of(indices)));
      for (Value weight : weights) {
        reads.add(IndexedValue.along(weight, taps));
      }
      return graph.rowsOfViews(Shape.of(domain), rank, program, reads);
    }
  }

  private static ViewCase pool(String name, RowProgram program, Window window, int... shape) {
    return new ViewCase(
        name, List.of(Shape.of(shape)), (g, p) -> window.reduce(g, program, p.get(0)));
  }

  private static ViewCase depthwise(String name, Window window, int... shape) {
    int[] weights = new int[window.kernel.length + 1];
    System.arraycopy(window.kernel, 0, weights, 0, window.kernel.length);
    weights[window.kernel.length] = shape[shape.length - 1];
    return new ViewCase(
        name,
        List.of(Shape.of(shape), Shape.of(weights)),
        (g, p) -> window.reduce(g, WEIGHTED, p.get(0), p.get(1)));
  }

  static Stream<ViewCase> all() {
    return Stream.of(
        pool("sums of 2x2 boxes", SUM, Window.of(2, 2).stride(2), 2, 6, 4, 5),
        pool("sums with padding", SUM, Window.of(3, 3).padding(1), 2, 5, 7, 3),
        pool("largest of 2x2 boxes", LARGEST, Window.of(2, 2).stride(2), 2, 6, 8, 16),
        pool(
            "largest of 2x2 boxes, some left over", LARGEST, Window.of(2, 2).stride(2), 2, 7, 5, 3),
        pool("largest, overlapping", LARGEST, Window.of(3, 3).stride(2).padding(1), 2, 7, 9, 5),
        pool("largest, dilated", LARGEST, Window.of(3, 2).dilation(2).padding(1), 1, 7, 6, 17),
        pool("largest along one axis", LARGEST, Window.of(3).stride(2).padding(1), 3, 11, 8),
        pool("largest of one channel", LARGEST, Window.of(2, 2).stride(2), 2, 4, 6, 1),
        pool("largest of one sample and place", LARGEST, Window.of(3, 3).padding(1), 1, 1, 1, 7),
        pool("largest of everything", LARGEST, Window.of(3, 5), 2, 3, 5, 9),
        pool(
            "mean of what is inside",
            MEAN_INSIDE,
            Window.of(3, 3).stride(2).padding(1),
            2,
            5,
            6,
            8),
        pool(
            "logarithm of sums of exponentials",
            SOFT_LARGEST,
            Window.of(2, 3).padding(1),
            2,
            4,
            3,
            6),
        pool("sums, spread", SUM, Window.of(3, 3).spread(2).padding(2), 2, 4, 3, 8),
        depthwise("depthwise 3x3", Window.of(3, 3).padding(1), 2, 6, 5, 16),
        depthwise("depthwise with stride", Window.of(3, 3).stride(2).padding(1), 2, 7, 6, 11),
        depthwise(
            "depthwise with stride and dilation",
            Window.of(3, 2).stride(2).dilation(3).padding(2),
            1,
            11,
            8,
            5),
        depthwise("depthwise along one axis", Window.of(5).padding(2), 3, 13, 24),
        depthwise("depthwise of one channel", Window.of(3, 3).padding(1), 2, 5, 4, 1),
        depthwise("depthwise, transposed", Window.of(3, 3).spread(2).padding(1), 2, 4, 3, 10),
        new ViewCase(
            "an epilogue of depthwise",
            List.of(Shape.of(2, 5, 4, 8), Shape.of(3, 3, 8), Shape.of(8)),
            (g, p) -> {
              Value sums = Window.of(3, 3).padding(1).reduce(g, WEIGHTED, p.get(0), p.get(1));
              return g.map(sums, p.get(2), (sum, bias) -> Functions.tanh(sum.plus(bias)));
            }),
        new ViewCase(
            "pools of two kinds of one value",
            List.of(Shape.of(2, 6, 6, 8)),
            (g, p) -> {
              Value y = g.map(p.get(0), Functions::tanh);
              Value mean = Window.of(3, 3).padding(1).stride(2).reduce(g, MEAN_INSIDE, y);
              Value sum = Window.of(3, 3).padding(1).stride(2).reduce(g, SUM, y);
              Value large = Window.of(2, 2).stride(2).reduce(g, LARGEST, y);
              return g.map(g.map(mean, large, Expr::times), sum, Expr::plus);
            }),
        new ViewCase(
            "two windows over one domain",
            List.of(Shape.of(1, 6, 8), Shape.of(1, 6, 8)),
            (g, p) -> {
              Value left = new Window(new int[] {3}, 1, 1, 1, 1).reduce(g, LARGEST, p.get(0));
              Value right = new Window(new int[] {3}, 1, 1, 2, 1).reduce(g, SUM, p.get(1));
              return g.map(left, Views.slice(right, 1, 1, 7), Expr::times);
            }),
        new ViewCase(
            "largest of a row, not by a window",
            List.of(Shape.of(5, 9)),
            (g, p) -> g.rows(p.get(0).shape(), LARGEST, List.of(p.get(0)))));
  }
}
