package org.gradcl.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.Listener;

/** Keeps a trainer's state at each validation of a fit, by the steps made. */
final class ValidatedStates implements Listener {
  private final Trainer trainer;
  private final Map<Long, Trainers.State> states = new HashMap<>();
  private final List<Long> steps = new ArrayList<>();

  ValidatedStates(Trainer trainer) {
    this.trainer = trainer;
  }

  @Override
  public void onValidation(EpochReport report) {
    steps.add(report.step());
    states.put(report.step(), Trainers.state(trainer));
  }

  /** The steps made at each validation, in order. */
  List<Long> steps() {
    return steps;
  }

  /** The state at the validation after so many steps. */
  Trainers.State at(long step) {
    return states.get(step);
  }
}
