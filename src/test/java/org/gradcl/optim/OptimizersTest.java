package org.gradcl.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.expr.Evaluator;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.UpdateRule;
import org.gradcl.testing.Documentation;
import org.gradcl.testing.Draw;
import org.gradcl.testing.SeededCases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Update rules against PyTorch's algorithms written out as loops (docs of torch.optim, with all
 * their settings); the recorded trajectories check the defaults against PyTorch itself.
 */
class OptimizersTest {
  private static final int STEPS = 40;
  private static final double LR = 0.05;

  static List<Optimizer> all() {
    return Optimizers.all();
  }

  /** The path of one parameter under a rule, its gradient being a function of it. */
  private static double[] path(Optimizer optimizer, double start, DoubleUnaryOperator gradient) {
    UpdateRule rule = optimizer.rule();
    Map<String, Double> memory = new LinkedHashMap<>();
    rule.slots().forEach(slot -> memory.put(slot.name(), (double) slot.initial()));
    double[] path = new double[STEPS];
    double p = start;
    for (int step = 0; step < STEPS; step++) {
      Map<String, Double> known = new LinkedHashMap<>(memory);
      known.put(UpdateRule.STEP.name(), (double) step);
      known.put(UpdateRule.TOTAL_STEPS.name(), (double) STEPS);
      known.put(UpdateRule.LEARNING_RATE.name(), evaluate(rule.learningRate(), known));
      known.put(UpdateRule.PARAMETER.name(), p);
      known.put(UpdateRule.GRADIENT.name(), gradient.applyAsDouble(p));
      rule.direction()
          .ifPresent(
              direction ->
                  known.put(
                      UpdateRule.TRUST_RATIO.name(),
                      trustRatio(
                          known.get(UpdateRule.PARAMETER.name()), evaluate(direction, known))));
      rule.slots().forEach(slot -> memory.put(slot.name(), evaluate(slot.update(), known)));
      p = evaluate(rule.parameter(), known);
      path[step] = p;
    }
    return path;
  }

  /** Of a tensor of one number. */
  private static double trustRatio(double parameter, double direction) {
    return parameter == 0 || direction == 0 ? 1 : Math.abs(parameter) / Math.abs(direction);
  }

  private static double evaluate(Expr expression, Map<String, Double> known) {
    Tape tape = Tape.of(expression);
    Evaluator evaluator = new Evaluator(tape);
    evaluator.evaluate(tape.variables().stream().mapToDouble(known::get).toArray());
    return evaluator.output(0);
  }

  private static double slope(double p) {
    return Math.sin(3 * p) + 0.4 * p - 0.1;
  }

  private static void assertSamePath(Optimizer optimizer, double[] expected) {
    assertSamePath(optimizer, expected, 1e-12);
  }

  private static void assertSamePath(Optimizer optimizer, double[] expected, double tolerance) {
    assertThat(path(optimizer, 1.3, OptimizersTest::slope))
        .containsExactly(expected, within(tolerance));
  }

  @Test
  void sgdWithMomentumNesterovAndWeightDecay() {
    for (boolean nesterov : new boolean[] {false, true}) {
      double[] expected = new double[STEPS];
      double p = 1.3;
      double buffer = 0;
      for (int t = 0; t < STEPS; t++) {
        double g = slope(p) + 0.03 * p;
        buffer = t == 0 ? g : 0.8 * buffer + g;
        p -= LR * (nesterov ? g + 0.8 * buffer : buffer);
        expected[t] = p;
      }
      assertSamePath(Optimizers.sgd(LR, 0.8, nesterov, 0.03), expected);
    }
  }

  @Test
  void adamWithWeightDecayInTheGradient() {
    double[] expected = new double[STEPS];
    double p = 1.3;
    double m = 0;
    double v = 0;
    for (int t = 1; t <= STEPS; t++) {
      double g = slope(p) + 0.03 * p;
      m = 0.85 * m + 0.15 * g;
      v = 0.97 * v + 0.03 * g * g;
      double stepSize = LR / (1 - Math.pow(0.85, t));
      p -= stepSize * m / (Math.sqrt(v) / Math.sqrt(1 - Math.pow(0.97, t)) + 1e-3);
      expected[t - 1] = p;
    }
    assertSamePath(Optimizers.adam(LR, 0.85, 0.97, 1e-3, 0.03), expected);
  }

  @Test
  void adamWShrinksTheParameter() {
    double[] expected = new double[STEPS];
    double p = 1.3;
    double m = 0;
    double v = 0;
    for (int t = 1; t <= STEPS; t++) {
      double g = slope(p);
      p *= 1 - LR * 0.2;
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      double stepSize = LR / (1 - Math.pow(0.9, t));
      p -= stepSize * m / (Math.sqrt(v) / Math.sqrt(1 - Math.pow(0.999, t)) + 1e-8);
      expected[t - 1] = p;
    }
    assertSamePath(Optimizers.adamW(LR, 0.9, 0.999, 1e-8, 0.2), expected);
  }

