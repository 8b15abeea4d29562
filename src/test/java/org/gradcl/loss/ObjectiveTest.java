package org.gradcl.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.graph.Gradients;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Phase;
import org.gradcl.graph.Role;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.optim.Optimizers;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.ReferenceState;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Sums of weighted losses, weights of samples, and their text form. */
class ObjectiveTest {
  private static final Map<String, Shape> OUTPUTS =
      Map.of("height", Shape.of(3), "path", Shape.of(2, 3), "spread", Shape.of(3));

  /** Rows of a batch, by the names of outputs and arrays. */
  private record Rows(Map<String, double[]> numbers, int samples) {
    static Rows random(AppliedObjective objective, int samples, long seed) {
      Random random = new Random(seed);
      Map<String, double[]> numbers = new LinkedHashMap<>();
      shapes(objective)
          .forEach(
              (name, shape) ->
                  numbers.put(
                      name,
                      random.doubles((long) samples * shape.elements(), 0.25, 1.75).toArray()));
      return new Rows(numbers, samples);
    }

    Rows with(String name, double... values) {
      Map<String, double[]> changed = new LinkedHashMap<>(numbers);
      changed.put(name, values);
      return new Rows(changed, samples);
    }

    Rows part(int from, int to) {
      Map<String, double[]> part = new LinkedHashMap<>();
      numbers.forEach(
          (name, values) -> {
            int each = values.length / samples;
            part.put(name, Arrays.copyOfRange(values, from * each, to * each));
          });
      return new Rows(part, to - from);
    }
  }

  private static Map<String, Shape> shapes(AppliedObjective objective) {
    Map<String, Shape> shapes = new TreeMap<>(OUTPUTS);
    objective.inputs().forEach((name, spec) -> shapes.put(name, spec.shape()));
    return shapes;
  }

  private static AppliedObjective on(LossTerm... terms) {
    return Objective.of(terms).on(OUTPUTS);
  }

  private static Map<String, Value> inputs(Graph graph, AppliedObjective objective, int samples) {
    Map<String, Value> values = new LinkedHashMap<>();
    shapes(objective)
        .forEach((name, shape) -> values.put(name, graph.input(name, shape.batch(samples))));
    return values;
  }

  private static Map<String, double[]> run(Graph graph, Map<String, Value> outputs, Rows rows) {
    StepGraph step = StepGraph.inference(graph, outputs);
    ReferenceState state =
        ReferenceState.initial(step.stateLayout(), List.of(), 1, RandomKey.ofSeed(1));
    return new Interpreter(step).run(rows.numbers(), state).outputs();
  }

  /** What training minimises. */
  private static double trained(AppliedObjective objective, Rows rows) {
    Graph graph = new Graph();
    Map<String, Value> values = inputs(graph, objective, rows.samples());
    graph.enter(Phase.LOSS);
    Value loss = objective.append(graph, values, values);
    return run(graph, Map.of("value", loss), rows).get("value")[0];
  }

  /** What an evaluation of batches says. */
  private static Map<String, Double> evaluated(AppliedObjective objective, Rows... batches) {
    Map<String, Double> sums = new LinkedHashMap<>();
    long samples = 0;
    for (Rows batch : batches) {
      Graph graph = new Graph();
      Map<String, Value> values = inputs(graph, objective, batch.samples());
      graph.enter(Phase.LOSS);
      run(graph, objective.appendSums(graph, values, values), batch)
          .forEach((name, sum) -> sums.merge(name, sum[0], Double::sum));
      samples += batch.samples();
    }
    return objective.figures(sums, samples);
  }

  private static double[] numbers(double... values) {
    return values;
  }

  private static LossTerm height() {
    return LossTerm.of(Losses.meanAbsoluteError()).on("height");
  }

  @Test
  void weightsOfSamplesAreNormalisedByTheirSum() {
    AppliedObjective objective = on(height().weightedBy("w"));
    Rows rows =
        Rows.random(objective, 3, 1)
            .with("height", 1, 2, 3, 4, 5, 6, 7, 8, 9)
            .with("target", 0, 0, 0, 0, 0, 0, 0, 0, 0)
            .with("w", 2, 0, 0.5);
    double expected = (2 * (1 + 2 + 3) + 0.5 * (7 + 8 + 9)) / (3 * 2.5);
    assertThat(trained(objective, rows)).isCloseTo(expected, within(1e-14));
    assertThat(evaluated(objective, rows).get("loss")).isCloseTo(expected, within(1e-14));
  }

