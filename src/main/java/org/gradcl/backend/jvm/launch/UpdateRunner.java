package org.gradcl.backend.jvm.launch;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.gradcl.expr.Tape;
import org.gradcl.graph.StepField;
import org.gradcl.plan.UpdateLaunch;

/**
 * The update of all parameters and statistics in place, range by range, then the record of the next
 * step. Writes nothing but the status if a check of this step is not finite, and nothing at all
 * once the status is set.
 */
final class UpdateRunner implements Runner {
  private final UpdateLaunch launch;
  private final RunnerContext context;
  private final List<RangeUpdate> ranges;
  private final UniformProgram schedule;
  private final StepField[] rateFields;

  UpdateRunner(UpdateLaunch launch, RunnerContext context) {
    this.launch = launch;
    this.context = context;
    ranges =
        launch.ranges().stream().map(range -> new RangeUpdate(launch, range, context)).toList();
    Tape rate = launch.learningRate();
    schedule = new UniformProgram(rate, new HashSet<>(rate.variables()));
    rateFields = rate.variables().stream().map(StepField::named).toArray(StepField[]::new);
  }

  @Override
  public void run() {
    StepRecord current = context.memory().current;
    StepRecord next = context.memory().next;
    if (current.nonFinite || !context.checks().allFinite()) {
      next.nonFinite = true;
      return;
    }
    for (int i = 0; i < ranges.size(); i++) {
      ranges.get(i).run();
    }
    next.batches = current.batches + 1;
    if (launch.part().isLast()) {
      next.step = current.step + 1;
      next.learningRate = learningRate(next);
    }
  }

  private float learningRate(StepRecord record) {
    Tape rate = launch.learningRate();
    for (int v = 0; v < rateFields.length; v++) {
      schedule.set(v, record.field(rateFields[v]));
    }
    schedule.evaluate();
    return (float) schedule.value(rate.outputs().get(0));
  }

  @Override
  public String routine() {
    return "weight update";
  }

  @Override
  public String variant() {
    String variants =
        ranges.stream().map(RangeUpdate::variant).distinct().collect(Collectors.joining(" or "));
    return variants + "blocks of " + ElementBlock.ELEMENTS;
  }

  @Override
  public int pieces() {
    return ranges.stream().mapToInt(RangeUpdate::pieces).sum();
  }
}
