package org.gradcl.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradcl.graph.Operation.Kind;

/**
 * A whole step as one graph: its inputs and parameters, what is asked for by name, and, for
 * training, the loss, the gradient of each parameter and the update.
 *
 * <p>Immutable once built; verified when it is built (see {@link GraphVerifier}).
 */
public final class StepGraph {
  private final List<Value> inputs;
  private final List<Value> parameters;
  private final Map<String, Value> outputs;
  private final Value loss;
  private final Map<Value, Value> gradients;
  private final UpdateRule update;
  private final List<Observation> observations;
  private final StepPart part;
  private final Map<String, Value> labelled;

  private StepGraph(
      Graph graph,
      Map<String, Value> outputs,
      Value loss,
      Map<Value, Value> gradients,
      UpdateRule update,
      StepPart part) {
    this.part = part;
    this.inputs = ofKind(graph, Kind.INPUT);
    this.parameters = ofKind(graph, Kind.PARAMETER);
    this.outputs = Collections.unmodifiableMap(computed(graph, outputs));
    this.loss = loss;
    Map<Value, Value> stored = new LinkedHashMap<>(gradients);
    List<Observation> observed = update == null ? List.of() : graph.observations();
    observed.forEach(observation -> stored.put(observation.statistic(), observation.observed()));
    Map<Value, Value> own = eachItsSum(graph, computed(graph, stored));
    if (!part.isFirst()) {
      own.replaceAll((tensor, value) -> isRead(graph, value) ? again(graph, value) : value);
    }
    this.observations = observed.stream().map(o -> o.withObserved(own.get(o.statistic()))).toList();
    observed.forEach(observation -> own.remove(observation.statistic()));
    this.gradients = Collections.unmodifiableMap(own);
    this.update = update;
    this.labelled = Collections.unmodifiableMap(new LinkedHashMap<>(graph.labelled()));
    GraphVerifier.verify(graph, this);
  }

  /**
   * A step that trains.
   *
   * @param outputs what is asked for by name beside loss and gradients
   * @param loss a scalar, kept for every step
   * @param gradients of each parameter of role {@link Role#PARAMETER}
   * @param update how parameters change
   */
  public static StepGraph training(
      Graph graph,
      Map<String, Value> outputs,
      Value loss,
      Map<Value, Value> gradients,
      UpdateRule update) {
    return training(graph, outputs, loss, gradients, update, StepPart.WHOLE);
  }

  /**
   * One of the batches of a step that trains.
   *
   * @param outputs what is asked for by name beside loss and gradients
   * @param loss of this batch
   * @param gradients of this batch's share in the loss of the step
   * @param update how parameters change after the last batch
   * @param part which batch it is
   */
  public static StepGraph training(
      Graph graph,
      Map<String, Value> outputs,
      Value loss,
      Map<Value, Value> gradients,
      UpdateRule update,
      StepPart part) {
    return new StepGraph(graph, outputs, loss, gradients, update, part);
  }

  /** A step that changes nothing. */
  public static StepGraph inference(Graph graph, Map<String, Value> outputs) {
    return new StepGraph(graph, outputs, null, Map.of(), null, StepPart.WHOLE);
  }

  /**
   * What is stored is computed by the step, where it lies: inputs, parameters and other sources are
   * repeated, and so are sums in another shape.
   */
  private static <K> Map<K, Value> computed(Graph graph, Map<K, Value> wanted) {
    Map<K, Value> computed = new LinkedHashMap<>(wanted);
    computed.replaceAll((key, value) -> isRepeated(value) ? again(graph, value) : value);
    return computed;
  }

  /** A sum goes to one place: two biases that are added have one gradient, summed for each. */
  private static Map<Value, Value> eachItsSum(Graph graph, Map<Value, Value> gradients) {
    Set<Value> sums = new HashSet<>();
    Map<Value, Value> own = new LinkedHashMap<>(gradients);
    own.replaceAll(
        (parameter, gradient) ->
            gradient.operation() instanceof Operation.Sum && !sums.add(gradient)
                ? again(graph, gradient)
                : gradient);
    return own;
  }

  /** What is added to a gradient's place is not there to be read. */
  private boolean isRead(Graph graph, Value value) {
    return outputs.containsValue(value)
        || graph.values().stream().anyMatch(v -> v.operation().operands().contains(value));
  }

  private static boolean isRepeated(Value value) {
    if (value.operation() instanceof Operation.Reshape reshape) {
      return isRepeated(reshape.operand())
          || reshape.operand().operation() instanceof Operation.Sum;
    }
    return value.operation().operands().isEmpty() && value.operation().kind() != Kind.MAP;
  }

  /** Foreign values are left to the verifier. */
  private static Value again(Graph graph, Value value) {
    return value.graph() == graph ? graph.again(value) : value;
  }

  private static List<Value> ofKind(Graph graph, Kind kind) {
    List<Value> found = new ArrayList<>();
    for (Value value : graph.values()) {
      if (value.operation().kind() == kind) {
        found.add(value);
      }
    }
    return List.copyOf(found);
  }

  /** What a batch source fills, in order. */
  public List<Value> inputs() {
    return inputs;
  }

  /** The model's tensors, in order. */
  public List<Value> parameters() {
    return parameters;
  }

  /** What is asked for by name. */
  public Map<String, Value> outputs() {
    return outputs;
  }

  /** What people call the values, asked for or not. */
  public Map<String, Value> labelled() {
    return labelled;
  }

  /** The loss of a training step. */
  public Optional<Value> loss() {
    return Optional.ofNullable(loss);
  }

  /** The gradient by each learnt parameter, in the order of parameters; empty for inference. */
  public Map<Value, Value> gradients() {
    return gradients;
  }

  /** What is observed of running statistics; empty for inference. */
  public List<Observation> observations() {
    return observations;
  }

  /** How parameters are updated; empty for inference. */
  public Optional<UpdateRule> update() {
    return Optional.ofNullable(update);
  }

  /** Which of a step's batches this is. */
  public StepPart part() {
    return part;
  }

  /** Whether this step changes parameters. */
  public boolean trains() {
    return update != null;
  }

  /** Every value that outputs, loss and gradients depend on, in order. */
  public List<Value> live() {
    List<Value> roots = new ArrayList<>(outputs.values());
    if (loss != null) {
      roots.add(loss);
    }
    roots.addAll(gradients.values());
    observations.forEach(observation -> roots.add(observation.observed()));
    return Liveness.of(roots);
  }

  /** What outlives this step. */
  public StateLayout stateLayout() {
    return StateLayout.of(parameters, update, updateGroups());
  }

  /**
   * The tensors that the update changes, by their formulas, in the order in which they lie in a
   * state: those whose gradients are clipped together, then others, then statistics.
   */
  public List<UpdateGroup> updateGroups() {
    if (update == null) {
      return List.of();
    }
    List<UpdateGroup> groups = new ArrayList<>(update.groups(learntNames()));
    Map<Double, Set<String>> byMomentum = new LinkedHashMap<>();
    for (Observation observation : observations) {
      byMomentum
          .computeIfAbsent(observation.momentum(), momentum -> new LinkedHashSet<>())
          .add(observation.name());
    }
    byMomentum.forEach((momentum, names) -> groups.add(UpdateGroup.ofStatistics(momentum, names)));
    return groups;
  }

  private Set<String> learntNames() {
    Set<String> names = new LinkedHashSet<>();
    gradients.keySet().forEach(value -> names.add(value.label()));
    return names;
  }
}
