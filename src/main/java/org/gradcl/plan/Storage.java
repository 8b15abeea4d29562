package org.gradcl.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.graph.AxisIndex;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Observation;
import org.gradcl.graph.Operation;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;

/**
 * The second pass: where each value that leaves its launch is stored. Gradients go straight into
 * the flat buffer, named outputs to memory of their own, the rest into the workspace.
 */
final class Storage {
  private final StepGraph step;
  private final Fusion fusion;
  private final Target target;
  private final StatePlacement state;
  private final Map<Value, List<Place>> places = new HashMap<>();

  /** Where values lie that are parts of joins, over their own axes. */
  private final Map<Value, List<DomainPlace>> parts = new HashMap<>();

  /** The joins that begin with a launch, by its index. */
  private final Map<Integer, List<Value>> joins = new HashMap<>();

  private final Map<String, Plan.Binding> inputs = new LinkedHashMap<>();
  private final Map<String, Plan.Binding> outputs = new LinkedHashMap<>();
  private final Map<Value, Integer> lastUses = new HashMap<>();
  private int inputElements;
  private int outputElements;
  private final WorkspacePlanner workspace;

  Storage(StepGraph step, Fusion fusion, Target target, StatePlacement state) {
    this.step = step;
    this.fusion = fusion;
    this.target = target;
    this.state = state;
    this.workspace = new WorkspacePlanner(target.alignment());
    placeSources();
    placeGradients();
    placeObserved();
    placeOutputs();
    findLastUses();
    findJoins();
    placeWorkspace();
  }

  private void placeSources() {
    for (Value input : step.inputs()) {
      Place place = matrix(Region.INPUT, inputElements, input);
      inputElements = next(inputElements, place);
      places.put(input, List.of(place));
      String name = ((Operation.Input) input.operation()).name();
      inputs.put(name, new Plan.Binding(place, input.shape()));
    }
    for (Value parameter : step.parameters()) {
      String name = ((Operation.Parameter) parameter.operation()).name();
      places.put(
          parameter, List.of(state.place(step.trains() ? name : state.layout().predicting(name))));
    }
  }

  private void placeGradients() {
    step.gradients()
        .forEach(
            (parameter, gradient) -> {
              String name = ((Operation.Parameter) parameter.operation()).name();
              add(gradient, state.place(StateLayout.gradientName(name)));
            });
  }

  private void placeObserved() {
    step.observations().forEach(o -> add(o.observed(), state.place(Observation.nameOf(o.name()))));
  }

  private void add(Value value, Place place) {
    Value stored = stored(value);
    places
        .computeIfAbsent(stored, v -> new ArrayList<>())
        .add(stored == value ? place : matrix(place.region(), place.base(), stored));
  }

  private void placeOutputs() {
    step.outputs()
        .forEach(
            (name, value) -> {
              Value stored = stored(value);
              if (!places.containsKey(stored)) {
                Place place = matrix(Region.OUTPUT, outputElements, stored);
                outputElements = next(outputElements, place);
                places.put(stored, List.of(place));
              }
              outputs.put(name, new Plan.Binding(place(value), value.shape()));
            });
  }

  private void findLastUses() {
    for (Group group : fusion.groups()) {
      for (Value member : group.members()) {
        member.operation().operands().forEach(operand -> use(operand, group));
      }
      for (Value sum : group.sums()) {
        sum.operation().operands().forEach(operand -> use(operand, group));
      }
    }
  }

  private void use(Value operand, Group user) {
    if (fusion.producer(operand) != user) {
      lastUses.merge(stored(operand), user.index(), Math::max);
    }
  }

  /** A join's memory is taken when its first part is computed. */
  private void findJoins() {
    for (Value value : step.live()) {
      if (value.operation() instanceof Operation.Join join) {
        int first =
            join.operands().stream()
                .mapToInt(part -> fusion.producer(part).index())
                .min()
                .orElseThrow();
        joins.computeIfAbsent(first, index -> new ArrayList<>()).add(value);
      }
    }
  }

  private void placeJoin(Value value, int birth) {
    if (!places.containsKey(value)) {
      int offset = workspace.place(value.shape().elements(), birth, lastUses.get(value));
      places.put(value, List.of(matrix(Region.WORKSPACE, offset, value)));
    }
    for (Operation.Join.Part part : ((Operation.Join) value.operation()).parts()) {
      List<AxisIndex> indices = new ArrayList<>();
      for (int axis = 0; axis < part.offsets().size(); axis++) {
        indices.add(new AxisIndex.Along(axis, part.offsets().get(axis), 1));
      }
      IndexedValue box = new IndexedValue(value, indices);
      for (Place place : places(value)) {
        parts
            .computeIfAbsent(part.value(), v -> new ArrayList<>())
            .add(DomainPlace.of(place, box, indices.size()));
      }
    }
  }

  private void placeWorkspace() {
    for (Group group : fusion.groups()) {
      joins.getOrDefault(group.index(), List.of()).forEach(join -> placeJoin(join, group.index()));
      for (Value member : group.members()) {
        if (lastUses.containsKey(member) && !places.containsKey(member)) {
          int offset =
              workspace.place(member.shape().elements(), group.index(), lastUses.get(member));
          places.put(member, List.of(matrix(Region.WORKSPACE, offset, member)));
        }
      }
    }
  }

  /** The first of so many floats of the workspace for launches behind those of all groups. */
  int placeBehind(int elements) {
    int end = fusion.groups().size();
    return workspace.place(elements, end, end);
  }

  private static Place matrix(Region region, int offset, Value value) {
    return Place.matrix(region, offset, value.shape().rows(), value.shape().columns());
  }

  private int next(int offset, Place place) {
    return StatePlacement.align(Math.addExact(offset, place.elements()), target.alignment());
  }

  /** Where a value goes that a launch computes: to a place of its own, and into joins. */
  List<DomainPlace> stores(Value value) {
    List<DomainPlace> stores = new ArrayList<>();
    IndexedValue whole = IndexedValue.whole(value);
    for (Place place : places(value)) {
      stores.add(DomainPlace.of(place, whole, value.shape().rank()));
    }
    stores.addAll(parts.getOrDefault(value, List.of()));
    return stores;
  }

  /** Whether a place is that of a gradient, not of anything else. */
  boolean isGradient(Place place) {
    return place.region() == Region.GRADIENT && place.end() <= state.learntElements();
  }

  /** Whether a value leaves its launch. */
  boolean isStored(Value value) {
    return places.containsKey(value) || parts.containsKey(value);
  }

  /** Where a value lies by itself; empty if it never leaves its launch, or only as a part. */
  List<Place> places(Value value) {
    return places.getOrDefault(value, List.of());
  }

  /** The value whose numbers a value has: of a reshape, what is reshaped. */
  static Value stored(Value value) {
    return value.operation() instanceof Operation.Reshape reshape ? reshape.operand() : value;
  }

  /** Where a value is read from. */
  Place place(Value value) {
    Value stored = stored(value);
    List<Place> found = places(stored);
    if (found.isEmpty()) {
      throw new IllegalStateException("The compiler left no place for " + value);
    }
    Place first = found.get(0);
    return stored == value ? first : matrix(first.region(), first.base(), value);
  }

  Map<String, Plan.Binding> inputs() {
    return inputs;
  }

  Map<String, Plan.Binding> outputs() {
    return outputs;
  }

  int inputElements() {
    return inputElements;
  }

  int outputElements() {
    return outputElements;
  }

  int workspaceElements() {
    return workspace.total();
  }
}
