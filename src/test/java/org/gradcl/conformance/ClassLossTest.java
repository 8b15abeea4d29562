package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.gradcl.graph.Gradients;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Phase;
import org.gradcl.graph.Role;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.loss.AppliedObjective;
import org.gradcl.loss.ClassLoss;
import org.gradcl.loss.Loss;
import org.gradcl.loss.Losses;
import org.gradcl.loss.Objective;
import org.gradcl.loss.Reduction;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.ReferenceResult;
import org.gradcl.reference.ReferenceState;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Samples;
import org.gradcl.testing.StepOnSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses over classes with weights, smoothing and ignored targets, of rows and of sequences. */
class ClassLossTest {
  private static final RandomKey KEY = RandomKey.ofSeed(7);
  private static final int IGNORED = -100;
  private static final String TARGET = "target";
  private static final String PREDICTION = "prediction";

  /** Four rows of three classes, and what PyTorch 1.13 makes of them with these weights. */
  private static final double[] LOGITS = {1, 2, -0.5, 0.25, -1, 3, 2, 2, 1, -3, 0.5, 0};

  private static final double[] CLASSES = {2, 0, IGNORED, 1};
  private static final double[] WEIGHTS = {0.5, 2, 1.25};

  /**
   * A loss on predictions.
   *
   * @param shape of a batch's predictions
   * @param share of the targets that are ignored, if the loss ignores any
   */
  private record Case(ClassLoss loss, Shape shape, double share) {
    AppliedObjective objective() {
      return Objective.of(loss).on(Map.of(PREDICTION, shape.sample()));
    }

    Shape targets() {
      return shape.leading(shape.rank() - 1);
    }

    /** The step whose one parameter is the prediction. */
    StepGraph step() {
      Graph graph = new Graph();
      Value prediction = graph.parameter(PREDICTION, shape, Role.PARAMETER);
      Value target = graph.input(TARGET, targets());
      graph.enter(Phase.LOSS);
      Value total =
          objective().append(graph, Map.of(PREDICTION, prediction), Map.of(TARGET, target));
      return StepGraph.training(
          graph,
          Map.of(),
          total,
          Gradients.of(total, List.of(prediction)),
          Optimizers.sgd(0.1).rule());
    }

    Map<String, float[]> batch() {
      float[] target = new float[targets().elements()];
      for (int i = 0; i < target.length; i++) {
        boolean ignored = loss.targets().ignored().isPresent() && i % 10 < 10 * share;
        target[i] = ignored ? loss.targets().ignored().getAsInt() : i * 7 % shape.columns();
      }
      Map<String, float[]> batch = new LinkedHashMap<>();
      batch.put(TARGET, target);
      return batch;
    }

    ReferenceResult run(double[] prediction, double[] target) {
      StepGraph step = step();
      ReferenceState state =
          ReferenceState.initial(step.stateLayout(), Samples.parameters(step), 1, KEY)
              .with(PREDICTION, prediction);
      return new Interpreter(step).run(Map.of(TARGET, target), state);
    }

    @Override
    public String toString() {
      return loss + " of " + shape + (share == 1 ? ", all ignored" : "");
    }
  }

  private static double[] weights(int classes) {
    double[] weights = new double[classes];
    Arrays.setAll(weights, i -> 0.25 + i % 5);
    return weights;
  }

  static Stream<Case> cases() {
    return Stream.of(Shape.of(1, 2), Shape.of(7, 11), Shape.of(3, 5, 13), Shape.of(2, 3, 2, 4))
        .flatMap(
            shape -> {
              double[] weights = weights(shape.columns());
              return Stream.of(
                      Losses.softmaxCrossEntropy(),
                      Losses.softmaxCrossEntropy().withLabelSmoothing(0.1),
                      Losses.softmaxCrossEntropy().withClassWeights(weights),
                      Losses.softmaxCrossEntropy().ignoring(IGNORED),
                      Losses.softmaxCrossEntropy()
                          .withClassWeights(weights)
                          .withLabelSmoothing(0.2)
                          .ignoring(1),
                      Losses.softmaxCrossEntropy().ignoring(0).withReduction(Reduction.SUM),
                      Losses.negativeLogLikelihood(),
                      Losses.negativeLogLikelihood().withClassWeights(weights).ignoring(IGNORED))
                  .flatMap(
                      loss ->
                          loss.targets().ignored().isPresent()
                              ? Stream.of(new Case(loss, shape, 0.3), new Case(loss, shape, 1))
                              : Stream.of(new Case(loss, shape, 0)));
            });
  }

