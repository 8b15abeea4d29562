package org.gradcl.backend.jvm.launch;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.backend.jvm.launch.BlockProgram.Reading;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Access;
import org.gradcl.graph.Phase;
import org.gradcl.plan.Operand;
import org.gradcl.plan.Source;
import org.gradcl.plan.Store;
import org.gradcl.plan.View;

/**
 * A tape over a launch's operands: binds its variables to memory, segment by segment of a row, and
 * stores its outputs.
 */
final class Elements {
  private final BlockProgram program;
  private final Memory memory;
  private final StepRecord record;
  private final BlockArithmetic arithmetic;
  private final Operand[] bound;
  private final int[] reduced;
  private final double[] uniforms;
  private final View[] views;
  private final BlockScratch[] scratch;
  private int product = -1;

  /**
   * @param extra variables that the caller gives, an element each: {@code product}
   * @param reductions how many results of row reductions may be read, as {@code r0, r1, …}
   */
  Elements(
      Tape tape,
      List<Operand> operands,
      String extra,
      int reductions,
      Phase phase,
      int columns,
      Launching launching) {
    this.memory = launching.memory();
    this.arithmetic = launching.arithmetic();
    // Up to the loss launch, which copies it, the record to read is the next step's.
    this.record = phase.compareTo(Phase.LOSS) <= 0 ? memory.next : memory.current;
    int count = tape.variables().size();
    this.bound = new Operand[count];
    this.reduced = new int[count];
    this.uniforms = new double[count];
    this.views = new View[count];
    List<Reading> readings = new ArrayList<>();
    for (int v = 0; v < count; v++) {
      readings.add(bind(v, tape.variables().get(v), operands, extra, reductions, columns));
    }
    this.program = new BlockProgram(tape, readings, arithmetic);
    this.scratch = new BlockScratch[launching.team().threads()];
    for (int thread = 0; thread < scratch.length; thread++) {
      scratch[thread] = program.scratch();
    }
  }

  private Reading bind(
      int v, String name, List<Operand> operands, String extra, int reductions, int columns) {
    reduced[v] = -1;
    for (int r = 0; r < reductions; r++) {
      if (name.equals("r" + r)) {
        reduced[v] = r;
        return Reading.ROW;
      }
    }
    if (name.equals(extra)) {
      product = v;
      return Reading.ELEMENTS;
    }
    Operand operand =
        operands.stream().filter(o -> o.variable().equals(name)).findFirst().orElseThrow();
    bound[v] = operand;
    if (!(operand.source() instanceof Source.Memory)) {
      return Reading.UNIFORM;
    }
    views[v] = ((Source.Memory) operand.source()).view();
    switch (operand.access()) {
      case FULL:
        return Reading.ELEMENTS;
      case PER_COLUMN:
        return columns == 1 ? Reading.UNIFORM : Reading.ELEMENTS;
      case PER_ROW:
        return Reading.ROW;
      case SCALAR:
        break;
    }
    return Reading.UNIFORM;
  }

  BlockProgram program() {
    return program;
  }

  /** Whether rows may be taken together as one long row: nothing is read a column or a row. */
  boolean isFlat(List<Store> stores, int columns) {
    if (program.dependsOnPlace()) {
      return false;
    }
    for (int v = 0; v < bound.length; v++) {
      if (views[v] != null
          && bound[v].access() != Access.FULL
          && !(bound[v].access() == Access.PER_COLUMN && columns == 1)) {
        return false;
      }
      if (views[v] != null
          && bound[v].access() == Access.FULL
          && views[v].stride() != views[v].columns()) {
        return false;
      }
    }
    return stores.stream().allMatch(store -> store.view().stride() == store.view().columns());
  }

  /** Reads what is the same for all elements; once a launch, before any part runs. */
  void begin() {
    for (int v = 0; v < bound.length; v++) {
      if (bound[v] == null) {
        continue;
      }
      Source source = bound[v].source();
      if (source instanceof Source.Argument) {
        uniforms[v] = ((Source.Argument) source).value();
      } else if (source instanceof Source.Record) {
        uniforms[v] = field((Source.Record) source);
      } else {
        uniforms[v] = memory.of(views[v].region())[views[v].offset()];
      }
    }
    program.evaluateUniforms(uniforms);
  }

  private double field(Source.Record source) {
    switch (source.field()) {
      case STEP:
        return record.step;
      case TOTAL_STEPS:
        return record.totalSteps;
      case LEARNING_RATE:
        return record.learningRate;
      case CLIP_SCALE:
        return record.clipScale;
    }
    throw new AssertionError(source.field());
  }

  BlockScratch scratch(int thread) {
    return scratch[thread];
  }

  /** Points the variables at a segment of a row. */
  void segment(BlockScratch to, int row, int column, float[] products, int productOffset) {
    for (int v = 0; v < bound.length; v++) {
      if (views[v] != null) {
        View view = views[v];
        float[] array = memory.of(view.region());
        switch (bound[v].access()) {
          case FULL:
            to.elements(v, array, view.offset() + row * view.stride() + column);
            break;
          case PER_COLUMN:
            to.elements(v, array, view.offset() + column);
            break;
          case PER_ROW:
            to.rowValues[v] = array[view.offset() + row * view.stride()];
            break;
          case SCALAR:
            break;
        }
      }
    }
    if (product >= 0) {
      to.elements(product, products, productOffset);
    }
  }

  /** Gives the results of row reductions to the variables that read them. */
  void reductions(BlockScratch to, float[] results) {
    for (int v = 0; v < reduced.length; v++) {
      if (reduced[v] >= 0) {
        to.rowValues[v] = results[reduced[v]];
      }
    }
  }

  void block(BlockScratch with, int start, int count, int row, int column) {
    program.block(with, start, count, column, row, record);
  }

  /** Stores an output's block at an element of the store's view. */
  void store(Store store, BlockScratch from, int start, int count, int row, int column) {
    float[] source = program.outputArray(from, store.output());
    int offset = program.outputOffset(from, store.output(), start);
    View view = store.view();
    float[] target = memory.of(view.region());
    int place = view.offset() + row * view.stride() + column + start;
    if (store.mode() == Store.Mode.ADD) {
      arithmetic.binary(
          org.gradcl.expr.Operator.ADD, target, place, source, offset, target, place, count);
    } else if (source != target || offset != place) {
      System.arraycopy(source, offset, target, place, count);
    }
  }
}
