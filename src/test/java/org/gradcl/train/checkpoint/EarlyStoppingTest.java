package org.gradcl.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
  @Test
  void countsEpochsSinceTheBest() {
    EarlyStopping stopping = EarlyStopping.start();
    assertThat(stopping.improved()).isFalse();
    assertThat(stopping.best()).isEmpty();
    stopping = stopping.after(1, 3).after(2, 2);
    assertThat(stopping.improved()).isTrue();
    // An equal loss is no improvement, nor is NaN.
    stopping = stopping.after(3, 2).after(4, Double.NaN);
    assertThat(stopping.improved()).isFalse();
    assertThat(stopping.best()).hasValue(2);
    assertThat(stopping.bestLoss()).isEqualTo(2);
    assertThat(stopping.exhausted(3)).isFalse();
    assertThat(stopping.exhausted(2)).isTrue();
    assertThat(stopping.after(5, 1).exhausted(2)).isFalse();
  }

  @Test
  void lossesThatAreAllNanExhaustPatienceWithoutABest() {
    EarlyStopping stopping = EarlyStopping.start().after(1, Double.NaN).after(2, Double.NaN);
    assertThat(stopping.exhausted(2)).isTrue();
    assertThat(stopping.best()).isEmpty();
    assertThat(stopping.improved()).isFalse();
  }
}
