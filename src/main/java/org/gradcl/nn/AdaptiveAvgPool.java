package org.gradcl.nn;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.graph.Value;

/**
 * The means of equal boxes that make up each channel of an image, or stretches of a signal, so many
 * that the result has a given size whatever the size of the image; of one box it is the global
 * mean.
 *
 * <pre>
 * X [batch, height, width, channels]   Y [batch, size…, channels]     images
 * X [batch, length, channels]          Y [batch, size, channels]      signals
 * </pre>
 *
 * <p>The size must divide the extents: boxes that differ are not taken.
 *
 * @param size of the result, height and width of an image or the length of a signal, each at least
 *     1
 */
public record AdaptiveAvgPool(List<Integer> size) implements Layer {
  private static final int MOST_AXES = 2;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if it is not one or two numbers of at least 1
   */
  public AdaptiveAvgPool {
    size = List.copyOf(size);
    if (size.isEmpty() || size.size() > MOST_AXES || size.stream().anyMatch(number -> number < 1)) {
      throw new IllegalArgumentException(
          "An adaptive pool has a height and a width, or a length, of at least 1, found " + size);
    }
  }

  /** {@return the mean of each channel of images} */
  public static AdaptiveAvgPool global() {
    return of(1, 1);
  }

  /**
   * {@return a pool of images with a result of some size}
   *
   * @param height at least 1
   * @param width at least 1
   */
  public static AdaptiveAvgPool of(int height, int width) {
    return new AdaptiveAvgPool(List.of(height, width));
  }

  /**
   * {@return a pool of signals with a result of some length; of 1 it is the mean of each channel}
   *
   * @param length at least 1
   */
  public static AdaptiveAvgPool ofSignals(int length) {
    return new AdaptiveAvgPool(List.of(length));
  }

  @Override
  public Value append(Scope scope, Value x) {
    SpaceAxes.require(scope, x, size.size(), describe());
    Integer[] boxes =
        IntStream.range(0, size.size())
            .mapToObj(axis -> extentOfBox(scope, x, axis))
            .toArray(Integer[]::new);
    return new AvgPool(PoolWindow.of(boxes), true).append(scope, x);
  }

  private int extentOfBox(Scope scope, Value x, int axis) {
    int extent = x.shape().extent(1 + axis);
    if (extent % size.get(axis) != 0) {
      throw scope.refusal(
          String.format(
              "%s takes extents that it divides, found a %s of %d; choose a size that divides it,"
                  + " or an average pool",
              describe(), SpaceAxes.name(axis, size.size()), extent));
    }
    return extent / size.get(axis);
  }

  @Override
  public String describe() {
    String suffix = size.size() == 1 ? "1d" : "";
    return size.stream().allMatch(number -> number == 1)
        ? "global_avg_pool" + suffix
        : "adaptive_avg_pool" + suffix + " " + SpaceAxes.text(size);
  }

  /** Reads {@code adaptive_avg_pool HEIGHTxWIDTH}, or {@code adaptive_avg_pool1d LENGTH}. */
  static AdaptiveAvgPool parse(Description description, int axes) {
    List<String> words = description.words();
    if (words.size() != 2) {
      throw new CatalogueException(
          String.format(
              "An adaptive pool is written 'adaptive_avg_pool HEIGHTxWIDTH' or"
                  + " 'adaptive_avg_pool1d LENGTH', found '%s'",
              description.text()));
    }
    return new AdaptiveAvgPool(ConvolutionText.numbers(description, words.get(1), axes));
  }

  /** Reads {@code global_avg_pool}, or {@code global_avg_pool1d}. */
  static AdaptiveAvgPool parseGlobal(Description description, int axes) {
    if (description.words().size() != 1) {
      throw new CatalogueException(
          "A global pool is written 'global_avg_pool' or 'global_avg_pool1d', found '"
              + description.text()
              + "'");
    }
    return new AdaptiveAvgPool(Collections.nCopies(axes, 1));
  }
}
