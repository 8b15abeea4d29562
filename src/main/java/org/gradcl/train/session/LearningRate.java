package org.gradcl.train.session;

import org.gradcl.backend.StepState;
import org.gradcl.expr.Evaluator;
import org.gradcl.expr.Tape;
import org.gradcl.graph.StepField;
import org.gradcl.optim.Optimizer;

/**
 * The learning rate of a step, as the host computes it for the first step of a run and for reports;
 * the device computes the following ones, in float32. The device's record can't be used for
 * reports: it holds the rate of the next step, which is 0 at the end of a cosine, and reading it
 * would interrupt the device. With a plateau the rate is the one that was set last. Not safe for
 * use by several threads.
 */
public final class LearningRate {
  private final Tape tape;
  private final Evaluator evaluator;
  private final StepField[] fields;
  private final double[] variables;
  private float set;

  /** The rates of an optimiser with its schedule. */
  public LearningRate(Optimizer optimizer) {
    tape = Tape.of(optimizer.rule().learningRate());
    evaluator = new Evaluator(tape);
    fields = tape.variables().stream().map(StepField::named).toArray(StepField[]::new);
    variables = new double[fields.length];
    set = (float) optimizer.learningRate();
  }

  /** Sets the rate of the steps from here on, where no schedule says it. */
  public void set(float rate) {
    set = rate;
  }

  /** The rate of a step, counted from 0. */
  public float at(long step, long totalSteps) {
    for (int i = 0; i < variables.length; i++) {
      variables[i] =
          switch (fields[i]) {
            case STEP -> step;
            case TOTAL_STEPS -> totalSteps;
            case LEARNING_RATE -> set;
            case CLIP_SCALE ->
                throw new IllegalStateException("A learning rate depends on no gradient");
          };
    }
    evaluator.evaluate(variables);
    return (float) evaluator.output(0);
  }

  /** A step record with another total of steps, and the rate that its next step has then. */
  public StepState withTotal(StepState record, int totalSteps) {
    float rate = at(record.step(), totalSteps);
    return record.withTotalSteps(totalSteps).withLearningRate(rate).withoutFailure();
  }

  /** Whether the rate depends on how many steps there will be. */
  public boolean needsTotalSteps() {
    return tape.variables().contains(StepField.TOTAL_STEPS.variableName());
  }
}
