package org.gradcl.nn;

import java.util.Objects;
import org.gradcl.graph.Role;
import org.gradcl.random.Purpose;
import org.gradcl.random.RandomKey;
import org.gradcl.random.RandomStream;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;

/**
 * A tensor that belongs to a model.
 *
 * @param name within its block, such as {@code weight}; in a model's list the whole name, such as
 *     {@code layer.0.weight}
 * @param shape its extents
 * @param role whether it is learnt
 * @param initializer how its first values are drawn
 * @param fanIn the number of inputs of one unit, for the initialiser
 * @param fanOut the number of units that read one input, for the initialiser
 */
public record ParameterSpec(
    String name, Shape shape, Role role, Initializer initializer, int fanIn, int fanOut) {

  /** Checks that nothing is missing. */
  public ParameterSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(shape, "shape");
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(initializer, "initializer");
  }

  /**
   * A learnt tensor.
   *
   * @param name within its block, such as {@code weight}
   * @param shape its extents
   * @param initializer how its first values are drawn
   * @param fanIn the number of inputs of one unit
   * @param fanOut the number of units that read one input
   */
  public ParameterSpec(String name, Shape shape, Initializer initializer, int fanIn, int fanOut) {
    this(name, shape, Role.PARAMETER, initializer, fanIn, fanOut);
  }

  /** The same tensor under another name. */
  ParameterSpec named(String other) {
    return new ParameterSpec(other, shape, role, initializer, fanIn, fanOut);
  }

  /** The first values of the parameter that stands at a place in its model's list. */
  HostTensor draw(RandomKey key, int place) {
    RandomStream stream = new RandomStream(key, Purpose.INITIALIZATION, place, 0);
    return HostTensor.of(name, shape, initializer.draw(stream, shape, fanIn, fanOut));
  }
}