  @Test
  void everyLossOfClassesHasItsCase() {
    List<String> tried = cases().map(each -> each.loss().describe().split(" ")[0]).toList();
    for (Loss loss : Losses.all()) {
      List<Shape> shapes = Collections.nCopies(loss.predictions(), Shape.of(3));
      if (loss.target(shapes).filter(spec -> spec.classes().isPresent()).isPresent()) {
        assertThat(tried).contains(loss.describe().split(" ")[0]);
      }
    }
  }

  static Stream<Arguments> onEngines() {
    return EngineUnderTest.ownChoice()
        .flatMap(engine -> cases().map(each -> Arguments.of(engine, each)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossesAreThoseOfTheirDefinition(Case each) {
    double[] prediction = ReferenceState.float64(Samples.parameters(each.step()).get(0));
    double[] target = ReferenceState.float64(each.batch().get(TARGET));
    ReferenceResult result = each.run(prediction, target);
    assertThat(result.loss().getAsDouble())
        .isCloseTo(defined(each, prediction, target), within(1e-12));
    if (each.share() == 1) {
      assertThat(result.loss().getAsDouble()).isZero();
      assertThat(result.gradients().get(PREDICTION)).containsOnly(0);
    }
  }

  /** −(1 − s)·w_y·q_y − s/K·Σ w_c·q_c, added up or divided by Σ w_y. */
  private static double defined(Case each, double[] prediction, double[] target) {
    int classes = each.shape().columns();
    double smoothing = smoothing(each.loss());
    boolean logarithms = each.loss().describe().startsWith("nll");
    double sum = 0;
    double counted = 0;
    for (int i = 0; i < target.length; i++) {
      if (target[i] == each.loss().targets().ignored().orElse(Integer.MIN_VALUE)) {
        continue;
      }
      double[] row = Arrays.copyOfRange(prediction, i * classes, (i + 1) * classes);
      double all = Math.log(Arrays.stream(row).map(Math::exp).sum());
      DoubleUnaryOperator q = z -> logarithms ? z : z - all;
      for (int c = 0; c < classes; c++) {
        double share = smoothing / classes + (c == target[i] ? 1 - smoothing : 0);
        sum -= share * weight(each.loss(), c) * q.applyAsDouble(row[c]);
      }
      counted += weight(each.loss(), (int) target[i]);
    }
    boolean mean = each.loss().reduction() == Reduction.MEAN;
    return counted == 0 ? 0 : sum / (mean ? counted : 1);
  }

  private static double weight(ClassLoss loss, int c) {
    return loss.targets().weights().isEmpty() ? 1 : loss.targets().weights().get(c);
  }

  private static double smoothing(ClassLoss loss) {
    return loss.describe().contains("smoothing=0.1")
        ? 0.1
        : loss.describe().contains("smoothing=0.2") ? 0.2 : 0;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsAreThoseOfDifferences(Case each) {
    new StepOnSamples(each.step(), KEY, each.batch()).requireGradientsOfDifferences();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("onEngines")
  void everyEngineComputesThem(EngineUnderTest engine, Case each) {
    StepOnSamples step = new StepOnSamples(each.step(), KEY, each.batch());
    try (EngineUnderTest.Open open = engine.open()) {
      step.requireSameOn(open, Compiler.fusing());
    }
  }

  /**
   * What is predicted where the target is ignored changes no bit, of another row's gradient too.
   */
  @ParameterizedTest
  @MethodSource("engines")
  void whatIsIgnoredDoesNotMatter(EngineUnderTest engine) {
    try (EngineUnderTest.Open open = engine.open()) {
      cases()
          .filter(each -> each.share() > 0 && each.share() < 1 && each.shape().rank() == 3)
          .forEach(each -> requireIgnored(open, each));
    }
  }

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.ownChoice();
  }

  private static void requireIgnored(EngineUnderTest.Open open, Case each) {
    StepGraph step = each.step();
    float[] target = each.batch().get(TARGET);
    HostTensor predicted = Samples.parameters(step).get(0);
    float[] other = predicted.floats().clone();
    int changed = 0;
    for (int i = 0; i < other.length; i++) {
      int classes = each.shape().columns();
      if (target[i / classes] == each.loss().targets().ignored().getAsInt()) {
        other[i] = 3 - 2 * other[i];
        changed++;
      }
    }
    assertThat(changed).isPositive();
    try (DeviceRun run =
        DeviceRun.of(open.device(), Compiler.fusing(), step, List.of(predicted), 9, 1e-30f, KEY)) {
      run.step(each.batch());
      List<Double> losses = run.losses();
      float[] gradient = gradient(run);
      run.state().write(HostTensor.of(PREDICTION, each.shape(), other));
      run.step(each.batch());
      assertThat(run.losses()).as(each.toString()).isEqualTo(losses);
      assertThat(gradient(run)).as(each.toString()).containsExactly(gradient);
    }
  }

  /** A gradient of 0 may have either sign. */
  private static float[] gradient(DeviceRun run) {
    float[] numbers = run.state().read(StateLayout.gradientName(PREDICTION)).floats();
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] += 0f;
    }
    return numbers;
  }

  @Test
  void figuresArePyTorchs() {
    require(
        Losses.softmaxCrossEntropy().withClassWeights(WEIGHTS).withLabelSmoothing(0.1),
        1.6055507935434359,
        0.08012761610056397,
        0.21211291759705678,
        -0.29224053369762076);
    require(
        Losses.softmaxCrossEntropy().withClassWeights(WEIGHTS),
        1.5971573859153332,
        0.0845720605450084,
        0.22989069537483453,
        -0.3144627559198429);
    require(
        Losses.softmaxCrossEntropy().withLabelSmoothing(0.2),
        2.0310914621963603,
        0.062349838322786184,
        0.2076684731526123,
        -0.27001831147539845);
    require(
        Losses.softmaxCrossEntropy()
            .withClassWeights(WEIGHTS)
            .withLabelSmoothing(0.1)
            .withReduction(Reduction.SUM),
        6.0208154757878845,
        0.3004785603771149,
        0.7954234409889628,
        -1.0959020013660776);
  }

  private static void require(ClassLoss loss, double value, double... firstGradients) {
    ClassLoss ignoring = (ClassLoss) Losses.named(loss.describe() + " ignore_index=" + IGNORED);
    ReferenceResult result = new Case(ignoring, Shape.of(4, 3), 0).run(LOGITS, CLASSES);
    assertThat(result.loss().getAsDouble()).isCloseTo(value, within(1e-14));
    double[] gradient = result.gradients().get(PREDICTION);
    assertThat(Arrays.copyOf(gradient, 3)).containsExactly(firstGradients, within(1e-15));
    assertThat(Arrays.copyOfRange(gradient, 6, 9)).containsOnly(0);
  }

  /** The sums of three batches are those of one, of which a third is all ignored. */
  @Test
  void manyBatchesAgreeWithOne() {
    ClassLoss loss = Losses.softmaxCrossEntropy().withClassWeights(WEIGHTS).ignoring(IGNORED);
    double[] target = {2, 0, IGNORED, IGNORED, 1, 1};
    double[] prediction = new double[18];
    Arrays.setAll(prediction, i -> Math.sin(i));
    Case one = new Case(loss, Shape.of(6, 3), 0);
    Map<String, Double> sums = new LinkedHashMap<>();
    for (int i = 0; i < 6; i += 2) {
      Case part = new Case(loss, Shape.of(2, 3), 0);
      double[] rows = Arrays.copyOfRange(prediction, 3 * i, 3 * i + 6);
      sums(part, rows, Arrays.copyOfRange(target, i, i + 2))
          .forEach((name, sum) -> sums.merge(name, sum, Double::sum));
    }
    double together = one.run(prediction, target).loss().getAsDouble();
    assertThat(one.objective().figures(sums, 6).get("loss")).isCloseTo(together, within(1e-14));
  }

  private static Map<String, Double> sums(Case part, double[] prediction, double[] target) {
    Graph graph = new Graph();
    Value values = graph.input(PREDICTION, part.shape());
    Value targets = graph.input(TARGET, part.targets());
    StepGraph step =
        StepGraph.inference(
            graph,
            part.objective()
                .appendSums(graph, Map.of(PREDICTION, values), Map.of(TARGET, targets)));
    ReferenceState state = ReferenceState.initial(step.stateLayout(), List.of(), 1, KEY);
    Map<String, Double> sums = new LinkedHashMap<>();
    new Interpreter(step)
        .run(Map.of(PREDICTION, prediction, TARGET, target), state)
        .outputs()
        .forEach((name, sum) -> sums.put(name, sum[0]));
    return sums;
  }
}
