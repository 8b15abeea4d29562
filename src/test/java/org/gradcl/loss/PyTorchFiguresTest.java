package org.gradcl.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.graph.Gradients;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Phase;
import org.gradcl.graph.Role;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.optim.Optimizers;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.ReferenceResult;
import org.gradcl.reference.ReferenceState;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

/**
 * Figures that PyTorch 1.13 computed in float64: the function named in each test, and autograd. Its
 * inputs are exact in float32, so that they are the same numbers here.
 */
class PyTorchFiguresTest {
  private static final double[] P = {0.25, -1.25, 2.5, 0.75};
  private static final double[] Y = {0.125, 0.5, 2.5, -1};

  private static double[] numbers(double... values) {
    return values;
  }

  /** The loss of outputs of one shape, and its gradients by each: {@code p0}, {@code p1}, …. */
  private static ReferenceResult judge(
      Loss loss, Shape shape, double[] target, double[]... outputs) {
    Graph graph = new Graph();
    Map<String, Shape> shapes = new LinkedHashMap<>();
    Map<String, Value> values = new LinkedHashMap<>();
    List<HostTensor> parameters = new ArrayList<>();
    for (int i = 0; i < outputs.length; i++) {
      shapes.put("p" + i, shape.sample());
      values.put("p" + i, graph.parameter("p" + i, shape, Role.PARAMETER));
      parameters.add(HostTensor.of("p" + i, shape, outputs[i]));
    }
    LossTerm term = LossTerm.of(loss).on(shapes.keySet().toArray(String[]::new));
    AppliedObjective objective = Objective.of(term).on(shapes);
    Map<String, Value> batch = new LinkedHashMap<>();
    objective
        .inputs()
        .forEach(
            (name, spec) ->
                batch.put(name, graph.input(name, spec.shape().batch(shape.extent(0)))));
    graph.enter(Phase.LOSS);
    Value total = objective.append(graph, values, batch);
    StepGraph step =
        StepGraph.training(
            graph,
            Map.of(),
            total,
            Gradients.of(total, List.copyOf(values.values())),
            Optimizers.sgd(1).rule());
    ReferenceState state =
        ReferenceState.initial(step.stateLayout(), parameters, 1, RandomKey.ofSeed(1));
    return new Interpreter(step)
        .run(batch.isEmpty() ? Map.of() : Map.of(LossTerm.TARGET, target), state);
  }

  private static void check(ReferenceResult found, double loss, double[]... gradients) {
    assertThat(found.loss().orElseThrow()).isCloseTo(loss, within(1e-14));
    for (int i = 0; i < gradients.length; i++) {
      assertThat(found.gradients().get("p" + i)).containsExactly(gradients[i], within(1e-14));
    }
  }

  /** {@code smooth_l1_loss(beta=0.5)}. */
  @Test
  void smoothL1() {
    check(
        judge(Losses.smoothL1(0.5), Shape.of(2, 2), Y, P),
        0.75390625,
        numbers(0.0625, -0.25, 0, 0.25));
  }

  /** {@code binary_cross_entropy}. */
  @Test
  void binaryCrossEntropy() {
    check(
        judge(
            Losses.binaryCrossEntropy(),
            Shape.of(4, 1),
            numbers(0, 1, 1, 0.25),
            numbers(0.25, 0.875, 0.0625, 0.5)),
        0.9717373419690075,
        numbers(0.3333333333333333, -0.2857142857142857, -4, 0.25));
  }

  /** {@code kl_div(reduction="mean")}. */
  @Test
  void divergenceByMean() {
    check(
        judge(
            Losses.klDivergence().withReduction(Reduction.MEAN),
            Shape.of(2, 3),
            numbers(0.25, 0, 0.75, 0.5, 0.25, 0.25),
            numbers(-1.5, -2, -0.25, -1, -1.25, -0.75)),
        -0.006592652576454375,
        numbers(
            -0.041666666666666664,
            0,
            -0.125,
            -0.08333333333333333,
            -0.041666666666666664,
            -0.041666666666666664));
  }

  /** {@code kl_div(reduction="batchmean")}. */
  @Test
  void divergenceByBatchMean() {
    check(
        judge(
            Losses.klDivergence().withReduction(Reduction.BATCH_MEAN),
            Shape.of(2, 3),
            numbers(0.25, 0, 0.75, 0.5, 0.25, 0.25),
            numbers(-1.5, -2, -0.25, -1, -1.25, -0.75)),
        -0.019777957729363124,
        numbers(-0.125, 0, -0.375, -0.25, -0.125, -0.125));
  }

  /** {@code kl_div(reduction="sum")}. */
  @Test
  void divergenceBySum() {
    check(
        judge(
            Losses.klDivergence().withReduction(Reduction.SUM),
            Shape.of(2, 3),
            numbers(0.25, 0, 0.75, 0.5, 0.25, 0.25),
            numbers(-1.5, -2, -0.25, -1, -1.25, -0.75)),
        -0.03955591545872625,
        numbers(-0.25, 0, -0.75, -0.5, -0.25, -0.25));
  }