  /** Algorithm 2 of You et al., 2020, of a tensor of one number: steps of its own size. */
  @Test
  void lambMeasuresItsStepsByTheParameter() {
    double[] expected = new double[STEPS];
    double p = 1.3;
    double m = 0;
    double v = 0;
    for (int t = 1; t <= STEPS; t++) {
      double g = slope(p);
      m = 0.85 * m + 0.15 * g;
      v = 0.97 * v + 0.03 * g * g;
      double r =
          m / (1 - Math.pow(0.85, t)) / (Math.sqrt(v / (1 - Math.pow(0.97, t))) + 1e-3) + 0.03 * p;
      p -= LR * Math.abs(p) / Math.abs(r) * r;
      expected[t - 1] = p;
    }
    assertSamePath(Optimizers.lamb(LR, 0.85, 0.97, 1e-3, 0.03), expected);
  }

  @Test
  void rmsPropWithMomentumAndWeightDecay() {
    double[] expected = new double[STEPS];
    double p = 1.3;
    double average = 0;
    double buffer = 0;
    for (int t = 0; t < STEPS; t++) {
      double g = slope(p) + 0.03 * p;
      average = 0.9 * average + 0.1 * g * g;
      buffer = 0.5 * buffer + g / (Math.sqrt(average) + 1e-4);
      p -= LR * buffer;
      expected[t] = p;
    }
    assertSamePath(Optimizers.rmsProp(LR, 0.9, 1e-4, 0.5, 0.03), expected);
  }

  @Test
  void adagradWithWeightDecay() {
    double[] expected = new double[STEPS];
    double p = 1.3;
    double sum = 0;
    for (int t = 0; t < STEPS; t++) {
      double g = slope(p) + 0.03 * p;
      sum += g * g;
      p -= LR * g / (Math.sqrt(sum) + 1e-10);
      expected[t] = p;
    }
    assertSamePath(Optimizers.adagrad(LR, 1e-10, 0.03), expected);
  }

  @Test
  void amsGradKeepsTheLargestSecondMoment() {
    double[] expected = new double[STEPS];
    double p = 1.3;
    double m = 0;
    double v = 0;
    double largest = 0;
    for (int t = 1; t <= STEPS; t++) {
      double g = slope(p) + 0.03 * p;
      m = 0.85 * m + 0.15 * g;
      v = 0.6 * v + 0.4 * g * g;
      largest = Math.max(largest, v);
      double stepSize = LR / (1 - Math.pow(0.85, t));
      p -= stepSize * m / (Math.sqrt(largest) / Math.sqrt(1 - Math.pow(0.6, t)) + 1e-3);
      expected[t - 1] = p;
    }
    assertThat(v).isLessThan(largest);
    assertSamePath(Optimizers.adam(LR, 0.85, 0.6, 1e-3, 0.03, true), expected);
  }

  @Test
  void amsGradWithDecoupledDecay() {
    double[] expected = new double[STEPS];
    double p = 1.3;
    double m = 0;
    double largest = 0;
    double v = 0;
    for (int t = 1; t <= STEPS; t++) {
      double g = slope(p);
      p *= 1 - LR * 0.2;
      m = 0.9 * m + 0.1 * g;
      v = 0.6 * v + 0.4 * g * g;
      largest = Math.max(largest, v);
      double stepSize = LR / (1 - Math.pow(0.9, t));
      p -= stepSize * m / (Math.sqrt(largest) / Math.sqrt(1 - Math.pow(0.6, t)) + 1e-8);
      expected[t - 1] = p;
    }
    assertSamePath(Optimizers.adamW(LR, 0.9, 0.6, 1e-8, 0.2, true), expected);
  }

  @Test
  void adamaxDividesByTheLargestGradient() {
    double[] expected = new double[STEPS];
    double p = 1.3;
    double m = 0;
    double u = 0;
    for (int t = 1; t <= STEPS; t++) {
      double g = slope(p) + 0.03 * p;
      m = 0.85 * m + 0.15 * g;
      u = Math.max(0.97 * u, Math.abs(g) + 1e-3);
      p -= LR / (1 - Math.pow(0.85, t)) * m / u;
      expected[t - 1] = p;
    }
    assertSamePath(Optimizers.adamax(LR, 0.85, 0.97, 1e-3, 0.03), expected);
  }

