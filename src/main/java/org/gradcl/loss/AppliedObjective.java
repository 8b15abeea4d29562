package org.gradcl.loss;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.Operation.Sum.Extent;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/** An objective on the outputs of a model: which arrays it needs, and its value. Immutable. */
public final class AppliedObjective {
  /** The name of the objective's value among the figures of an evaluation. */
  public static final String LOSS = "loss";

  private final Objective objective;
  private final List<AppliedLoss> losses = new ArrayList<>();
  private final SortedMap<String, InputSpec> inputs = new TreeMap<>();

  AppliedObjective(Objective objective, Map<String, Shape> outputs) {
    this.objective = objective;
    for (LossTerm term : objective.terms()) {
      AppliedLoss loss = AppliedLoss.of(term, outputs);
      losses.add(loss);
      loss.inputs().forEach(this::require);
    }
  }

  private void require(String name, InputSpec spec) {
    InputSpec before = inputs.put(name, spec);
    if (before != null && !before.equals(spec)) {
      throw new IllegalArgumentException(
          String.format(
              "Two losses ask for different arrays named '%s', %s and %s; give one of them another"
                  + " target",
              name, text(before), text(spec)));
    }
  }

  private static String text(InputSpec spec) {
    return spec.classes().isPresent()
        ? "indices below " + spec.classes().getAsInt() + " of the shape " + spec.shape()
        : "numbers of the shape " + spec.shape();
  }

  /** {@return the objective} */
  public Objective objective() {
    return objective;
  }

  /** {@return what a batch must have beside the model's inputs, by name in alphabetical order} */
  public SortedMap<String, InputSpec> inputs() {
    return Collections.unmodifiableSortedMap(inputs);
  }

  /** {@return the target of the first loss, if it needs one} */
  public Optional<InputSpec> target() {
    return losses.get(0).target();
  }

  /**
   * Writes the objective of a batch into a graph. The factors of reductions are arguments of the
   * launch, so that the batch size is no part of a kernel's text.
   *
   * @param graph to be written into
   * @param outputs of the model, by name
   * @param batch what {@link #inputs} names
   * @return a scalar, the sum of something an element or a sample
   */
  public Value append(Graph graph, Map<String, Value> outputs, Map<String, Value> batch) {
    if (losses.size() == 1) {
      return graph.sum(losses.get(0).summands(graph, outputs, batch), Extent.ALL);
    }
    List<Value> scalars = new ArrayList<>();
    for (AppliedLoss loss : losses) {
      scalars.add(Sums.of(graph, loss.summands(graph, outputs, batch)));
    }
    Expr total = MapElements.variable(0);
    for (int i = 1; i < scalars.size(); i++) {
      total = total.plus(MapElements.variable(i));
    }
    return graph.sum(graph.map(Shape.scalar(), total, scalars), Extent.ALL);
  }

  /**
   * Writes the sums over a batch from which the value over many batches is made.
   *
   * @param graph to be written into
   * @param outputs of the model, by name
   * @param batch what {@link #inputs} names
   * @return scalars by name, {@link #LOSS} the first
   */
  public Map<String, Value> appendSums(
      Graph graph, Map<String, Value> outputs, Map<String, Value> batch) {
    Map<String, Value> sums = new LinkedHashMap<>();
    for (int i = 0; i < losses.size(); i++) {
      AppliedLoss loss = losses.get(i);
      sums.put(name(i), loss.sum(graph, outputs, batch));
      String counts = counts(i);
      loss.counted(graph, outputs, batch).ifPresent(count -> sums.put(counts, count));
    }
    return sums;
  }

  /**
   * {@return the objective's value over many batches, and, where it has several terms, that of
   * each: {@code loss/height}, before its weight}
   *
   * @param sums of each of {@link #appendSums} over all batches
   * @param samples in all batches
   */
  public Map<String, Double> figures(Map<String, Double> sums, long samples) {
    double total = 0;
    Map<String, Double> each = new LinkedHashMap<>();
    for (int i = 0; i < losses.size(); i++) {
      double value =
          losses.get(i).ofSum(sums.get(name(i)), Optional.ofNullable(sums.get(counts(i))), samples);
      total += objective.terms().get(i).weight() * value;
      each.put(name(i), value);
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(LOSS, total);
    if (losses.size() > 1) {
      figures.putAll(each);
    }
    return figures;
  }

  /**
   * {@return what turns the value of a batch into a summand of that over many, where they are not
   * weighted: the number of elements or samples for a mean, 1 for a sum}
   *
   * @param samples of the batch
   */
  public double share(long samples) {
    return losses.size() == 1 ? losses.get(0).share(samples) : samples;
  }

  private String name(int loss) {
    if (losses.size() == 1) {
      return LOSS;
    }
    String name = LOSS + "/" + String.join("+", losses.get(loss).outputs());
    long before =
        losses.subList(0, loss).stream()
            .filter(other -> other.outputs().equals(losses.get(loss).outputs()))
            .count();
    return before == 0 ? name : name + "/" + (before + 1);
  }

  private String counts(int loss) {
    return name(loss) + "/counts";
  }

  /**
   * Writes the losses of a batch before any reduction, where there is but one term.
   *
   * @param graph to be written into
   * @param outputs of the model, by name
   * @param batch what {@link #inputs} names
   * @return {@code [batch, …]}
   * @throws IllegalArgumentException if there are several
   */
  public Value each(Graph graph, Map<String, Value> outputs, Map<String, Value> batch) {
    if (losses.size() > 1) {
      throw new IllegalArgumentException(
          "The objective has "
              + losses.size()
              + " losses, '"
              + objective.describe()
              + "'; losses of samples can be asked for where there is one");
    }
    return losses.get(0).each(graph, outputs, batch);
  }
}
