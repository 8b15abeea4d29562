package org.gradcl.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The extents of a tensor, outermost first, row major. A scalar has rank 0 and one element.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class Shape {
  private static final Shape SCALAR = new Shape(new int[0]);

  private final int[] extents;

  private Shape(int[] extents) {
    this.extents = extents;
  }

  /**
   * {@return a shape of the given extents}
   *
   * @param extents outermost first, each at least 1; none for a scalar
   * @throws IllegalArgumentException if an extent is below 1 or the number of elements exceeds the
   *     range of an {@code int}, the length limit of a Java array
   */
  public static Shape of(int... extents) {
    if (extents.length == 0) {
      return SCALAR;
    }
    long elements = 1;
    for (int extent : extents) {
      if (extent < 1) {
        throw new IllegalArgumentException(
            "A shape's extents must be at least 1, found " + Arrays.toString(extents));
      }
      elements *= extent;
      if (elements > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "A tensor holds at most 2147483647 elements, the shape "
                + Arrays.toString(extents)
                + " has more; split it into smaller tensors");
      }
    }
    return new Shape(extents.clone());
  }

  /** {@return the shape of a single number, {@code []}} */
  public static Shape scalar() {
    return SCALAR;
  }

  /** {@return the number of axes} */
  public int rank() {
    return extents.length;
  }

  /**
   * {@return the extent of one axis; negative axes count from the end, so that {@code -1} is the
   * last}
   *
   * @param axis from −rank to rank − 1
   * @throws IndexOutOfBoundsException if there is no such axis
   */
  public int extent(int axis) {
    int index = axis < 0 ? extents.length + axis : axis;
    if (index < 0 || index >= extents.length) {
      throw new IndexOutOfBoundsException("Axis " + axis + " of the shape " + this);
    }
    return extents[index];
  }

  /** {@return a copy of all extents, outermost first} */
  public int[] extents() {
    return extents.clone();
  }

  /** {@return the number of elements: the product of the extents, 1 for a scalar} */
  public int elements() {
    int elements = 1;
    for (int extent : extents) {
      elements *= extent;
    }
    return elements;
  }

  /**
   * {@return the extent of the last axis, 1 for a scalar: the columns of the tensor seen as a
   * matrix}
   */
  public int columns() {
    return extents.length == 0 ? 1 : extents[extents.length - 1];
  }

  /**
   * {@return the elements divided by {@link #columns()}: the rows of the tensor seen as a matrix}
   */
  public int rows() {
    return elements() / columns();
  }

  /**
   * {@return the shape of a batch of samples of this shape: one axis more, the outermost}
   *
   * @param samples at least 1
   * @throws IllegalArgumentException if it is below 1, or the batch has more elements than a tensor
   *     may have
   */
  public Shape batch(int samples) {
    int[] batch = new int[extents.length + 1];
    batch[0] = samples;
    System.arraycopy(extents, 0, batch, 1, extents.length);
    return of(batch);
  }

  /**
   * {@return the shape of one sample of a batch of this shape: without the outermost axis}
   *
   * @throws IllegalStateException if this is the shape of a scalar
   */
  public Shape sample() {
    if (extents.length == 0) {
      throw new IllegalStateException("A scalar is no batch: it has no axis for samples");
    }
    return of(Arrays.copyOfRange(extents, 1, extents.length));
  }

  /**
   * {@return the shape of the outermost axes}
   *
   * @param axes how many, from 0 to the rank
   * @throws IndexOutOfBoundsException if there are not so many
   */
  public Shape leading(int axes) {
    if (axes < 0 || axes > extents.length) {
      throw new IndexOutOfBoundsException(axes + " axes of the shape " + this);
    }
    return of(Arrays.copyOf(extents, axes));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(extents);
  }

  /** For example {@code [128, 64]}; {@code []} for a scalar. */
  @Override
  public String toString() {
    return Arrays.stream(extents)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
