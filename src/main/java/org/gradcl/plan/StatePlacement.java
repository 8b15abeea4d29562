package org.gradcl.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.graph.Observation;
import org.gradcl.graph.Role;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.StateLayout;
import org.gradcl.tensor.DataType;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;

/**
 * The place of each tensor of a {@link StateLayout} on a {@link Target}. It depends on these two
 * alone, so that plans and states agree. Immutable.
 */
public final class StatePlacement {
  private final StateLayout layout;
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final List<Stretch> groups = new ArrayList<>();
  private final int learntElements;
  private final int updatedElements;
  private final int frozenElements;

  /**
   * Where the tensors of one group lie that the update changes.
   *
   * @param first its first float
   * @param elements how many floats, with alignment gaps
   */
  public record Stretch(int first, int elements) {}

  private StatePlacement(StateLayout layout, int alignment) {
    this.layout = layout;
    int learnt = 0;
    int updated = 0;
    for (StateLayout.Entry entry : layout.updated()) {
      boolean learns = entry.role() == Role.PARAMETER;
      String name = entry.name();
      put(name, Region.PARAMETER, updated, entry.shape());
      put(
          learns ? StateLayout.gradientName(name) : Observation.nameOf(name),
          Region.GRADIENT,
          updated,
          entry.shape());
      int size = align(entry.shape().elements(), alignment);
      extend(entry.group(), updated, size);
      updated = Math.addExact(updated, size);
      learnt = learns ? updated : learnt;
    }
    int frozen = 0;
    for (StateLayout.Entry entry : layout.parameters()) {
      if (entry.role() == Role.FROZEN) {
        put(entry.name(), Region.FROZEN, frozen, entry.shape());
        frozen = Math.addExact(frozen, align(entry.shape().elements(), alignment));
      }
    }
    learntElements = learnt;
    updatedElements = updated;
    frozenElements = frozen;
    int base = 0;
    for (StateLayout.SlotEntry slot : layout.slots()) {
      for (StateLayout.Entry entry : layout.learnt()) {
        int offset = Math.addExact(base, places.get(entry.name()).base());
        put(slot.of(entry.name()), Region.SLOT, offset, entry.shape());
      }
      base = Math.addExact(base, learnt);
    }
  }

  /** The placement of a layout on a target. */
  public static StatePlacement of(StateLayout layout, Target target) {
    return new StatePlacement(layout, target.alignment());
  }

  private void extend(int group, int first, int size) {
    while (groups.size() <= group) {
      groups.add(new Stretch(first, 0));
    }
    Stretch before = groups.get(group);
    groups.set(group, new Stretch(before.first(), before.elements() + size));
  }

  private void put(String name, Region region, int offset, Shape shape) {
    places.put(name, Place.matrix(region, offset, shape.rows(), shape.columns()));
    shapes.put(name, shape);
  }

  static int align(int size, int alignment) {
    return Math.multiplyExact(Math.addExact(size, alignment - 1) / alignment, alignment);
  }

  /** The logical layout. */
  public StateLayout layout() {
    return layout;
  }

  /** The names of all tensors: parameters, their gradients, their slots. */
  public Iterable<String> names() {
    return Collections.unmodifiableSet(places.keySet());
  }

  /**
   * Where a tensor lies.
   *
   * @throws IllegalArgumentException if there is none of that name; the message lists the known
   *     ones
   */
  public Place place(String name) {
    Place place = places.get(name);
    if (place == null) {
      throw new IllegalArgumentException(
          "No tensor is named '" + name + "'; there are " + String.join(", ", places.keySet()));
    }
    return place;
  }

  /**
   * Where values go that replace those of a tensor.
   *
   * @param values of the tensor's name and shape, FLOAT32
   * @throws ShapeMismatchException if they have another shape; the message gives both
   * @throws IllegalArgumentException if there is no tensor of that name, or they are of another
   *     type
   */
  public Place placeFor(HostTensor values) {
    Place place = place(values.name());
    Shape shape = shape(values.name());
    String asked =
        String.format(
            "'%s' is %s %s, asked to write %s %s",
            values.name(), DataType.FLOAT32, shape, values.type(), values.shape());
    if (!shape.equals(values.shape())) {
      throw new ShapeMismatchException(asked + "; give the values that shape");
    }
    if (values.type() != DataType.FLOAT32) {
      throw new IllegalArgumentException(asked + "; convert the values");
    }
    return place;
  }

  /** The shape of a tensor. */
  public Shape shape(String name) {
    place(name);
    return shapes.get(name);
  }

  /** Where the tensors of a group lie; without elements if there are none. */
  public Stretch group(int number) {
    return number < groups.size() ? groups.get(number) : new Stretch(updatedElements, 0);
  }

  /** Floats of all that is learnt, and of each slot, with alignment gaps. */
  public int learntElements() {
    return learntElements;
  }

  /**
   * Floats of {@link Region#PARAMETER}, and of {@link Region#GRADIENT}, with alignment gaps: what
   * is learnt, then statistics; 0 where the update changes nothing.
   */
  public int updatedElements() {
    return updatedElements;
  }

  /** Floats of {@link Region#FROZEN}, with alignment gaps. */
  public int frozenElements() {
    return frozenElements;
  }

  /** Floats of {@link Region#SLOT}, with alignment gaps. */
  public int slotElements() {
    return Math.multiplyExact(learntElements, layout.slots().size());
  }

  /** Bytes of everything: parameters, gradients, slots, statistics, frozen tensors. */
  public long bytes() {
    return 4L * (2L * updatedElements + frozenElements + slotElements());
  }
}
