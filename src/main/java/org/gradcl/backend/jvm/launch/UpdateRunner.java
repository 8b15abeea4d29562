package org.gradcl.backend.jvm.launch;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Access;
import org.gradcl.graph.StepField;
import org.gradcl.graph.UpdateRule;
import org.gradcl.plan.Launch;
import org.gradcl.plan.Operand;
import org.gradcl.plan.Region;
import org.gradcl.plan.Source;
import org.gradcl.plan.Store;
import org.gradcl.plan.View;

/**
 * The update of all parameters in place, then the record of the next step. Writes nothing but the
 * status if a check of this step is not finite, and nothing at all once the status is set.
 */
final class UpdateRunner implements Runner, Team.Work {
  private static final int CHUNK = 8192;

  private final Launch.Update launch;
  private final Launching with;
  private final Elements elements;
  private final List<Store> stores = new ArrayList<>();
  private final BlockProgram learningRate;
  private final double[] scheduleValues;
  private final int parts;

  UpdateRunner(Launch.Update launch, Launching with) {
    this.launch = launch;
    this.with = with;
    List<Operand> operands = new ArrayList<>();
    int size = launch.elements();
    operands.add(operand(UpdateRule.PARAMETER, View.of(Region.PARAMETER, 0, 1, size)));
    operands.add(operand(UpdateRule.GRADIENT, View.of(Region.GRADIENT, 0, 1, size)));
    stores.add(new Store(View.of(Region.PARAMETER, 0, 1, size), Store.Mode.STORE, 0));
    for (int s = 0; s < launch.slots().size(); s++) {
      View slot = View.of(Region.SLOT, s * size, 1, size);
      operands.add(operand(Expr.variable(launch.slots().get(s)), slot));
      stores.add(new Store(slot, Store.Mode.STORE, s + 1));
    }
    for (StepField field : StepField.values()) {
      operands.add(new Operand(field.variableName(), new Source.Record(field), Access.SCALAR));
    }
    this.elements = new Elements(launch.tape(), operands, null, 0, launch.phase(), size, with);
    List<BlockProgram.Reading> uniform = new ArrayList<>();
    launch.learningRate().variables().forEach(name -> uniform.add(BlockProgram.Reading.UNIFORM));
    this.learningRate = new BlockProgram(launch.learningRate(), uniform, with.arithmetic());
    this.scheduleValues = new double[uniform.size()];
    this.parts = (size + CHUNK - 1) / CHUNK;
  }

  private static Operand operand(Expr variable, View view) {
    return new Operand(variable.name(), new Source.Memory(view), Access.FULL);
  }

  @Override
  public void run() {
    StepRecord current = with.memory().current;
    StepRecord next = with.memory().next;
    if (current.nonFinite || !with.checks().allFinite()) {
      next.nonFinite = true;
      return;
    }
    elements.begin();
    with.team().run(parts, this);
    next.step = current.step + 1;
    next.learningRate = scheduled(next);
  }

  private float scheduled(StepRecord record) {
    for (int v = 0; v < scheduleValues.length; v++) {
      boolean step = learningRate.variables().get(v).equals(StepField.STEP.variableName());
      scheduleValues[v] = step ? record.step : record.totalSteps;
    }
    learningRate.evaluateUniforms(scheduleValues);
    return (float) learningRate.uniformOutput(0);
  }

  @Override
  public void part(int part, int thread) {
    BlockScratch scratch = elements.scratch(thread);
    int column = part * CHUNK;
    int length = Math.min(CHUNK, launch.elements() - column);
    elements.segment(scratch, 0, column, null, 0);
    for (int start = 0; start < length; start += BlockProgram.BLOCK) {
      int count = Math.min(BlockProgram.BLOCK, length - start);
      elements.block(scratch, start, count, 0, column);
      for (int s = 0; s < stores.size(); s++) {
        elements.store(stores.get(s), scratch, start, count, 0, column);
      }
    }
  }

  @Override
  public String routine() {
    return "weight update";
  }

  @Override
  public String variant() {
    return "blocks of " + BlockProgram.BLOCK;
  }

  @Override
  public int parts() {
    return parts;
  }
}
