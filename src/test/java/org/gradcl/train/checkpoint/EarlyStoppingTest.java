package org.gradcl.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.gradcl.train.report.Goal;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
  @Test
  void theBestValidationIsTheOneBelowAllBefore() {
    EarlyStopping stopping = EarlyStopping.start(Goal.MINIMIZE);
    assertThat(stopping.improved()).isFalse();
    assertThat(stopping.epoch()).isEmpty();
    assertThat(stopping.step()).isEmpty();
    stopping = stopping.after(1, 10, 3).after(2, 20, 2);
    assertThat(stopping.improved()).isTrue();
    // Equal is not better, NaN never is.
    stopping = stopping.after(3, 30, 2).after(4, 40, Double.NaN);
    assertThat(stopping.improved()).isFalse();
    assertThat(stopping.epoch()).hasValue(2);
    assertThat(stopping.step()).hasValue(20);
    assertThat(stopping.best()).isEqualTo(2);
    assertThat(stopping.exhausted(3)).isFalse();
    assertThat(stopping.exhausted(2)).isTrue();
    assertThat(stopping.after(5, 50, 1).exhausted(2)).isFalse();
  }

  @Test
  void moreIsBetterWhereThatIsTheGoal() {
    EarlyStopping stopping =
        EarlyStopping.start(Goal.MAXIMIZE).after(1, 10, -3).after(1, 20, -2).after(2, 30, -2);
    assertThat(stopping.epoch()).hasValue(1);
    assertThat(stopping.step()).hasValue(20);
    assertThat(stopping.since()).isEqualTo(1);
    assertThat(stopping.after(2, 40, Double.NEGATIVE_INFINITY).improved()).isFalse();
    assertThat(stopping.after(2, 40, 0).improved()).isTrue();
  }

  @Test
  void withoutANumberNoValidationIsTheBest() {
    for (Goal goal : Goal.values()) {
      EarlyStopping stopping =
          EarlyStopping.start(goal).after(1, 1, Double.NaN).after(2, 2, Double.NaN);
      assertThat(stopping.improved()).isFalse();
      assertThat(stopping.epoch()).isEmpty();
      assertThat(stopping.exhausted(2)).isTrue();
    }
  }
}