  /** The product of momenta multiplied up; the rule has a series of 26 terms for it. */
  @Test
  void nadamLooksAheadByARisingMomentum() {
    for (double decay : new double[] {0.004, 0.5, 0}) {
      double[] expected = new double[STEPS];
      double p = 1.3;
      double m = 0;
      double v = 0;
      double product = 1;
      for (int t = 1; t <= STEPS; t++) {
        double g = slope(p) + 0.03 * p;
        m = 0.85 * m + 0.15 * g;
        v = 0.97 * v + 0.03 * g * g;
        double momentum = 0.85 * (1 - 0.5 * Math.pow(0.96, t * decay));
        double next = 0.85 * (1 - 0.5 * Math.pow(0.96, (t + 1) * decay));
        product *= momentum;
        double root = Math.sqrt(v / (1 - Math.pow(0.97, t))) + 1e-3;
        p -= LR * (1 - momentum) / (1 - product) * g / root;
        p -= LR * next / (1 - product * next) * m / root;
        expected[t - 1] = p;
      }
      assertSamePath(Optimizers.nadam(LR, 0.85, 0.97, 1e-3, 0.03, decay), expected, 1e-9);
    }
  }

  @Test
  void nadamWithoutAFirstMoment() {
    double[] expected = new double[STEPS];
    double p = 1.3;
    double v = 0;
    for (int t = 1; t <= STEPS; t++) {
      double g = slope(p);
      v = 0.97 * v + 0.03 * g * g;
      p -= LR * g / (Math.sqrt(v / (1 - Math.pow(0.97, t))) + 1e-3);
      expected[t - 1] = p;
    }
    assertSamePath(Optimizers.nadam(LR, 0, 0.97, 1e-3, 0, 0.004), expected);
  }

  @Test
  void radamAdaptsOnceTheSecondMomentIsKnown() {
    for (double beta2 : new double[] {0.999, 0.9, 0.5}) {
      double[] expected = new double[STEPS];
      double p = 1.3;
      double m = 0;
      double v = 0;
      double limit = 2 / (1 - beta2) - 1;
      for (int t = 1; t <= STEPS; t++) {
        double g = slope(p) + 0.03 * p;
        m = 0.85 * m + 0.15 * g;
        v = beta2 * v + (1 - beta2) * g * g;
        double correction = 1 - Math.pow(beta2, t);
        double length = limit - 2 * t * Math.pow(beta2, t) / correction;
        double factor = 1;
        if (length > 5) {
          factor =
              Math.sqrt((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length));
          factor *= Math.sqrt(correction) / (Math.sqrt(v) + 1e-3);
        }
        p -= LR / (1 - Math.pow(0.85, t)) * m * factor;
        expected[t - 1] = p;
      }
      assertSamePath(Optimizers.radam(LR, 0.85, beta2, 1e-3, 0.03), expected, 1e-8);
    }
  }

  @Test
  void lionTakesTheSign() {
    double[] expected = new double[STEPS];
    double p = 1.3;
    double m = 0;
    for (int t = 0; t < STEPS; t++) {
      double g = slope(p);
      p -= LR * (Math.signum(0.9 * m + 0.1 * g) + 0.2 * p);
      m = 0.99 * m + 0.01 * g;
      expected[t] = p;
    }
    assertSamePath(Optimizers.lion(LR, 0.9, 0.99, 0.2), expected);
  }

