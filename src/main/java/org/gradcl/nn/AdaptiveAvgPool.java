package org.gradcl.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.graph.AxisIndex;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * The means of equal boxes that make up each channel of an image, so many that the result has a
 * given size whatever the size of the image; of one box it is the global mean.
 *
 * <pre>
 * X [batch, height, width, channels]   Y [batch, size…, channels]
 * </pre>
 *
 * <p>The size must divide the extents: boxes that differ are not taken.
 *
 * @param size of the result, height and width, each at least 1
 */
public record AdaptiveAvgPool(List<Integer> size) implements Layer {
  private static final int AXES = 2;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if it is not two numbers of at least 1
   */
  public AdaptiveAvgPool {
    size = List.copyOf(size);
    if (size.size() != AXES || size.stream().anyMatch(number -> number < 1)) {
      throw new IllegalArgumentException(
          "An adaptive pool has a height and a width of at least 1, found " + size);
    }
  }

  /** {@return the mean of each channel} */
  public static AdaptiveAvgPool global() {
    return of(1, 1);
  }

  /**
   * {@return a pool with a result of some size}
   *
   * @param height at least 1
   * @param width at least 1
   */
  public static AdaptiveAvgPool of(int height, int width) {
    return new AdaptiveAvgPool(List.of(height, width));
  }

  @Override
  public Value append(Scope scope, Value x) {
    Shape shape = x.shape();
    if (shape.rank() != AXES + 2) {
      throw scope.refusal(
          describe() + " takes images [height, width, channels], found shape " + shape.sample());
    }
    for (int axis = 0; axis < AXES; axis++) {
      if (shape.extent(1 + axis) % size.get(axis) != 0) {
        throw scope.refusal(
            String.format(
                "%s takes extents that it divides, found %d × %d; choose a size that divides them,"
                    + " or an average pool",
                describe(), shape.extent(1), shape.extent(2)));
      }
    }
    int boxHeight = shape.extent(1) / size.get(0);
    int boxWidth = shape.extent(2) / size.get(1);
    int samples = shape.extent(0);
    int channels = shape.columns();
    Value boxes =
        scope
            .graph()
            .reshape(x, Shape.of(samples, size.get(0), boxHeight, size.get(1), boxWidth, channels));
    List<AxisIndex> indices = new ArrayList<>();
    for (int axis : new int[] {0, 1, 4, 2, 5, 3}) {
      indices.add(AxisIndex.along(axis));
    }
    double share = 1.0 / (boxHeight * boxWidth);
    RowProgram mean =
        new RowProgram(
            List.of(RowReduction.sum(MapElements.variable(0))),
            RowProgram.reduced(0).times(share),
            true);
    Shape domain = Shape.of(samples, size.get(0), size.get(1), channels, boxHeight, boxWidth);
    IndexedValue read = new IndexedValue(boxes, indices);
    return scope.label("pooled", scope.graph().rowsOfViews(domain, 4, mean, List.of(read)));
  }

  @Override
  public String describe() {
    if (equals(global())) {
      return "global_avg_pool";
    }
    String sides = size.stream().map(Object::toString).collect(Collectors.joining("x"));
    return "adaptive_avg_pool " + sides;
  }

  /** Reads {@code adaptive_avg_pool HEIGHTxWIDTH}. */
  static AdaptiveAvgPool parse(Description description) {
    List<String> words = description.words();
    if (words.size() != 2) {
      throw new CatalogueException(
          "An adaptive pool is written 'adaptive_avg_pool HEIGHTxWIDTH', found '"
              + description.text()
              + "'");
    }
    return new AdaptiveAvgPool(ConvolutionText.numbers(description, words.get(1), AXES));
  }

  /** Reads {@code global_avg_pool}. */
  static AdaptiveAvgPool parseGlobal(Description description) {
    if (description.words().size() != 1) {
      throw new CatalogueException(
          "A global pool is written 'global_avg_pool', found '" + description.text() + "'");
    }
    return global();
  }
}
