package org.gradcl.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.gradcl.optim.Plateau;
import org.gradcl.testing.Draw;
import org.gradcl.testing.SeededCases;
import org.gradcl.train.report.Goal;
import org.junit.jupiter.api.Test;

class PlateauProgressTest {
  private static PlateauProgress watched(Plateau plateau, Goal goal, double... figures) {
    PlateauProgress progress = PlateauProgress.start(new Monitor("figure", goal));
    for (double figure : figures) {
      progress = progress.after(plateau, figure);
    }
    return progress;
  }

  /** The loop of PyTorch's ReduceLROnPlateau.step, threshold_mode "rel", its eps being 0. */
  @SeededCases(200)
  void fallsWhenPyTorchsDoes(Draw draw) {
    Plateau plateau =
        new Plateau(
            draw.number(0.1, 0.9),
            draw.integer(0, 3),
            draw.integer(0, 2) == 0 ? 0 : draw.number(0, 0.2),
            draw.integer(0, 3),
            draw.number(0, 0.3));
    Goal goal = draw.integer(0, 1) == 0 ? Goal.MINIMIZE : Goal.MAXIMIZE;
    double rate = 0.25;
    double best = goal == Goal.MINIMIZE ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    int bad = 0;
    int cooling = 0;
    PlateauProgress progress = PlateauProgress.start(new Monitor("figure", goal));
    for (int epoch = 0; epoch < 40; epoch++) {
      double figure = draw.integer(0, 9) == 0 ? Double.NaN : draw.number(0.5, 1);
      boolean better =
          goal == Goal.MINIMIZE
              ? figure < best * (1 - plateau.threshold())
              : figure > best * (plateau.threshold() + 1);
      if (better) {
        best = figure;
        bad = 0;
      } else {
        bad++;
      }
      if (cooling > 0) {
        cooling--;
        bad = 0;
      }
      if (bad > plateau.patience()) {
        rate = Math.max(rate * plateau.factor(), 0.25 * plateau.floor());
        cooling = plateau.cooldown();
        bad = 0;
      }
      progress = progress.after(plateau, figure);
      assertThat(progress.best()).isEqualTo(best);
      assertThat(progress.bad()).isEqualTo(bad);
      assertThat(progress.cooling()).isEqualTo(cooling);
      assertThat(0.25 * plateau.share(progress.falls())).isCloseTo(rate, within(1e-12));
    }
  }

  @Test
  void anotherFigureIsWatchedAnew() {
    Plateau plateau = new Plateau(0.5, 1, 0, 2, 0);
    PlateauProgress progress = watched(plateau, Goal.MINIMIZE, 3, 4, 4, 4);
    assertThat(progress).isEqualTo(new PlateauProgress(progress.monitor(), 3, 0, 1, 1));
    Monitor other = new Monitor("accuracy", Goal.MAXIMIZE);
    assertThat(progress.watching(other))
        .isEqualTo(new PlateauProgress(other, Double.NEGATIVE_INFINITY, 0, 1, 1));
    assertThat(progress.watching(progress.monitor())).isSameAs(progress);
  }
}