  /** {@code poisson_nll_loss}. */
  @Test
  void poissonOfLogarithms() {
    check(
        judge(Losses.poissonNll(true), Shape.of(2, 2), numbers(0, 3, 2, 1), P),
        3.46750604771602,
        numbers(0.32100635417193535, -0.6783738007849525, 2.5456234901758683, 0.2792500041531687));
  }

  /** {@code poisson_nll_loss(log_input=False)}. */
  @Test
  void poissonOfMeans() {
    check(
        judge(
            Losses.poissonNll(false),
            Shape.of(2, 2),
            numbers(0, 3, 2, 1),
            numbers(0.25, 1.25, 2.5, 0.75)),
        0.6339174773568772,
        numbers(0.25, -0.3499999952, 0.0500000008, -0.08333332888888895));
  }

  /** {@code gaussian_nll_loss}. */
  @Test
  void gaussian() {
    check(
        judge(Losses.gaussianNll(1e-6), Shape.of(2, 2), Y, P, numbers(0.5, 1.5, 0.125, 2)),
        0.24127377913687437,
        numbers(0.0625, -0.29166666666666663, 0, 0.21875),
        numbers(0.2421875, -0.08680555555555554, 1, -0.033203125));
  }

  /** {@code cosine_embedding_loss(margin=0.125)}. */
  @Test
  void cosineEmbedding() {
    check(
        judge(
            Losses.cosineEmbedding(0.125),
            Shape.of(3, 3),
            numbers(1, -1, -1),
            numbers(0.25, -1.25, 2.5, 0.75, 0.125, 0.25, 1, 2, 3),
            numbers(1, 0.5, -0.25, 0.5, 0.25, 0.125, -1, 1, 0.5)),
        0.8202397223187378,
        numbers(
            -0.10697360092774683,
            -0.035383575691487715,
            -0.006994427752963904,
            -0.00886631774367147,
            0.11969528954750833,
            -0.03324869154075388,
            -0.06999699192942566,
            0.038180177416052286,
            -0.002121120967556102),
        numbers(
            -0.10491641629446113,
            0.09010468693532489,
            -0.23945629130751078,
            0.06058650458720383,
            -0.15146626146357844,
            0.060586504586096046,
            0.12538181719342134,
            0.052792344081482256,
            0.14517894622401017));
  }

  /** {@code triplet_margin_loss}. */
  @Test
  void tripletMargin() {
    check(
        judge(
            Losses.triplet(1),
            Shape.of(3, 3),
            numbers(),
            numbers(0.25, -1.25, 2.5, 0.75, 0.125, 0.25, 1, 2, 3),
            numbers(1, 0.5, -0.25, 0.5, 0.25, 0.125, -1, 1, 0.5),
            numbers(0.25, 0.125, 2, 2, 0.125, -1, 1, 2, 2.5)),
        2.2452626100164292,
        numbers(
            -0.07474363577572932,
            0.1388629566300707,
            0.16014499878826427,
            0,
            0,
            0,
            0.19876093354310637,
            0.0993801831292617,
            -0.08488135791663798),
        numbers(
            0.07474340794692746,
            0.17440141808684428,
            -0.27405962754278135,
            0,
            0,
            0,
            -0.1987616002084397,
            -0.09938084979459502,
            -0.24845197541536201),
        numbers(
            2.278288018514304e-07,
            -0.313264374716915,
            0.11391462875451708,
            0,
            0,
            0,
            6.666653333333332e-07,
            6.666653333333332e-07,
            0.333333333332));
  }

  /** {@code cosine_embedding_loss(margin=0)} of vectors at a right angle. */
  @Test
  void anEdgeOfTheCosinesMarginHasASlope() {
    check(
        judge(Losses.cosineEmbedding(0), Shape.of(1, 2), numbers(-1), numbers(1, 0), numbers(0, 1)),
        0,
        numbers(0, 0.9999999999989999),
        numbers(0.9999999999989999, 0));
  }

  /** {@code clamp(1 - y * p, min=0).mean()}, whose third element lies at the edge. */
  @Test
  void hingeWithItsEdge() {
    check(
        judge(
            Losses.hinge(1), Shape.of(4, 1), numbers(1, -1, 1, -1), numbers(0.25, -1.25, 1, 0.75)),
        0.625,
        numbers(-0.25, 0, -0.25, 0.25));
  }

  /**
   * {@code maximum(0.875 * (y - p), -0.125 * (y - p)).mean()}, whose third element lies at the
   * edge.
   */
  @Test
  void quantileWithItsEdge() {
    check(
        judge(Losses.quantile(0.875), Shape.of(4, 1), Y, P),
        0.44140625,
        numbers(0.03125, -0.21875, -0.09375, 0.03125));
  }

  /** {@code (y * -0.25 * (1-p)**2 * log(p) + (1-y) * -0.75 * p**2 * log(1-p)).mean()}. */
  @Test
  void focalLoss() {
    check(
        judge(Losses.focal(0.25, 2), Shape.of(4, 1), numbers(1, 0, 1, 0.25), P),
        0.08363993454724063,
        numbers(
            -0.013003523695304022,
            0.005712910449821704,
            -7.972405804143065e-05,
            0.09001483226821007));
  }
}
