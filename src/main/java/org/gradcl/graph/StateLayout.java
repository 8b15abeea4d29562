package org.gradcl.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gradcl.tensor.Shape;

/**
 * The tensors that outlive a step, by name, shape and role. They depend on the model and the
 * optimiser, not on the batch size. A device chooses the physical layout.
 *
 * @param parameters the model's tensors, in order
 * @param slots the optimiser's slots, each kept for every tensor of role {@link Role#PARAMETER}
 */
public record StateLayout(List<Entry> parameters, List<SlotEntry> slots) {
  /** The slot whose numbers predict in place of the parameters. */
  public static final String EMA = "ema";

  /**
   * A tensor of the model.
   *
   * @param name unique, such as {@code layer.0.weight}
   * @param shape logical extents
   * @param role a {@link Role#STATISTIC} is one that training moves
   * @param group the number of its {@link UpdateGroup}: tensors of one group lie together
   */
  public record Entry(String name, Shape shape, Role role, int group) {
    /** A tensor of the first group. */
    public Entry(String name, Shape shape, Role role) {
      this(name, shape, role, 0);
    }
  }

  /**
   * A slot of the optimiser.
   *
   * @param name such as {@code momentum}; the slot of a parameter is named {@code
   *     momentum/layer.0.weight}
   * @param initial the value before the first step
   * @param copies whether it begins as the parameter instead
   */
  public record SlotEntry(String name, float initial, boolean copies) {
    /** A slot that begins with a value of its own. */
    public SlotEntry(String name, float initial) {
      this(name, initial, false);
    }

    /** The name of this slot for one parameter. */
    public String of(String parameter) {
      return name + "/" + parameter;
    }
  }

  /** The name of a parameter's gradient in a state. */
  public static String gradientName(String parameter) {
    return "gradient/" + parameter;
  }

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if two tensors or two slots have one name
   */
  public StateLayout {
    parameters = List.copyOf(parameters);
    slots = List.copyOf(slots);
    Set<String> names = new HashSet<>();
    for (Entry entry : parameters) {
      if (!names.add(entry.name())) {
        throw new IllegalArgumentException(
            "Two tensors of the model are named " + entry.name() + "; rename one");
      }
    }
    for (SlotEntry slot : slots) {
      if (!names.add(slot.name())) {
        throw new IllegalArgumentException(
            "Two slots of the optimiser are named " + slot.name() + "; rename one");
      }
    }
  }

  /**
   * The layout of a graph's parameters with an update rule's slots; no slots if it is null. A
   * statistic of which nothing is observed lies with what is frozen.
   *
   * @param groups the tensors that the update changes
   */
  static StateLayout of(List<Value> parameters, UpdateRule update, List<UpdateGroup> groups) {
    List<Entry> entries = new ArrayList<>();
    for (Value value : parameters) {
      Operation.Parameter parameter = (Operation.Parameter) value.operation();
      entries.add(entry(parameter.name(), value.shape(), parameter.role(), groups));
    }
    List<SlotEntry> slots = new ArrayList<>();
    if (update != null) {
      update
          .slots()
          .forEach(slot -> slots.add(new SlotEntry(slot.name(), slot.initial(), slot.copies())));
    }
    return new StateLayout(entries, slots);
  }

  private static Entry entry(String name, Shape shape, Role role, List<UpdateGroup> groups) {
    for (int group = 0; group < groups.size(); group++) {
      if (groups.get(group).tensors().contains(name)) {
        return new Entry(name, shape, role, group);
      }
    }
    return new Entry(name, shape, role == Role.STATISTIC ? Role.FROZEN : role);
  }

  /** The same tensors with nothing to learn: no gradients, no slots. For inference alone. */
  public StateLayout frozen() {
    return new StateLayout(
        parameters.stream()
            .map(entry -> new Entry(entry.name(), entry.shape(), Role.FROZEN))
            .toList(),
        List.of());
  }

  /** The tensors that are learnt, in order. */
  public List<Entry> learnt() {
    return parameters.stream().filter(entry -> entry.role() == Role.PARAMETER).toList();
  }

  /** Whether a tensor is learnt. */
  public boolean learns(String parameter) {
    return parameters.stream()
        .anyMatch(entry -> entry.name().equals(parameter) && entry.role() == Role.PARAMETER);
  }

  /**
   * The tensor that predicts in a parameter's place: its exponential moving average where the
   * optimiser keeps one, else itself.
   */
  public String predicting(String parameter) {
    boolean averaged = slots.stream().anyMatch(slot -> slot.name().equals(EMA));
    return averaged && learns(parameter) ? averageName(parameter) : parameter;
  }

  /** The name of a parameter's exponential moving average in a state. */
  public static String averageName(String parameter) {
    return EMA + "/" + parameter;
  }

  /** The slots that are set with a parameter, by their names: those that begin as it. */
  public List<String> copies(String parameter) {
    return learns(parameter)
        ? slots.stream().filter(SlotEntry::copies).map(slot -> slot.of(parameter)).toList()
        : List.of();
  }

  /** The tensors that the update changes, in the order in which they lie: group by group. */
  public List<Entry> updated() {
    return parameters.stream()
        .filter(entry -> entry.role() != Role.FROZEN)
        .sorted(Comparator.comparingInt(Entry::group))
        .toList();
  }

  /** The number of learnt numbers. */
  public long learntElements() {
    return learnt().stream().mapToLong(entry -> entry.shape().elements()).sum();
  }
}
