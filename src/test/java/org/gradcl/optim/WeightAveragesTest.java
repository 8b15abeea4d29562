package org.gradcl.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.expr.Evaluator;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.UpdateRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lookahead and the average of weights against their algorithms written out as loops. */
class WeightAveragesTest {
  private static final double RATE = 0.05;

  private static double slope(double p) {
    return Math.sin(3 * p) + 0.4 * p - 0.1;
  }

  /** What an optimiser knows of one parameter; slots that copy begin as it. */
  private static Map<String, Double> begin(Optimizer optimizer, double start) {
    Map<String, Double> known = new LinkedHashMap<>(Map.of("parameter", start));
    optimizer
        .rule()
        .slots()
        .forEach(s -> known.put(s.name(), s.copies() ? start : (double) s.initial()));
    return known;
  }

  private static Map<String, Double> step(Optimizer optimizer, Map<String, Double> state, int t) {
    UpdateRule rule = optimizer.rule();
    Map<String, Double> known = new LinkedHashMap<>(state);
    known.put(UpdateRule.STEP.name(), (double) t);
    known.put(UpdateRule.LEARNING_RATE.name(), RATE);
    known.put(UpdateRule.GRADIENT.name(), slope(state.get("parameter")));
    Map<String, Double> next = new LinkedHashMap<>();
    next.put("parameter", evaluate(rule.parameter(), known));
    rule.slots().forEach(slot -> next.put(slot.name(), evaluate(slot.update(), known)));
    return next;
  }

  private static double evaluate(Expr expression, Map<String, Double> known) {
    Tape tape = Tape.of(expression);
    Evaluator evaluator = new Evaluator(tape);
    evaluator.evaluate(tape.variables().stream().mapToDouble(known::get).toArray());
    return evaluator.output(0);
  }

  @ParameterizedTest
  @CsvSource({"1, 0.5", "5, 0.5", "6, 1", "7, 0.3"})
  void lookaheadReturnsToItsSlowWeights(int every, double alpha) {
    Optimizer optimizer =
        Optimizers.sgd(RATE, 0.8, false, 0.03).withLookahead(every, alpha).withEma(0.9);
    Map<String, Double> found = begin(optimizer, 1.3);
    double fast = 1.3;
    double slow = 1.3;
    double velocity = 0;
    double average = 1.3;
    for (int t = 1; t <= 40; t++) {
      velocity = 0.8 * velocity + slope(fast) + 0.03 * fast;
      fast -= RATE * velocity;
      if (t % every == 0) {
        slow += alpha * (fast - slow);
        fast = slow;
      }
      average = 0.9 * average + 0.1 * fast;
      found = step(optimizer, found, t - 1);
      assertThat(found.get("parameter")).as("after %d", t).isCloseTo(fast, within(1e-12));
      assertThat(found.get("slowWeight")).isCloseTo(slow, within(1e-12));
      assertThat(found.get("ema")).isCloseTo(average, within(1e-12));
    }
  }

  /** In float32 a quotient of a multiple may round to either side of a whole number. */
  @Test
  void slowWeightsMoveOnTimeInFloat32() {
    for (int every : new int[] {3, 7, 41, 1000}) {
      Expr slow = Optimizers.sgd(RATE).withLookahead(every, 1).rule().slots().get(0).update();
      for (int times : new int[] {1, 2, 1001, (1 << 24) / every - 1}) {
        int due = times * every;
        for (int update = due - 1; update <= due + 1; update++) {
          float quotient = ((float) update) / every;
          float nearest = ((float) Math.floor(quotient + 0.5f)) * every;
          assertThat(Math.abs(update - nearest) < 0.5f).isEqualTo(update % every == 0);
          Map<String, Double> known =
              Map.of(
                  "step",
                  update - 1.0,
                  "slowWeight",
                  0.0,
                  "parameter",
                  1.0,
                  "gradient",
                  0.0,
                  "learningRate",
                  RATE);
          assertThat(evaluate(slow, known)).isEqualTo(update % every == 0 ? 1 : 0);
        }
      }
    }
  }

  @Test
  void haveATextForm() {
    Optimizer optimizer = Optimizers.adam(1e-3).withLookahead(6, 0.8).withEma(0.995);
    assertThat(optimizer.describe())
        .endsWith("learning_rate=0.001; lookahead every=6 alpha=0.8; ema=0.995");
    assertThat(Optimizers.named(optimizer.describe())).isEqualTo(optimizer);
    assertThat(Optimizers.named("adam; lookahead"))
        .isEqualTo(Optimizers.adam(1e-3).withLookahead(5, 0.5));
  }

  @Test
  void settingsOutsideOfTheirRangesAreRefused() {
    assertThatThrownBy(() -> Optimizers.named("adam; ema=1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ema lies between 0 and below 1, found 1");
    assertThatThrownBy(() -> Optimizers.adam(1e-3).withLookahead(0, 0.5))
        .hasMessage("every of lookahead is at least 1 step, found 0");
    assertThatThrownBy(() -> Optimizers.named("adam; lookahead alpha=0"))
        .hasMessage("alpha of lookahead lies above 0 and at most at 1, found 0.0");
    assertThatThrownBy(() -> Optimizers.named("adam; ema=0.9 clip_norm=1"))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContainingAll("'lookahead …' and 'ema=…'", "found 'ema=0.9 clip_norm=1'");
  }
}
