package org.gradcl.loss;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.select;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.gradcl.expr.Expr;
import org.gradcl.graph.AxisIndex;
import org.gradcl.graph.Graph;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.Operation.Sum.Extent;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * A term of an objective on the outputs of a model.
 *
 * <pre>
 * ℓ  a loss for each element     w  its sample's weight     c  what it counts
 * mean   Σ wℓ / Σ wc, 0 where Σ wc = 0; without weights and counts Σ ℓ / n
 * sum    Σ wℓ
 * batch_mean   Σ wℓ / Σ w, one w a sample; without weights Σ ℓ / batch
 * </pre>
 *
 * @param term what is asked for
 * @param outputs the names of the outputs that it reads
 * @param target what it needs of a target
 * @param each the shape of one sample's losses
 */
record AppliedLoss(LossTerm term, List<String> outputs, Optional<InputSpec> target, Shape each) {
  private static final int SOME = 2;

  static AppliedLoss of(LossTerm term, Map<String, Shape> model) {
    List<String> outputs = outputs(term, model);
    List<Shape> predictions = outputs.stream().map(model::get).toList();
    Optional<InputSpec> target = term.loss().target(predictions);
    Graph graph = new Graph();
    NavigableMap<String, Value> values = new TreeMap<>();
    outputs.forEach(name -> values.put(name, graph.input(name, model.get(name).batch(SOME))));
    Optional<Value> targets = target.map(spec -> graph.input("=", spec.shape().batch(SOME)));
    Value losses = term.loss().each(graph, outputs.stream().map(values::get).toList(), targets);
    AppliedLoss loss = new AppliedLoss(term, outputs, target, losses.shape().sample());
    loss.requireWeights();
    return loss;
  }

  private static List<String> outputs(LossTerm term, Map<String, Shape> model) {
    List<String> outputs = term.outputs();
    if (outputs.isEmpty() && term.loss().predictions() == 1) {
      outputs = List.copyOf(model.keySet());
    }
    if (outputs.size() != term.loss().predictions() || !model.keySet().containsAll(outputs)) {
      throw new IllegalArgumentException(
          String.format(
              "The loss %s reads %d of the model's outputs; the model has %s, asked for %s: name"
                  + " them, in the loss's order, by LossTerm.on",
              term.loss().describe(), term.loss().predictions(), model.keySet(), outputs));
    }
    return outputs;
  }

  private void requireWeights() {
    if (term.sampleWeights().isEmpty()) {
      return;
    }
    int axes = term.sampleWeights().get().axes();
    if (axes > each.rank() + 1 || (axes > 1 && reduction() == Reduction.BATCH_MEAN)) {
      throw new ShapeMismatchException(
          String.format(
              "The loss %s has losses of shape %s a sample, which weights of %d axes, the batch for"
                  + " one, don't fit%s",
              term.loss().describe(),
              each,
              axes,
              axes > each.rank() + 1
                  ? "; use at most " + (each.rank() + 1)
                  : "; a batch_mean takes one weight a sample"));
    }
  }

  private Reduction reduction() {
    return term.loss().reduction();
  }

  /** What a batch must have for this loss, by name. */
  Map<String, InputSpec> inputs() {
    Map<String, InputSpec> inputs = new LinkedHashMap<>();
    target.ifPresent(spec -> inputs.put(term.target(), spec));
    term.sampleWeights()
        .ifPresent(w -> inputs.put(w.input(), InputSpec.of(each.leading(w.axes() - 1))));
    return inputs;
  }

  private List<Value> predictions(Map<String, Value> values) {
    return outputs.stream().map(values::get).toList();
  }

  private Optional<Value> target(Map<String, Value> batch) {
    return target.map(spec -> batch.get(term.target()));
  }

  /** The losses of a batch, before weights of samples and reduction. */
  Value each(Graph graph, Map<String, Value> values, Map<String, Value> batch) {
    return term.loss().each(graph, predictions(values), target(batch));
  }

  private Optional<Value> counts(Graph graph, Map<String, Value> values, Map<String, Value> batch) {
    return term.loss().counts(graph, predictions(values), target(batch));
  }

