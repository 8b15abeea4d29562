package org.gradcl.graph;

import org.gradcl.tensor.DataType;
import org.gradcl.tensor.Shape;

/**
 * A symbolic tensor: what will be computed, with its shape and the operation that yields it. It
 * holds no numbers. Made by {@link Graph}; identity is what counts. Immutable.
 */
public final class Value {
  private final Graph graph;
  private final int number;
  private final Operation operation;
  private final Shape shape;
  private final Phase phase;
  private final String label;

  Value(Graph graph, int number, Operation operation, Shape shape, Phase phase, String label) {
    this.graph = graph;
    this.number = number;
    this.operation = operation;
    this.shape = shape;
    this.phase = phase;
    this.label = label;
  }

  Graph graph() {
    return graph;
  }

  /** The place of this value in its graph; operands have smaller numbers. */
  public int number() {
    return number;
  }

  /** The operation that yields this value. */
  public Operation operation() {
    return operation;
  }

  /** The extents, outermost first. */
  public Shape shape() {
    return shape;
  }

  /** The element type: every value of a step is float32 on a device. */
  public DataType type() {
    return DataType.FLOAT32;
  }

  /** The part of the step that this value belongs to. */
  public Phase phase() {
    return phase;
  }

  /** What people call this value, such as {@code layer.0.activation}. */
  public String label() {
    return label;
  }

  @Override
  public String toString() {
    return "%" + number + " " + label + " " + shape;
  }
}
