package org.gradcl.nn;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.graph.Value;
import org.gradcl.graph.Views;

/**
 * The axes of each sample in another order.
 *
 * @param axes of what comes in, from 1 on since the batch is axis 0 and stays, in the order in
 *     which they go out
 */
public record Permute(List<Integer> axes) implements Layer {
  /**
   * Copies the list and checks it.
   *
   * @throws IllegalArgumentException if it does not name each axis from 1 on once
   */
  public Permute {
    axes = List.copyOf(axes);
    List<Integer> each = IntStream.rangeClosed(1, axes.size()).boxed().toList();
    if (!axes.stream().sorted().toList().equals(each)) {
      throw new IllegalArgumentException(
          "A permutation names each axis of a sample, from 1 on, once, found " + axes);
    }
  }

  /**
   * {@return a layer}
   *
   * @param axes of what comes in, from 1 on, in the order in which they go out
   */
  public static Permute of(Integer... axes) {
    return new Permute(List.of(axes));
  }

  @Override
  public Value append(Scope scope, Value x) {
    if (x.shape().rank() != axes.size() + 1) {
      throw scope.refusal(
          String.format(
              "%s takes samples of %d axes, found shape %s; name each of its axes once",
              describe(), axes.size(), x.shape().sample()));
    }
    int[] order = new int[axes.size() + 1];
    for (int axis = 1; axis < order.length; axis++) {
      order[axis] = axes.get(axis - 1);
    }
    return scope.label("permuted", Views.permute(x, order));
  }

  @Override
  public String describe() {
    return "permute " + axes.stream().map(Object::toString).collect(Collectors.joining("x"));
  }

  /** Reads {@code permute 2x1}. */
  static Permute parse(Description description) {
    if (description.words().size() != 2) {
      throw new CatalogueException(
          "A permutation is written 'permute 2x1', found '" + description.text() + "'");
    }
    int axes = description.words().get(1).split("x", -1).length;
    return new Permute(ConvolutionText.numbers(description, description.words().get(1), axes));
  }
}