  @Test
  void adadeltaMeasuresItsOwnSteps() {
    double[] expected = new double[STEPS];
    double p = 1.3;
    double squares = 0;
    double steps = 0;
    for (int t = 0; t < STEPS; t++) {
      double g = slope(p) + 0.03 * p;
      squares = 0.8 * squares + 0.2 * g * g;
      double step = Math.sqrt(steps + 1e-4) / Math.sqrt(squares + 1e-4) * g;
      steps = 0.8 * steps + 0.2 * step * step;
      p -= 0.7 * step;
      expected[t] = p;
    }
    assertSamePath(Optimizers.adadelta(0.7, 0.8, 1e-4, 0.03), expected);
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachFindsTheMinimumOfAParabola(Optimizer optimizer) {
    boolean ownMeasure = optimizer.method().startsWith("adadelta");
    double[] path = path(optimizer.withLearningRate(ownMeasure ? 10 : 0.05), 0.5, p -> p - 0.2);
    assertThat(Math.abs(path[STEPS - 1] - 0.2)).as(optimizer.toString()).isLessThan(0.1);
  }

  @ParameterizedTest
  @MethodSource("all")
  void aZeroGradientGivesNoNotANumber(Optimizer optimizer) {
    assertThat(path(optimizer, 0, p -> 0)).containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("all")
  void descriptionsReadBack(Optimizer optimizer) {
    String name = optimizer.describe().split(" ")[0];
    assertThat(Optimizers.named(optimizer.describe())).isEqualTo(optimizer);
    assertThat(Optimizers.named(name)).isEqualTo(optimizer);
    Optimizer full =
        optimizer
            .withLearningRate(3e-4)
            .withSchedule(Schedules.warmUp(Span.share(0.05), Schedules.cosine(0.1)))
            .withClipNorm(0.5);
    assertThat(Optimizers.named(full.describe())).isEqualTo(full);
    assertThat(Documentation.hasRow("Optimisers", name)).isTrue();
  }

  @Test
  void settingsAreWrittenOut() {
    assertThat(Optimizers.adam(1e-3).withSchedule(Schedules.cosine()).withClipNorm(1).describe())
        .isEqualTo(
            "adam beta1=0.9 beta2=0.999 epsilon=1.0E-8 weight_decay=0 learning_rate=0.001;"
                + " schedule cosine; clip_norm=1");
    assertThat(Optimizers.named("sgd momentum=0.9 learning-rate=0.1; clip_norm=2"))
        .isEqualTo(Optimizers.sgd(0.1, 0.9, false, 0).withClipNorm(2));
  }

  @SeededCases
  void anySettingsReadBack(Draw draw) {
    double rate = draw.number(1e-9, 10);
    double beta = draw.number(0, 0.9999);
    double decay = draw.number(0, 1);
    for (Optimizer optimizer :
        List.of(
            Optimizers.sgd(rate, beta, beta > 0, decay),
            Optimizers.adam(rate, beta, beta, decay, decay),
            Optimizers.adamW(rate, beta, beta, decay, decay),
            Optimizers.rmsProp(rate, beta, decay, beta, decay),
            Optimizers.adagrad(rate, decay, decay),
            Optimizers.adam(rate, beta, beta, decay, decay, true),
            Optimizers.adamW(rate, beta, beta, decay, decay, true),
            Optimizers.adamax(rate, beta, beta, decay, decay),
            Optimizers.nadam(rate, beta, beta, decay, decay, decay),
            Optimizers.radam(rate, beta, beta, decay, decay),
            Optimizers.lion(rate, beta, beta, decay),
            Optimizers.adadelta(rate, beta, 1e-9 + decay, decay))) {
      assertThat(Optimizers.named(optimizer.describe())).isEqualTo(optimizer);
    }
  }

  @Test
  void settingsMayComeInAnyOrder() {
    Optimizer optimizer =
        Optimizers.sgd(0.2).withSchedule(Schedules.cosine()).withClipNorm(2).withLearningRate(0.1);
    assertThat(
            Optimizers.sgd(0.2)
                .withLearningRate(0.1)
                .withClipNorm(2)
                .withSchedule(Schedules.cosine()))
        .hasToString(optimizer.toString());
    assertThat(optimizer.clipNorm()).hasValue(2);
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> Optimizers.sgd(0)).hasMessageContaining("above 0, found 0.0");
    assertThatThrownBy(() -> Optimizers.adam(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> Optimizers.sgd(1, 1, false, 0)).hasMessageContaining("momentum");
    assertThatThrownBy(() -> Optimizers.sgd(1, 0, true, 0)).hasMessageContaining("Nesterov");
    assertThatThrownBy(() -> Optimizers.adam(1, 1, 0.9, 1e-8, 0)).hasMessageContaining("beta1");
    assertThatThrownBy(() -> Optimizers.adagrad(1, -1, 0)).hasMessageContaining("epsilon");
    assertThatThrownBy(() -> Optimizers.adadelta(1, 0.9, 0, 0)).hasMessageContaining("epsilon");
    assertThatThrownBy(() -> Optimizers.nadam(1, 0.9, 0.9, 0, 0, -1))
        .hasMessageContaining("momentum_decay is at least 0, found -1");
    assertThatThrownBy(() -> Optimizers.lion(1, 0.9, 1, 0)).hasMessageContaining("beta2");
    assertThatThrownBy(() -> Optimizers.sgd(1).withClipNorm(0)).hasMessageContaining("norm");
  }

  @Test
  void anUnknownOneListsTheKnown() {
    assertThatThrownBy(() -> Optimizers.named("adagrat"))
        .isInstanceOf(CatalogueException.class)
        .hasMessageStartingWith("No optimiser is named 'adagrat'; known are sgd, adam, adamw, ")
        .hasMessageContaining("rmsprop, adagrad");
    assertThatThrownBy(() -> Optimizers.named("adam lr=1")).hasMessageContaining("learning_rate");
    assertThatThrownBy(() -> Optimizers.named("adam; clip=1")).hasMessageContaining("clip");
    assertThatThrownBy(() -> Optimizers.named("adam; cosine")).hasMessageContaining("'cosine'");
  }
}
