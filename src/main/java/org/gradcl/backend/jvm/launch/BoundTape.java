package org.gradcl.backend.jvm.launch;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gradcl.expr.Tape;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Operand;
import org.gradcl.plan.Place;
import org.gradcl.plan.RecordCopy;
import org.gradcl.plan.RowLaunch;
import org.gradcl.plan.Source;
import org.gradcl.plan.Store;

/**
 * A tape of a launch with its variables bound to memory and its outputs to where they go: computes
 * and stores block by block.
 */
final class BoundTape {
  /** The run of a tape over a domain as it is, not turned. */
  private static final int NOT_TURNED = 0;

  private final Memory memory;
  private final StepRecord record;
  private final int threads;

  /** Rows that windows read together, of a domain that is turned; else {@link #NOT_TURNED}. */
  private final int run;

  private final Operand[] uniformOperands;
  private final BlockProgram program;
  private final Stores stores;
  private final BlockScratch[] scratches;

  /**
   * Binds a tape.
   *
   * @param operands of the launch; the tape may also read {@link MatmulLaunch#PRODUCT} and the
   *     results {@code r0, r1, …} of row reductions
   * @param copy of the step record that the launch reads
   * @param columns columns of the domain
   */
  BoundTape(
      Tape tape,
      List<Operand> operands,
      List<Store> stores,
      RecordCopy copy,
      int columns,
      RunnerContext context) {
    this(tape, operands, stores, copy, columns, NOT_TURNED, context);
  }

  /**
   * Binds a tape of a row launch whose domain is turned: blocks have its columns for rows, its rows
   * for columns.
   *
   * @param run rows that windows read together
   */
  static BoundTape across(
      Tape tape, List<Store> stores, RowLaunch launch, int run, RunnerContext context) {
    return new BoundTape(
        tape,
        launch.turnedOperands(),
        stores.stream().map(Store::turned).toList(),
        launch.recordCopy(),
        launch.rows(),
        run,
        context);
  }

  private BoundTape(
      Tape tape,
      List<Operand> operands,
      List<Store> stores,
      RecordCopy copy,
      int columns,
      int run,
      RunnerContext context) {
    this.run = run;
    threads = context.team().threads();
    memory = context.memory();
    record = memory.record(copy);
    int count = tape.variables().size();
    Load[] loads = new Load[count];
    uniformOperands = new Operand[count];
    Set<String> uniformNames = new HashSet<>();
    for (int v = 0; v < count; v++) {
      String name = tape.variables().get(v);
      loads[v] = load(v, name, operands, columns, context);
      if (loads[v] == null) {
        uniformNames.add(name);
      }
    }
    program = new BlockProgram(tape, loads, uniformNames, context.arithmetic());
    this.stores = new Stores(stores, context);
    scratches = new BlockScratch[threads];
    for (int thread = 0; thread < scratches.length; thread++) {
      scratches[thread] = program.scratch(thread);
    }
  }

  /** How a variable is read; null if it is uniform. */
  private Load load(
      int v, String name, List<Operand> operands, int columns, RunnerContext context) {
    if (name.equals(MatmulLaunch.PRODUCT)) {
      return new Loads.Product(context.arithmetic().stripPacker());
    }
    Operand operand =
        operands.stream().filter(o -> o.variable().equals(name)).findFirst().orElse(null);
    if (operand == null) {
      int number = Integer.parseInt(name.substring(1));
      return run == NOT_TURNED ? new Loads.Reduced(number) : new Loads.ReducedAcross(number);
    }
    if (operand.isUniform() || isOneColumn(operand, columns)) {
      uniformOperands[v] = operand;
      return null;
    }
    if (operand.source() instanceof Source.Random random) {
      Loads.Random drawn = Loads.Random.of(record, random);
      return run == NOT_TURNED ? drawn : new Loads.RandomAcross(drawn);
    }
    if (operand.source() instanceof Source.Windowed windowed) {
      return new WindowedLoad(windowed.place(), run, context);
    }
    if (operand.source() instanceof Source.Gathered gathered) {
      return new GatheredLoad(gathered, memory);
    }
    return operand.source() instanceof Source.Index index
        ? new IndexLoad(index)
        : Loads.of(((Source.Memory) operand.source()).place(), context);
  }

  /** Whether an operand has a number a column where there is one column. */
  private static boolean isOneColumn(Operand operand, int columns) {
    return columns == 1
        && operand.source() instanceof Source.Memory source
        && source.place().form() == Place.Form.PER_COLUMN;
  }

  /** How much work an element is, roughly, in additions. */
  int cost() {
    return program.cost();
  }

  /** What is the same for all elements, evaluated when a launch begins. */
  UniformProgram uniforms() {
    return program.uniforms();
  }

  /** Reads what is the same for all elements; once a launch, before any block. */
  void begin() {
    for (int v = 0; v < uniformOperands.length; v++) {
      if (uniformOperands[v] != null) {
        program.uniforms().set(v, value(uniformOperands[v].source()));
      }
    }
    program.begin();
  }

  private double value(Source source) {
    if (source instanceof Source.Argument argument) {
      return argument.value();
    }
    if (source instanceof Source.Record field) {
      return record.field(field.field());
    }
    Place place = ((Source.Memory) source).place();
    return memory.of(place.region())[place.base()];
  }

  /** The working memory of a thread. */
  BlockScratch scratch(int thread) {
    return scratches[thread];
  }

  /** The results of reductions that a thread's next blocks read, by reduction, from a row on. */
  void use(float[][] reduced, int firstRow, int thread) {
    scratches[thread].reduced = reduced;
    scratches[thread].reducedRow = firstRow;
  }

  /** Computes a block's outputs. */
  void compute(ElementBlock block, int thread) {
    program.run(block, scratches[thread]);
  }

  /** An output of the block just computed, from index 0. */
  float[] output(int output, int thread) {
    return program.output(output, scratches[thread]);
  }

  /** Stores the block just computed; the check may be null. */
  void store(ElementBlock block, int thread, CheckSum check) {
    stores.store(program, block, scratches[thread], check);
  }

  /** Whether anything is stored. */
  boolean storesAnything() {
    return !stores.isEmpty();
  }
}
