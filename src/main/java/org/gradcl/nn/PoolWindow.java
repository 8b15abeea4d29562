package org.gradcl.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.graph.AxisIndex;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * The window of a pool: one number an axis of space, one or two of them, outermost first.
 *
 * <pre>
 * extents ⌊(n + 2·padding − kernel) / stride⌋ + 1
 * </pre>
 *
 * @param kernel how many elements it reads, at least 1
 * @param stride from a window to the next, at least 1
 * @param padding elements outside on either side, at most half of the kernel, so that each window
 *     has something inside
 */
public record PoolWindow(List<Integer> kernel, List<Integer> stride, List<Integer> padding) {
  /**
   * Copies the lists and checks the numbers.
   *
   * @throws IllegalArgumentException if one lies outside its range, or the lists differ in length
   */
  public PoolWindow {
    kernel = List.copyOf(kernel);
    stride = List.copyOf(stride);
    padding = List.copyOf(padding);
    if (kernel.isEmpty() || stride.size() != kernel.size() || padding.size() != kernel.size()) {
      throw new IllegalArgumentException(
          "A pool has a kernel, a stride and a padding for each axis, found "
              + List.of(kernel, stride, padding));
    }
    for (int axis = 0; axis < kernel.size(); axis++) {
      int outside = padding.get(axis);
      new SlidingWindow(kernel.get(axis), stride.get(axis), 1, outside, outside);
      if (2 * outside > kernel.get(axis)) {
        throw new IllegalArgumentException(
            String.format(
                "The padding of a pool is at most half of its kernel, found %d of %d; use at most"
                    + " %d, or a larger kernel",
                outside, kernel.get(axis), kernel.get(axis) / 2));
      }
    }
  }

  /** Windows beside each other, without padding. */
  static PoolWindow of(Integer... kernel) {
    List<Integer> none = IntStream.range(0, kernel.length).mapToObj(axis -> 0).toList();
    return new PoolWindow(List.of(kernel), List.of(kernel), none);
  }

  PoolWindow withStride(Integer... strides) {
    return new PoolWindow(kernel, eachAxis(strides), padding);
  }

  PoolWindow withPadding(Integer... paddings) {
    return new PoolWindow(kernel, stride, eachAxis(paddings));
  }

  /** One number for each axis, of which one may stand for all. */
  private List<Integer> eachAxis(Integer... numbers) {
    return numbers.length == 1 ? Collections.nCopies(kernel.size(), numbers[0]) : List.of(numbers);
  }

  /** The product of the extents of the kernel. */
  int taps() {
    return SpaceAxes.taps(kernel);
  }

  /** One number a window and channel of {@code [batch, extents…, channels]}. */
  Value reduce(Scope scope, Value x, RowProgram program, String what) {
    SpaceAxes.require(scope, x, kernel.size(), what);
    return isCutBy(x) ? reduceParts(scope, x, program) : reduceWindows(scope, x, program, what);
  }

  /** Whether windows lie beside each other and make up the whole of each axis. */
  private boolean isCutBy(Value x) {
    return stride.equals(kernel)
        && padding.stream().allMatch(number -> number == 0)
        && IntStream.range(0, kernel.size())
            .allMatch(axis -> x.shape().extent(1 + axis) % kernel.get(axis) == 0);
  }

  /**
   * Where each element is in one window an axis of space is two, of windows and within them. So
   * what an element gains is read, where it would be sought among all taps of all windows.
   */
  private Value reduceParts(Scope scope, Value x, RowProgram program) {
    int axes = kernel.size();
    int rank = axes + 2;
    List<Integer> parts = new ArrayList<>(List.of(x.shape().extent(0)));
    List<AxisIndex> indices = new ArrayList<>(List.of(AxisIndex.along(0)));
    int[] domain = new int[rank + axes];
    domain[0] = x.shape().extent(0);
    domain[rank - 1] = x.shape().columns();
    for (int axis = 0; axis < axes; axis++) {
      domain[1 + axis] = x.shape().extent(1 + axis) / kernel.get(axis);
      domain[rank + axis] = kernel.get(axis);
      parts.addAll(List.of(domain[1 + axis], kernel.get(axis)));
      indices.addAll(List.of(AxisIndex.along(1 + axis), AxisIndex.along(rank + axis)));
    }
    parts.add(x.shape().columns());
    indices.add(AxisIndex.along(rank - 1));
    Value cut =
        scope.graph().reshape(x, Shape.of(parts.stream().mapToInt(Integer::intValue).toArray()));
    IndexedValue read = new IndexedValue(cut, indices);
    return scope.graph().rowsOfViews(Shape.of(domain), rank, program, List.of(read));
  }

  private Value reduceWindows(Scope scope, Value x, RowProgram program, String what) {
    int axes = kernel.size();
    int rank = axes + 2;
    int[] domain = new int[rank + axes];
    AxisIndex[] indices = new AxisIndex[rank];
    domain[0] = x.shape().extent(0);
    indices[0] = AxisIndex.along(0);
    domain[rank - 1] = x.shape().columns();
    indices[rank - 1] = AxisIndex.along(rank - 1);
    for (int axis = 0; axis < axes; axis++) {
      int outside = padding.get(axis);
      SlidingWindow window =
          new SlidingWindow(kernel.get(axis), stride.get(axis), 1, outside, outside);
      String name = SpaceAxes.name(axis, axes);
      domain[1 + axis] = window.requireOutputs(x.shape().extent(1 + axis), name, scope, what);
      domain[rank + axis] = kernel.get(axis);
      indices[1 + axis] = window.input(1 + axis, rank + axis);
    }
    IndexedValue read = new IndexedValue(x, List.of(indices));
    return scope.graph().rowsOfViews(Shape.of(domain), rank, program, List.of(read));
  }

  /** The text form behind the word of a pool, such as {@code 3x3 stride=2 padding=1}. */
  String describe(String word) {
    List<String> parts = new ArrayList<>(List.of(word, SpaceAxes.shortText(kernel)));
    if (!stride.equals(kernel)) {
      parts.add("stride=" + SpaceAxes.shortText(stride));
    }
    if (padding.stream().anyMatch(number -> number != 0)) {
      parts.add("padding=" + SpaceAxes.shortText(padding));
    }
    return String.join(" ", parts);
  }

  /** Reads {@code KERNEL [stride=…] [padding=…]}, the kernel being the usual stride. */
  static PoolWindow parse(Description description, int axes) {
    List<String> words = description.words();
    if (words.size() != 2) {
      throw new CatalogueException(
          String.format(
              "A pool is written '%s KERNEL', with settings, found '%s'",
              words.get(0), description.text()));
    }
    List<Integer> kernel = ConvolutionText.numbers(description, words.get(1), axes);
    String usual = words.get(1);
    return new PoolWindow(
        kernel,
        List.of(ConvolutionText.setting(description, "stride", usual, axes)),
        List.of(ConvolutionText.setting(description, "padding", "0", axes)));
  }
}
