package org.gradcl.backend.jvm.launch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.backend.jvm.team.Task;
import org.gradcl.expr.Tape;
import org.gradcl.graph.StepField;
import org.gradcl.graph.UpdateRule;
import org.gradcl.plan.Operand;
import org.gradcl.plan.Place;
import org.gradcl.plan.Source;
import org.gradcl.plan.Store;
import org.gradcl.plan.UpdateLaunch;

/**
 * The update of all parameters in place, then the record of the next step. Writes nothing but the
 * status if a check of this step is not finite, and nothing at all once the status is set.
 */
final class UpdateRunner implements Runner {
  private final UpdateLaunch launch;
  private final RunnerContext context;
  private final BoundTape elements;
  private final Optional<RangeProgram> ranges;
  private final UniformProgram schedule;
  private final Block[] blocks;
  private final UpdatePieces pieces;
  private final Task task = this::piece;

  UpdateRunner(UpdateLaunch launch, RunnerContext context) {
    this.launch = launch;
    this.context = context;
    int size = launch.elements();
    List<Operand> operands = new ArrayList<>();
    List<Store> stores = new ArrayList<>();
    operands.add(operand(UpdateRule.PARAMETER.name(), launch.parameters()));
    operands.add(operand(UpdateRule.GRADIENT.name(), launch.gradients()));
    stores.add(new Store(launch.parameters(), Store.Mode.STORE, 0));
    for (int s = 0; s < launch.slots().size(); s++) {
      operands.add(operand(launch.slots().get(s), launch.slot(s)));
      stores.add(new Store(launch.slot(s), Store.Mode.STORE, s + 1));
    }
    for (StepField field : StepField.values()) {
      operands.add(new Operand(field.variableName(), new Source.Record(field)));
    }
    elements = new BoundTape(launch.tape(), operands, stores, launch.recordCopy(), size, context);
    ranges = ranges(launch.tape(), operands, stores);
    Tape rate = launch.learningRate();
    schedule = new UniformProgram(rate, new HashSet<>(rate.variables()));
    pieces = new UpdatePieces(size, context.learnt());
    blocks = new Block[context.team().threads()];
    for (int thread = 0; thread < blocks.length; thread++) {
      blocks[thread] = new Block();
    }
  }

  private static Operand operand(String variable, Place place) {
    return new Operand(variable, new Source.Memory(place));
  }

  private Optional<RangeProgram> ranges(Tape tape, List<Operand> operands, List<Store> stores) {
    Map<String, Place> places = new HashMap<>();
    for (Operand operand : operands) {
      if (operand.source() instanceof Source.Memory source) {
        places.put(operand.variable(), source.place());
      }
    }
    return RangeProgram.of(
        tape,
        tape.variables().stream().map(places::get).toArray(Place[]::new),
        stores.stream().map(Store::place).toArray(Place[]::new),
        elements.uniforms(),
        context);
  }

  @Override
  public void run() {
    StepRecord current = context.memory().current;
    StepRecord next = context.memory().next;
    if (current.nonFinite || !context.checks().allFinite()) {
      next.nonFinite = true;
      return;
    }
    elements.begin();
    context.run(task, pieces.count(), (long) launch.elements() * elements.cost());
    next.step = current.step + 1;
    next.learningRate = learningRate(next);
  }

  private float learningRate(StepRecord record) {
    Tape rate = launch.learningRate();
    for (int v = 0; v < rate.variables().size(); v++) {
      boolean step = rate.variables().get(v).equals(StepField.STEP.variableName());
      schedule.set(v, record.field(step ? StepField.STEP : StepField.TOTAL_STEPS));
    }
    schedule.evaluate();
    return (float) schedule.value(rate.outputs().get(0));
  }

  private void piece(int piece, int thread) {
    int from = pieces.begin(piece);
    int to = pieces.end(piece);
    int rest = ranges.isEmpty() ? from : wholeVectors(from, to, thread);
    Block block = blocks[thread];
    block.beginElements(rest, to, launch.elements());
    while (block.next()) {
      elements.compute(block, thread);
      elements.store(block, thread, null);
    }
  }

  /** Updates in place what is a multiple of whole vectors; returns the first of the others. */
  private int wholeVectors(int from, int to, int thread) {
    int end = to - (to - from) % Arithmetic.GRAIN;
    for (int first = from; first < end; first += Block.ELEMENTS) {
      ranges.get().run(first, Math.min(Block.ELEMENTS, end - first), thread);
    }
    return end;
  }

  @Override
  public String routine() {
    return "weight update";
  }

  @Override
  public String variant() {
    return (ranges.isPresent() ? "in place, " : "") + "blocks of " + Block.ELEMENTS;
  }

  @Override
  public int pieces() {
    return pieces.count();
  }
}
