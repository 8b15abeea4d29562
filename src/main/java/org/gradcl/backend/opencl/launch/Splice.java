package org.gradcl.backend.opencl.launch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.gradcl.backend.opencl.program.Macros;
import org.gradcl.expr.Tape;
import org.gradcl.graph.StepField;
import org.gradcl.plan.Launch;
import org.gradcl.plan.Operand;
import org.gradcl.plan.Place;
import org.gradcl.plan.Region;
import org.gradcl.plan.Source;
import org.gradcl.plan.Store;
import org.gradcl.plan.WindowedPlace;

/**
 * The text that is spliced into a kernel: its further parameters with the arguments bound to them,
 * the statements that each work-item executes once, and its sums. One for each launch; one thread.
 */
final class Splice {
  private final Launch launch;
  private final KernelParameters parameters = new KernelParameters();
  private final List<String> once = new ArrayList<>();
  private final Set<String> sums = new TreeSet<>();
  private final Map<String, String> uniformVariables = new HashMap<>();
  private final Map<String, String> elementVariables = new HashMap<>();
  private final Map<String, String> loads = new HashMap<>();
  private boolean usesRecord;
  private int stores;

  /** A splice with nothing in it but what the step record asks for. */
  Splice(Launch launch) {
    this.launch = launch;
    if (launch.beginsStep()) {
      useRecord();
    }
  }

  /** Says that the kernel's body has a parameter {@code records} of its own. */
  Splice recordsInBody() {
    usesRecord = true;
    return this;
  }

  /** Adds a parameter that holds a buffer. */
  void memory(String type, String name, KernelBuffer buffer) {
    parameters.memory(type, name, buffer);
  }

  /** Adds a parameter that holds an int. */
  void number(String name, int value) {
    parameters.number(name, value);
  }

  /** Adds a statement that each work-item executes once. */
  void once(String statement) {
    once.add(statement);
  }

  private void useRecord() {
    if (!usesRecord) {
      usesRecord = true;
      memory("__global int *", "records", KernelBuffer.RECORDS);
    }
  }

  /** Adds operands of the launch's tapes. */
  void operands(List<Operand> operands) {
    operands.forEach(this::add);
  }

  private void add(Operand operand) {
    String variable = operand.variable();
    if (operand.source() instanceof Source.Argument argument) {
      String name = "argument_" + identifier(variable);
      parameters.number(name, argument.value());
      uniformVariables.put(variable, name);
    } else if (operand.source() instanceof Source.Record field) {
      field(variable, field.field());
    } else if (operand.source() instanceof Source.Random random) {
      useRecord();
      String name = "operation_" + identifier(variable);
      number(name, random.operation());
      element(variable, "value_" + identifier(variable), "UNIFORM_##T(" + name + ", row, column)");
    } else if (operand.source() instanceof Source.Gathered gathered) {
      gathered(variable, gathered);
    } else if (operand.source() instanceof Source.Index index) {
      element(variable, "value_" + identifier(variable), index(index));
    } else if (operand.source() instanceof Source.Memory memory) {
      Place place = memory.place();
      String pointer = "operand_" + identifier(variable);
      memory("__global const float *", pointer, KernelBuffer.of(place.region()));
      offset(pointer, place);
      load(variable, pointer, place);
    } else if (operand.source() instanceof Source.Windowed windowed) {
      WindowedPlace place = windowed.place();
      String pointer = "operand_" + identifier(variable);
      memory("__global const float *", pointer, KernelBuffer.of(place.stored().region()));
      number(pointer + "_offset", place.base());
      once(pointer + " += " + pointer + "_offset;");
      element(variable, "value_" + identifier(variable), WindowText.load(pointer, place));
    }
  }

  /** Where the index names no row, the first is read for nothing: quicker than a branch. */
  private void gathered(String variable, Source.Gathered gathered) {
    String pointer = "operand_" + identifier(variable);
    String index = pointer + "_index";
    memory("__global const float *", pointer, KernelBuffer.of(gathered.table().region()));
    offset(pointer, gathered.firstRow());
    memory("__global const float *", index, KernelBuffer.of(gathered.index().region()));
    offset(index, gathered.index());
    number(pointer + "_rows", gathered.rows());
    number(pointer + "_row_stride", gathered.stride());
    String indexAt = ElementAddress.of(index, gathered.index(), this).at();
    ElementAddress row = ElementAddress.of(pointer, gathered.firstRow(), this);
    String number = pointer + "_row";
    String value = "value_" + identifier(variable);
    elementVariables.put(variable, value);
    loads.put(
        variable,
        String.join(
            "\n",
            String.format("const int %s = table_row(*(%s), %s_rows);", number, indexAt, pointer),
            String.format(
                "const T %s_read = %s;",
                number, row.loadAfter("max(" + number + ", 0) * " + pointer + "_row_stride")),
            String.format("const T %s = %s < 0 ? (T)(0.0f) : %s_read;", value, number, number)));
  }

  /** A vector never spans several axes of columns. */
  private static String index(Source.Index index) {
    String row = AxisText.offset("row", index.rows());
    String column = AxisText.offset("column", index.columns());
    boolean alongColumns = index.columns().get(index.columns().size() - 1).stride() == 1;
    String at = column.isEmpty() ? row : column;
    return alongColumns ? "COLUMN_##T(" + at + ")" : "(T)((float)(" + at + "))";
  }

