package org.gradcl.tensor;

import java.util.Objects;

/**
 * A named array of numbers on the host, row major, with its shape and element type.
 *
 * <p>The array is not copied: whoever hands one in, or asks for it, shares it with this tensor. Not
 * safe for use by several threads while one of them writes to the array.
 */
public final class HostTensor {
  private final String name;
  private final Shape shape;
  private final DataType type;
  private final Object values;

  private HostTensor(String name, Shape shape, DataType type, Object values, int length) {
    this.name = Objects.requireNonNull(name, "name");
    this.shape = Objects.requireNonNull(shape, "shape");
    this.type = type;
    this.values = values;
    if (length != shape.elements()) {
      throw new IllegalArgumentException(
          String.format(
              "Tensor '%s' of shape %s needs %d values, %d were given",
              name, shape, shape.elements(), length));
    }
  }

  /**
   * {@return a {@link DataType#FLOAT32} tensor over the given array}
   *
   * @param name unique where several tensors stand together
   * @param shape its extents
   * @param values row major; shared, not copied
   * @throws IllegalArgumentException if the array's length is not the shape's number of elements
   */
  public static HostTensor of(String name, Shape shape, float[] values) {
    return new HostTensor(name, shape, DataType.FLOAT32, values, values.length);
  }

  /**
   * {@return a {@link DataType#FLOAT64} tensor over the given array}
   *
   * @param name unique where several tensors stand together
   * @param shape its extents
   * @param values row major; shared, not copied
   * @throws IllegalArgumentException if the array's length is not the shape's number of elements
   */
  public static HostTensor of(String name, Shape shape, double[] values) {
    return new HostTensor(name, shape, DataType.FLOAT64, values, values.length);
  }

  /**
   * {@return an {@link DataType#INT32} tensor over the given array}
   *
   * @param name unique where several tensors stand together
   * @param shape its extents
   * @param values row major; shared, not copied
   * @throws IllegalArgumentException if the array's length is not the shape's number of elements
   */
  public static HostTensor of(String name, Shape shape, int[] values) {
    return new HostTensor(name, shape, DataType.INT32, values, values.length);
  }

  /** {@return the name, unique where several tensors stand together} */
  public String name() {
    return name;
  }

  /** {@return the extents, outermost first} */
  public Shape shape() {
    return shape;
  }

  /** {@return the element type} */
  public DataType type() {
    return type;
  }

  /**
   * {@return the shared array of a {@link DataType#FLOAT32} tensor}
   *
   * @throws IllegalStateException if the tensor is of another type
   */
  public float[] floats() {
    requireType(DataType.FLOAT32);
    return (float[]) values;
  }

  /**
   * {@return the shared array of a {@link DataType#FLOAT64} tensor}
   *
   * @throws IllegalStateException if the tensor is of another type
   */
  public double[] doubles() {
    requireType(DataType.FLOAT64);
    return (double[]) values;
  }

  /**
   * {@return the shared array of an {@link DataType#INT32} tensor}
   *
   * @throws IllegalStateException if the tensor is of another type
   */
  public int[] ints() {
    requireType(DataType.INT32);
    return (int[]) values;
  }

  private void requireType(DataType asked) {
    if (type != asked) {
      throw new IllegalStateException(
          String.format("Tensor '%s' is %s, asked for as %s", name, type, asked));
    }
  }

  /** For example {@code layer.0.weight FLOAT32 [64, 26]}. */
  @Override
  public String toString() {
    return name + " " + type + " " + shape;
  }
}