  @Test
  void aMaskOverTimeIsRepeatedOverTheFeatures() {
    AppliedObjective objective =
        on(LossTerm.of(Losses.meanAbsoluteError()).on("path").weightedBy("mask", 2));
    Rows rows =
        Rows.random(objective, 2, 1)
            .with("path", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
            .with("target", new double[12])
            .with("mask", 1, 0, 1, 1);
    double expected = (1 + 2 + 3 + 7 + 8 + 9 + 10 + 11 + 12) / 9.0;
    assertThat(trained(objective, rows)).isCloseTo(expected, within(1e-14));
    // What is masked does not matter.
    Rows other = rows.with("path", 1, 2, 3, -40, 50, 60, 7, 8, 9, 10, 11, 12);
    assertThat(trained(objective, other)).isEqualTo(trained(objective, rows));
  }

  @Test
  void weightsOfOtherReductions() {
    for (Reduction reduction : Reduction.values()) {
      Loss loss = Losses.meanAbsoluteError().withReduction(reduction);
      AppliedObjective objective = on(LossTerm.of(loss).on("height").weightedBy("w"));
      Rows rows =
          Rows.random(objective, 2, 1)
              .with("height", 1, 2, 3, 4, 5, 6)
              .with("target", 1, 1, 1, 1, 1, 1)
              .with("w", 3.5, 0.5);
      double sum = 3.5 * 3 + 0.5 * 12;
      assertThat(trained(objective, rows))
          .as(reduction.toString())
          .isCloseTo(
              switch (reduction) {
                case MEAN -> sum / (3 * 4);
                case SUM -> sum;
                case BATCH_MEAN -> sum / 4;
              },
              within(1e-14));
      assertThat(evaluated(objective, rows.part(0, 1), rows.part(1, 2)).get("loss"))
          .isCloseTo(trained(objective, rows), within(1e-14));
    }
  }

  @Test
  void weightsThatAreAllZeroGiveNoLossAndNoGradient() {
    AppliedObjective objective = on(height().weightedBy("w"));
    Rows rows = Rows.random(objective, 3, 1).with("w", 0, 0, 0);
    assertThat(trained(objective, rows)).isZero();
    assertThat(evaluated(objective, rows).get("loss")).isZero();
    assertThat(gradient(objective, "height", rows)).containsExactly(new double[9], within(0.0));
  }

  @Test
  void aGradientIsThatOfTheWeightedMean() {
    AppliedObjective objective = on(height().weightedBy("w").times(0.5));
    Rows rows =
        Rows.random(objective, 2, 1)
            .with("height", 1, 2, 3, 4, 5, 6)
            .with("target", 2, 2, 2, 2, 2, 7)
            .with("w", 3, 1);
    double share = 0.5 / (3 * 4);
    assertThat(gradient(objective, "height", rows))
        .containsExactly(numbers(-3 * share, 0, 3 * share, share, share, -share), within(1e-15));
  }

  private static double[] gradient(AppliedObjective objective, String output, Rows rows) {
    Graph graph = new Graph();
    Map<String, Value> values = inputs(graph, objective, rows.samples());
    Shape shape = values.get(output).shape();
    Value learnt = graph.parameter("learnt", shape, Role.PARAMETER);
    values.put(output, learnt);
    graph.enter(Phase.LOSS);
    Value loss = objective.append(graph, values, values);
    StepGraph step =
        StepGraph.training(
            graph, Map.of(), loss, Gradients.of(loss, List.of(learnt)), Optimizers.sgd(1).rule());
    HostTensor first = HostTensor.of("learnt", shape, rows.numbers().get(output));
    ReferenceState state =
        ReferenceState.initial(step.stateLayout(), List.of(first), 1, RandomKey.ofSeed(1));
    return new Interpreter(step).run(rows.numbers(), state).gradients().get("learnt");
  }

  @Test
  void severalLossesAreAddedWithTheirWeights() {
    LossTerm path = LossTerm.of(Losses.huber(0.5)).on("path").against("way").times(0.25);
    LossTerm spread = height().on("spread").against("way2").weightedBy("w").times(-2);
    AppliedObjective all = on(height(), path, spread);
    assertThat(all.inputs().keySet()).containsExactly("target", "w", "way", "way2");
    Rows rows = Rows.random(all, 5, 3);
    double expected =
        trained(on(height()), rows)
            + 0.25 * trained(on(path.times(1)), rows)
            - 2 * trained(on(spread.times(1)), rows);
    assertThat(trained(all, rows)).isCloseTo(expected, within(1e-14));
    Map<String, Double> figures = evaluated(all, rows);
    assertThat(figures.keySet()).containsExactly("loss", "loss/height", "loss/path", "loss/spread");
    assertThat(figures.get("loss")).isCloseTo(expected, within(1e-14));
    assertThat(figures.get("loss/path")).isCloseTo(trained(on(path.times(1)), rows), within(1e-14));
  }

  @Test
  void anEvaluationOfBatchesIsThatOfTheWhole() {
    List<LossTerm> terms =
        List.of(
            height(),
            height().weightedBy("w"),
            LossTerm.of(Losses.gaussianNll(1e-6)).on("height", "spread").weightedBy("w"),
            LossTerm.of(Losses.meanAbsoluteError().withReduction(Reduction.SUM)).on("height"),
            LossTerm.of(Losses.klDivergence().withReduction(Reduction.BATCH_MEAN)).on("height"));
    for (LossTerm term : terms) {
      AppliedObjective objective = on(term);
      Rows rows = Rows.random(objective, 7, 5);
      double whole = evaluated(objective, rows).get("loss");
      assertThat(
              evaluated(objective, rows.part(0, 2), rows.part(2, 6), rows.part(6, 7)).get("loss"))
          .as(term.toString())
          .isCloseTo(whole, within(1e-14));
      assertThat(trained(objective, rows)).as(term.toString()).isCloseTo(whole, within(1e-14));
    }
  }

  @Test
  void twoLossesOfOneOutputHaveFiguresOfTheirOwn() {
    AppliedObjective objective = on(height(), LossTerm.of(Losses.huber(1)).on("height"));
    assertThat(evaluated(objective, Rows.random(objective, 2, 1)).keySet())
        .containsExactly("loss", "loss/height", "loss/height/2");
  }

  @Test
  void aLossOfTheUsersOwnReadsSeveralOutputsAndNoTarget() {
    JointScalarLoss product =
        JointScalarLoss.of(
            "product", 2, Reduction.SUM, (p, y) -> p.get(0).times(p.get(1)).plus(p.get(1)));
    AppliedObjective objective = on(LossTerm.of(product).on("height", "spread"));
    assertThat(objective.inputs()).isEmpty();
    Rows rows = Rows.random(objective, 1, 1).with("height", 1, 2, 3).with("spread", 4, 5, 6);
    assertThat(trained(objective, rows)).isEqualTo(4 + 10 + 18 + 15);
    assertThatThrownBy(
            () ->
                JointScalarLoss.of("q", 1, Reduction.SUM, (p, y) -> JointScalarLoss.prediction(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("q", "prediction1", "prediction(0)");
  }

  @Test
  void textsReadBack() {
    List<Objective> objectives = new ArrayList<>();
    objectives.add(Objective.of(Losses.huber(0.25)));
    objectives.add(
        Objective.of(
            height().times(0.3).weightedBy("the mask", 2).against("Target Of Mine"),
            LossTerm.of(new Triplet(2, 1e-6, Reduction.SUM)).on("a", "B", "c d").times(-1e-3),
            LossTerm.of(Losses.gaussianNll(1e-4)).on("m", "v").weightedBy("w")));
    for (Objective objective : objectives) {
      assertThat(Objective.parse(objective.describe())).isEqualTo(objective);
    }
    assertThat(objectives.get(0).describe()).isEqualTo("huber delta=0.25 reduction=mean");
    assertThat(Objective.parse("triplet | on  a , b,c | times  2 ;mae| against  y "))
        .isEqualTo(
            Objective.of(
                LossTerm.of(Losses.triplet(1)).on("a", "b", "c").times(2),
                LossTerm.of(Losses.meanAbsoluteError()).against("y")));
  }

  @Test
  void textsAndNamesThatCantBeReadAreRefused() {
    assertThatThrownBy(() -> Objective.parse("mae | over height"))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContainingAll("'on'", "over height");
    assertThatThrownBy(() -> Objective.parse("mae | weighted by w 0"))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("at least 1");
    for (String name : List.of("a;b", "a,b", "a|b", "", " a")) {
      assertThatThrownBy(() -> height().on(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + name + "'");
    }
  }

  @Test
  void termsThatDoNotFitTheModelAreRefused() {
    assertThatThrownBy(() -> on(LossTerm.of(Losses.meanAbsoluteError())))
        .hasMessageContainingAll("reads 1", "height", "LossTerm.on");
    assertThatThrownBy(() -> on(LossTerm.of(Losses.triplet(1))))
        .hasMessageContainingAll("reads 3", "LossTerm.on");
    assertThatThrownBy(() -> on(LossTerm.of(Losses.gaussianNll(1)).on("height", "path")))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContainingAll("[3]", "[2, 3]");
    assertThatThrownBy(() -> on(LossTerm.of(Losses.cosineEmbedding(0)).on("height", "path")))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContainingAll("[3]", "[2, 3]");
    assertThatThrownBy(() -> on(height().weightedBy("w", 3)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("3 axes");
    assertThatThrownBy(() -> on(height(), height().on("path")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'target'", "[3]", "[2, 3]");
    assertThatThrownBy(() -> height().times(Double.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void figuresOfZeroSummandsAreZero() {
    AppliedObjective objective = on(height().weightedBy("w"), height());
    Rows rows = Rows.random(objective, 4, 9).with("w", new double[4]);
    assertThat(evaluated(objective, rows).get("loss/height")).isZero();
    assertThat(trained(objective, rows)).isCloseTo(trained(on(height()), rows), within(1e-15));
  }
}
