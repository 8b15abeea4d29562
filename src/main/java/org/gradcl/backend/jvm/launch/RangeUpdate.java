package org.gradcl.backend.jvm.launch;

import java.util.ArrayList;
import java.util.HashMap;
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
import org.gradcl.plan.UpdateRange;

/** The update of one range of parameters or statistics, in place. */
final class RangeUpdate {
  private final UpdateRange range;
  private final RunnerContext context;
  private final BoundTape elements;
  private final Optional<RangeProgram> program;
  private final ElementBlock[] blocks;
  private final UpdatePieces pieces;
  private final Task task = this::piece;

  RangeUpdate(UpdateLaunch launch, UpdateRange range, RunnerContext context) {
    this.range = range;
    this.context = context;
    List<Operand> operands = new ArrayList<>();
    List<Store> stores = new ArrayList<>();
    operands.add(operand(UpdateRule.PARAMETER.name(), range.parameters()));
    operands.add(operand(UpdateRule.GRADIENT.name(), range.gradients()));
    stores.add(new Store(range.parameters(), Store.Mode.STORE, 0));
    for (int s = 0; s < range.slots(); s++) {
      Place slot = range.slot(s, launch.slotElements());
      operands.add(operand(launch.slots().get(s), slot));
      stores.add(new Store(slot, Store.Mode.STORE, s + 1));
    }
    launch
        .trustRatios()
        .filter(ratios -> range.slots() > 0)
        .ifPresent(
            ratios -> operands.add(operand(UpdateRule.TRUST_RATIO.name(), ratios.of(range))));
    for (StepField field : StepField.values()) {
      operands.add(new Operand(field.variableName(), new Source.Record(field)));
    }
    Tape tape = range.tape();
    elements =
        new BoundTape(tape, operands, stores, launch.recordCopy(), range.elements(), context);
    program = program(tape, operands, stores);
    pieces = new UpdatePieces(range, context.updated());
    blocks = new ElementBlock[context.team().threads()];
    for (int thread = 0; thread < blocks.length; thread++) {
      blocks[thread] = new ElementBlock();
    }
  }

  private static Operand operand(String variable, Place place) {
    return new Operand(variable, new Source.Memory(place));
  }

  private Optional<RangeProgram> program(Tape tape, List<Operand> operands, List<Store> stores) {
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

  void run() {
    elements.begin();
    context.run(task, pieces.count(), (long) range.elements() * elements.cost());
  }

  private void piece(int piece, int thread) {
    int from = pieces.begin(piece);
    int to = pieces.end(piece);
    int rest = program.isEmpty() ? from : wholeVectors(from, to, thread);
    ElementBlock block = blocks[thread];
    block.beginElements(rest, to, range.elements());
    while (block.next()) {
      elements.compute(block, thread);
      elements.store(block, thread, null);
    }
  }

  /** Updates in place what is a multiple of whole vectors; returns the first of the others. */
  private int wholeVectors(int from, int to, int thread) {
    int end = to - (to - from) % Arithmetic.GRAIN;
    for (int first = from; first < end; first += ElementBlock.ELEMENTS) {
      program.get().run(first, Math.min(ElementBlock.ELEMENTS, end - first), thread);
    }
    return end;
  }

  /** How, for people: the beginning of a list. */
  String variant() {
    return program.isPresent() ? "in place, " : "";
  }

  int pieces() {
    return pieces.count();
  }
}
