package org.gradcl.train.checkpoint;

import org.gradcl.optim.Plateau;
import org.gradcl.train.report.Goal;

/**
 * How long a run has stood on a plateau, and how often its learning rate has fallen for that.
 * Immutable.
 *
 * @param monitor the figure that is watched
 * @param best the best so far
 * @param bad epochs in a row that were not better
 * @param cooling epochs that don't count yet, after a fall
 * @param falls of the rate so far
 */
public record PlateauProgress(Monitor monitor, double best, int bad, int cooling, int falls) {

  /** Before the first epoch. */
  public static PlateauProgress start(Monitor monitor) {
    return new PlateauProgress(monitor, monitor.goal().worst(), 0, 0, 0);
  }

  /** This with another figure, of which nothing is known yet; the rate stays where it is. */
  public PlateauProgress watching(Monitor other) {
    return other.equals(monitor)
        ? this
        : new PlateauProgress(other, other.goal().worst(), 0, cooling, falls);
  }

  /**
   * After one more epoch.
   *
   * @param figure may be NaN, which is never better
   */
  public PlateauProgress after(Plateau plateau, double figure) {
    boolean better = isBetter(plateau, figure);
    int nextBad = better || cooling > 0 ? 0 : bad + 1;
    boolean falls = nextBad > plateau.patience();
    return new PlateauProgress(
        monitor,
        better ? figure : best,
        falls ? 0 : nextBad,
        falls ? plateau.cooldown() : Math.max(0, cooling - 1),
        this.falls + (falls ? 1 : 0));
  }

  private boolean isBetter(Plateau plateau, double figure) {
    return monitor.goal() == Goal.MINIMIZE
        ? figure < best * (1 - plateau.threshold())
        : figure > best * (1 + plateau.threshold());
  }
}
