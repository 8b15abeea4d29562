package org.gradcl.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.loss.Loss;
import org.gradcl.nn.Mode;
import org.gradcl.nn.Sequential;
import org.gradcl.tensor.Shape;

/**
 * A step that learns nothing and yields what it is asked for by label: values of the forward pass,
 * and the loss of each sample before any reduction.
 *
 * @param model predicts; dropout does nothing
 * @param loss judges; empty if {@link #LOSS} is not among the labels
 * @param labels of the values, each once
 */
public record ValuesStep(Sequential model, Optional<Loss> loss, List<String> labels)
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
   * @param loss asked for if the labels have {@link #LOSS}
   * @throws IllegalArgumentException if there are no labels, one is unknown, or its value has no
   *     row for each sample; the known ones are listed
   */
  public static ValuesStep of(Sequential model, Supplier<Loss> loss, String... labels) {
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
        distinct.contains(LOSS) ? Optional.of(loss.get()) : Optional.empty(),
        List.copyOf(distinct));
  }

  /** The labels that a model and any loss have, in the order of the forward pass. */
  private static Set<String> known(Sequential model) {
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

  private static Graph forward(Sequential model, int batch) {
    Graph graph = new Graph();
    Value x = graph.input(TrainingStep.INPUT, Batches.shape(batch, model.inputShape()));
    model.append(graph, x, Mode.INFERENCE);
    return graph;
  }

  @Override
  public StepGraph graph(int batch) {
    Graph graph = new Graph();
    Value x = graph.input(TrainingStep.INPUT, Batches.shape(batch, model.inputShape()));
    Optional<Value> y =
        loss.map(l -> l.targetShape(model.outputShape()))
            .map(shape -> graph.input(TrainingStep.TARGET, Batches.shape(batch, shape)));
    Value prediction = model.append(graph, x, Mode.INFERENCE);
    List<String> ofForward = new ArrayList<>(labels);
    ofForward.remove(LOSS);
    Map<String, Value> named = new LinkedHashMap<>(Batches.labelled(graph, ofForward));
    if (y.isPresent()) {
      graph.enter(Phase.LOSS);
      named.put(LOSS, loss.get().each(graph, prediction, y.get()));
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
