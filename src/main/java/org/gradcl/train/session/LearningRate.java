package org.gradcl.train.session;

import org.gradcl.backend.StepState;
import org.gradcl.expr.Evaluator;
import org.gradcl.expr.Tape;
import org.gradcl.graph.StepField;
import org.gradcl.graph.UpdateRule;
import org.gradcl.step.TrainingStep;

/**
 * The learning rate of a step, as the host computes it for the first step of a run and for reports;
 * the device computes those that follow, in float32.
 */
public final class LearningRate {
  private LearningRate() {}

  /** The rate of a step, counted from 0, of so many. */
  public static float of(UpdateRule rule, int step, int totalSteps) {
    Tape tape = Tape.of(rule.learningRate());
    double[] variables = new double[tape.variables().size()];
    for (int i = 0; i < variables.length; i++) {
      boolean isStep = tape.variables().get(i).equals(StepField.STEP.variableName());
      variables[i] = isStep ? step : totalSteps;
    }
    Evaluator evaluator = new Evaluator(tape);
    evaluator.evaluate(variables, 0, null);
    return (float) evaluator.output(0);
  }

  /**
   * The rate of the last step of those made, at least one; the record has that of the next already,
   * which is 0 at the end of a cosine, and reading it would stop the device.
   */
  public static float ofLast(TrainingStep step, long stepsMade, int totalSteps) {
    return of(step.optimizer().rule(), Math.toIntExact(stepsMade - 1), totalSteps);
  }

  /**
   * A step record as it stands before a fit, with the number of steps that there will be then.
   *
   * @param epochs that are not completed
   * @param stepsMade of the first of these epochs
   * @throws IllegalArgumentException if they are too many to be counted
   */
  public static StepState forMoreSteps(
      StepState record, TrainingStep step, int epochs, long stepsPerEpoch, long stepsMade) {
    if (epochs > 0 && stepsPerEpoch > (Integer.MAX_VALUE - record.step()) / epochs) {
      throw new IllegalArgumentException(
          String.format(
              "The run would have %d epochs of %d steps each, after the %d made so far; at most"
                  + " 2147483647 steps are possible: use fewer epochs or larger batches",
              epochs, stepsPerEpoch, record.step()));
    }
    int total = Math.toIntExact(record.step() + epochs * stepsPerEpoch - stepsMade);
    float rate = of(step.optimizer().rule(), record.step(), total);
    return new StepState(record.step(), total, rate, record.key0(), record.key1(), false);
  }

  /** Whether the rate depends on how many steps there will be. */
  public static boolean needsTotalSteps(UpdateRule rule) {
    return Tape.of(rule.learningRate()).variables().contains(StepField.TOTAL_STEPS.variableName());
  }
}
