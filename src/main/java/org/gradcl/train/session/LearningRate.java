package org.gradcl.train.session;

import org.gradcl.backend.StepState;
import org.gradcl.expr.Evaluator;
import org.gradcl.expr.Tape;
import org.gradcl.graph.StepField;
import org.gradcl.graph.UpdateRule;

/**
 * The learning rate of a step, as the host computes it for the first step of a run and for reports;
 * the device computes the following ones, in float32. The device's record can't be used for
 * reports: it holds the rate of the next step, which is 0 at the end of a cosine, and reading it
 * would interrupt the device. Not safe for use by several threads.
 */
public final class LearningRate {
  private final Tape tape;
  private final Evaluator evaluator;
  private final double[] variables;

  /** The rates by a rule and its schedule. */
  public LearningRate(UpdateRule rule) {
    tape = Tape.of(rule.learningRate());
    evaluator = new Evaluator(tape);
    variables = new double[tape.variables().size()];
  }

  /** The rate of a step, counted from 0. */
  public float at(long step, long totalSteps) {
    for (int i = 0; i < variables.length; i++) {
      boolean isStep = tape.variables().get(i).equals(StepField.STEP.variableName());
      variables[i] = isStep ? step : totalSteps;
    }
    evaluator.evaluate(variables);
    return (float) evaluator.output(0);
  }

  /** A step record with another total of steps, and the rate that its next step has then. */
  public StepState withTotal(StepState record, int totalSteps) {
    float rate = at(record.step(), totalSteps);
    return new StepState(
        record.step(), totalSteps, rate, record.key0(), record.key1(), false, record.batches());
  }

  /** Whether the rate depends on how many steps there will be. */
  public boolean needsTotalSteps() {
    return tape.variables().contains(StepField.TOTAL_STEPS.variableName());
  }
}