  private void offset(String pointer, Place place) {
    number(pointer + "_offset", place.base());
    once(pointer + " += " + pointer + "_offset;");
  }

  private void load(String variable, String pointer, Place place) {
    String value = "value_" + identifier(variable);
    switch (place.form()) {
      case MATRIX, STRIDED ->
          element(variable, value, ElementAddress.of(pointer, place, this).load());
      case PER_COLUMN -> element(variable, value, ElementAddress.perColumn(pointer).load());
      case PER_ROW -> {
        number(pointer + "_stride", place.stride(0));
        element(variable, value, "(T)(" + pointer + "[(row) * " + pointer + "_stride])");
      }
      case SCALAR -> {
        once("const float " + value + " = *" + pointer + ";");
        uniformVariables.put(variable, value);
      }
    }
  }

  /** Binds a variable to a number of the step record. */
  void field(String variable, StepField field) {
    useRecord();
    String value = "value_" + identifier(variable);
    once("const float " + value + " = " + recordField(field) + ";");
    uniformVariables.put(variable, value);
  }

  private static String recordField(StepField field) {
    return switch (field) {
      case STEP -> "(float)(RECORD)[RECORD_STEP]";
      case TOTAL_STEPS -> "(float)(RECORD)[RECORD_TOTAL_STEPS]";
      case LEARNING_RATE -> "as_float((RECORD)[RECORD_LEARNING_RATE])";
      case CLIP_SCALE -> "as_float((RECORD)[RECORD_CLIP_SCALE])";
    };
  }

  /** Binds a variable to a number an element, loaded by an expression over T, row and column. */
  void element(String variable, String value, String load) {
    elementVariables.put(variable, value);
    loads.put(variable, "const T " + value + " = " + load + ";");
  }

  /** Binds a variable to a number a row, known by its own name once its reduction is done. */
  void rowVariable(String name) {
    elementVariables.put(name, "(T)(" + name + ")");
  }

  /** Prints a tape; its uniform part goes to what is executed once. */
  TapePrinter print(Tape tape, String prefix) {
    TapePrinter printer = new TapePrinter(tape, prefix, uniformVariables, elementVariables);
    printer.uniformStatements().forEach(this::once);
    return printer;
  }

  /** The statements that load what a tape reads an element, and compute it. */
  List<String> compute(Tape tape, TapePrinter printer) {
    List<String> statements = new ArrayList<>();
    for (String variable : tape.variables()) {
      if (loads.containsKey(variable)) {
        statements.add(loads.get(variable));
      }
    }
    statements.addAll(printer.elementStatements());
    return statements;
  }

  /**
   * The statements that store outputs of a tape, and check what they store in {@link
   * Region#GRADIENT}.
   */
  List<String> store(
      List<Store> targets, TapePrinter printer, boolean perRow, CheckPrinter checks) {
    List<String> statements = new ArrayList<>();
    for (Store store : targets) {
      String pointer = "store_" + stores++;
      String stored = pointer + "_value";
      memory("__global float *", pointer, KernelBuffer.of(store.place().region()));
      offset(pointer, store.place());
      ElementAddress address =
          perRow
              ? ElementAddress.perRow(pointer, store.place(), this)
              : ElementAddress.of(pointer, store.place(), this);
      String value = printer.output(store.output());
      if (store.mode() == Store.Mode.ADD) {
        value = address.load() + " + " + value;
      }
      statements.add("const T " + stored + " = " + value + ";");
      statements.add(address.store(stored));
      if (store.place().region() == Region.GRADIENT) {
        statements.addAll(checks.of(stored, "T", store.place()));
      }
    }
    return statements;
  }

  /** Adds sums, of which each work-group leaves its part; their statements add a tape's outputs. */
  List<String> sums(SumPrinter all, TapePrinter printer) {
    all.declare(this);
    sums.addAll(all.names());
    return all.statements(printer);
  }

  /** Adds the sums by which gradients are checked. */
  void checks(CheckPrinter checks) {
    checks.declare(this);
    sums.addAll(checks.names());
  }

  /** The arguments of the further parameters. */
  List<KernelArgument> arguments() {
    return parameters.arguments();
  }

  /** Defines the macros that every kernel body expects. */
  void define(Macros macros) {
    macros.define("OPERANDS", parameters.text());
    macros.define("UNIFORMS", String.join("\n", once));
    StringBuilder list = new StringBuilder();
    sums.forEach(name -> list.append("X(").append(name).append(") "));
    macros.define("SUMS", "(X)", list.toString());
    if (usesRecord) {
      macros.define("RECORD", launch.recordCopy() + "_RECORD(records)");
    }
    if (launch.beginsStep()) {
      macros.define("BEGINS_STEP", "1");
    }
  }

  /** Statements as the body of a macro. */
  static String block(List<String> statements) {
    return "{\n" + String.join("\n", statements) + "\n}";
  }

  private static String identifier(String name) {
    return name.replaceAll("\\W", "_");
  }
}
