package org.gradcl.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.loss.AppliedObjective;
import org.gradcl.loss.Objective;
import org.gradcl.nn.Mode;
import org.gradcl.nn.Model;
import org.gradcl.tensor.Shape;

/**
 * A step that learns nothing and yields what it is asked for by label: values of the forward pass,
 * and the loss of each sample before any reduction.
 *
 * @param model predicts; dropout does nothing
 * @param objective judges; empty if {@link #LOSS} is not among the labels
 * @param labels of the values, each once
 */
public record ValuesStep(Model model, Optional<Objective> objective, List<String> labels)
    implements Step {
  /** The label of the losses, one for each number of a target. */
  public static final String LOSS = "loss";

  /** Two sizes of batch that tell which extent of a shape is the batch's. */
  private static final int SOME = 2;

  /** Copies the list. */
  public ValuesStep {
    labels = List.copyOf(labels);
  }

  /**
   * A step for the given labels.
   *
   * @param objective asked for if the labels have {@link #LOSS}
   * @throws IllegalArgumentException if there are no labels, one is unknown, or its value has no
   *     row for each sample; the known ones are listed
   */
  public static ValuesStep of(Model model, Supplier<Objective> objective, String... labels) {
    Set<String> distinct = new LinkedHashSet<>();
    for (String label : Objects.requireNonNull(labels, "labels")) {
      distinct.add(Objects.requireNonNull(label, "label"));
    }
    Set<String> known = known(model);
    if (distinct.isEmpty() || !known.containsAll(distinct)) {
      Set<String> unknown = new LinkedHashSet<>(distinct);
      unknown.removeAll(known);
      throw new IllegalArgumentException(
          String.format(
              "%s; for each sample the model '%s' has %s. Gradients are those of a training step,"
                  + " which Trainer.trace shows; parameters are read by Trainer.parameters",
              unknown.isEmpty()
                  ? "Name at least one value"
                  : "There are no values named " + unknown,
              model.describe(),
              String.join(", ", known)));
    }
    return new ValuesStep(
        model,
        distinct.contains(LOSS) ? Optional.of(objective.get()) : Optional.empty(),
        List.copyOf(distinct));
  }

  /** The labels that a model and any loss have, in the order of the forward pass. */
  private static Set<String> known(Model model) {
    Set<String> known = new LinkedHashSet<>();
    Map<String, Value> some = forward(model, SOME).labelled();
    Map<String, Value> more = forward(model, SOME + 1).labelled();
    some.forEach(
        (label, value) -> {
          if (perSample(value.shape(), SOME) && perSample(more.get(label).shape(), SOME + 1)) {
            known.add(label);
          }
        });
    known.add(LOSS);
    return known;
  }

  private static boolean perSample(Shape shape, int batch) {
    return shape.rank() > 0 && shape.extent(0) == batch;
  }

  private static Graph forward(Model model, int batch) {
    Graph graph = new Graph();
    Forward.of(graph, model, Batches.inputs(graph, batch, model.inputs()), Mode.INFERENCE);
    return graph;
  }

  /** The arrays of a batch. */
  public BatchArrays arrays() {
    return BatchArrays.of(model, judged());
  }

  private Optional<AppliedObjective> judged() {
    return objective.map(o -> o.on(model.outputShapes()));
  }

  @Override
  public StepGraph graph(int batch) {
    Graph graph = new Graph();
    SortedMap<String, Value> values = Batches.inputs(graph, batch, arrays().specs());
    Map<String, Value> outputs = Forward.of(graph, model, values, Mode.INFERENCE);
    List<String> ofForward = new ArrayList<>(labels);
    ofForward.remove(LOSS);
    Map<String, Value> named = new LinkedHashMap<>(Batches.labelled(graph, ofForward));
    if (objective.isPresent()) {
      graph.enter(Phase.LOSS);
      named.put(LOSS, judged().orElseThrow().each(graph, outputs, values));
    }
    return StepGraph.inference(graph, named);
  }

  /**
   * The shape of each value for one sample, by label, in the order in which they were asked for.
   */
  public Map<String, Shape> shapes() {
    Map<String, Value> outputs = graph(1).outputs();
    Map<String, Shape> shapes = new LinkedHashMap<>();
    labels.forEach(label -> shapes.put(label, outputs.get(label).shape().sample()));
    return shapes;
  }
}