  /** What adds up to the loss of a batch, times its weight in the objective. */
  Value summands(Graph graph, Map<String, Value> values, Map<String, Value> batch) {
    // First what is divided by, so that the losses and their gradient can be one launch after it.
    Optional<Value> inverse =
        counted(graph, values, batch).map(counted -> graph.map(counted, this::shareOfEach));
    Value losses = each(graph, values, batch);
    Expr loss = MapElements.variable(0);
    List<IndexedValue> reads = new ArrayList<>(List.of(IndexedValue.whole(losses)));
    if (term.sampleWeights().isPresent()) {
      loss = loss.times(MapElements.variable(reads.size()));
      reads.add(weights(batch));
    }
    if (inverse.isPresent()) {
      loss = loss.times(MapElements.variable(reads.size()));
      reads.add(new IndexedValue(inverse.get(), List.of()));
    } else {
      double factor =
          term.weight() * reduction().factor(losses.shape().extent(0), losses.shape().elements());
      if (factor != 1 || reduction() != Reduction.SUM) {
        loss = loss.times(MapElements.variable(reads.size()));
        reads.add(new IndexedValue(graph.argument(factor), List.of()));
      }
    }
    return graph.mapViews(losses.shape(), loss, reads);
  }

  /** The factor of each loss, by what they count in all. */
  private Expr shareOfEach(Expr counted) {
    Expr share = constant(term.weight()).over(counted);
    return select(counted.equalTo(constant(0)), constant(0), share);
  }

  /** The weights of samples, repeated over the losses of a batch. */
  private IndexedValue weights(Map<String, Value> batch) {
    LossTerm.SampleWeights weights = term.sampleWeights().orElseThrow();
    List<AxisIndex> indices = new ArrayList<>();
    for (int axis = 0; axis < weights.axes(); axis++) {
      indices.add(AxisIndex.along(axis));
    }
    return new IndexedValue(batch.get(weights.input()), indices);
  }

  /** Σwℓ over a batch, a scalar. */
  Value sum(Graph graph, Map<String, Value> values, Map<String, Value> batch) {
    return graph.sum(weighted(graph, each(graph, values, batch), batch), Extent.ALL);
  }

  /** Losses, or what they count, times the weights of their samples, if they have any. */
  private Value weighted(Graph graph, Value each, Map<String, Value> batch) {
    if (term.sampleWeights().isEmpty()) {
      return each;
    }
    Expr product = MapElements.variable(0).times(MapElements.variable(1));
    return graph.mapViews(each.shape(), product, List.of(IndexedValue.whole(each), weights(batch)));
  }

  /** What a weighted mean divides by, Σwc over a batch, a scalar; empty for other reductions. */
  Optional<Value> counted(Graph graph, Map<String, Value> values, Map<String, Value> batch) {
    boolean weighted = term.sampleWeights().isPresent();
    if (reduction() == Reduction.SUM) {
      return Optional.empty();
    }
    if (reduction() == Reduction.BATCH_MEAN) {
      return weighted
          ? Optional.of(Sums.of(graph, batch.get(term.sampleWeights().get().input())))
          : Optional.empty();
    }
    Optional<Value> counts = counts(graph, values, batch);
    if (counts.isPresent()) {
      return Optional.of(Sums.of(graph, weighted(graph, counts.get(), batch)));
    }
    if (!weighted) {
      return Optional.empty();
    }
    Value weights = batch.get(term.sampleWeights().get().input());
    double repeated = (double) each.elements() / weights.shape().sample().elements();
    Value sum = Sums.of(graph, weights);
    return Optional.of(repeated == 1 ? sum : graph.map(sum, s -> s.times(repeated)));
  }

  /** The loss over many batches from Σwℓ and, for a weighted mean, Σwc. */
  double ofSum(double sum, Optional<Double> counted, long samples) {
    return counted
        .map(count -> count == 0 ? 0 : sum / count)
        .orElseGet(() -> sum * reduction().factor(samples, samples * each.elements()));
  }

  /** What an unweighted loss is divided by. */
  double share(long samples) {
    return reduction().count(samples, samples * each.elements());
  }
}
