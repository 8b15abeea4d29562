package org.gradcl.backend.opencl.launch;

import static org.gradcl.backend.opencl.launch.LaunchContext.memory;
import static org.gradcl.backend.opencl.launch.LaunchContext.number;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.gradcl.backend.opencl.program.Macros;
import org.gradcl.plan.Place;
import org.gradcl.plan.ProductOperand;

/**
 * Prints how a product reads an operand, as {@code product_operand.clh} wants it: matrices by that
 * file's own text, what is read by views and windows by addresses of its own.
 *
 * <p>A window's index, a part of the line and a part of the inner index, is divided as two
 * quotients: the part of the line rounded down, that of the inner index up. The index is whole
 * where what is left by the one is what was added by the other.
 */
final class OperandPrinter {
  private static final String LINE = "line";
  private static final String INNER = "p";
  private static final String BATCH = "batch";

  /** More turns than a block of rows has tiles for would mix in each tile. */
  static final int MOST_PHASES = 16;

  /** {@code a} or {@code b}. */
  private final String name;

  private final ProductOperand operand;

  /** What inner indices are below, if the text may say so, else {@link AxisText#ANY}. */
  private final int innerBound;

  /** What the inner part of an address is less than 0 at most; the part of the line makes up. */
  private final int lowestInner;

  /**
   * An operand.
   *
   * @param name {@code a} or {@code b}
   * @param innerBound the inner extent where it has nothing of the batch, whose sizes share a text;
   *     else {@link AxisText#ANY}
   */
  OperandPrinter(String name, ProductOperand operand, int innerBound) {
    this.name = name;
    this.operand = operand;
    this.innerBound = innerBound;
    this.lowestInner = operand.isMatrix() ? 0 : lowestInner();
  }

  private int lowestInner() {
    int lowest = 0;
    for (Place.Axis axis : operand.inner()) {
      lowest += Math.min(0, axis.stride() * (axis.extent() - 1));
    }
    for (ProductOperand.Window window : operand.windows()) {
      int least = 0;
      for (int i = 0; i < operand.inner().size(); i++) {
        int reach = window.innerFactors().get(i) * (operand.inner().get(i).extent() - 1);
        least += Math.min(0, reach);
      }
      lowest += window.stride() * -Math.floorDiv(-least, window.divisor());
    }
    return lowest;
  }

  /** The arguments: the buffer, the offset, the distance of lines or inner indices, of matrices. */
  List<KernelArgument> arguments() {
    boolean matrix = operand.isMatrix();
    return List.of(
        memory(KernelBuffer.of(operand.region())),
        number(operand.base()),
        number(matrix ? stride() : 0),
        number(matrix ? operand.batchStride() : 0));
  }

  /** Whether it is a matrix of which four numbers are read at a time. */
  boolean readsMatrixInFours() {
    return operand.isMatrix() && readsInFours();
  }

  private int stride() {
    return operand.linesAreNeighbours() ? operand.innerStride() : operand.lineStride();
  }

  /** Defines the operand's macros, and what is calculated once for a matrix of the batch. */
  void define(Macros macros, Splice splice) {
    String prefix = name.toUpperCase(Locale.ROOT);
    macros.define(prefix + "_TRANSPOSED", isTransposed() ? 1 : 0);
    macros.define(prefix + "_ALIGNED", readsInFours() ? 1 : 0);
    if (operand.isMatrix()) {
      return;
    }
    macros.define(prefix + "_GATHERED", 1);
    String ofBatch = AxisText.offset(BATCH, operand.batch());
    if (!ofBatch.isEmpty()) {
      splice.once(name + " += " + ofBatch + ";");
    }
    List<String> line = new ArrayList<>(List.of(AxisText.offset(LINE, operand.lines())));
    List<String> inner =
        new ArrayList<>(List.of(AxisText.offset(INNER, innerBound, operand.inner())));
    List<String> valid = new ArrayList<>();
    for (int i = 0; i < operand.windows().size(); i++) {
      window(i, line, inner, valid, splice);
    }
    line.add(Integer.toString(lowestInner));
    inner.add(Integer.toString(-lowestInner));
    macros.define(prefix + "_LINE", "(" + LINE + ")", "(" + joined(line, " + ") + ")");
    macros.define(prefix + "_INNER", "(" + INNER + ")", "(uint)(" + joined(inner, " + ") + ")");
    macros.define(
        prefix + "_VALID",
        "(" + LINE + ", " + INNER + ")",
        valid.isEmpty() ? "1" : "(" + joined(valid, " && ") + ")");
  }

  /** As the kernels call it: op(A) with rows as neighbours, op(B) with columns apart. */
  private boolean isTransposed() {
    return operand.linesAreNeighbours() == name.equals("a");
  }

  private void window(
      int number, List<String> line, List<String> inner, List<String> valid, Splice splice) {
    ProductOperand.Window window = operand.windows().get(number);
    String ofInner = AxisText.sum(INNER, innerBound, operand.inner(), window.innerFactors());
    String ofBatch = ofBatch(window);
    if (!ofBatch.isEmpty()) {
      splice.once("const int " + start(number) + " = " + window.start() + " + " + ofBatch + ";");
    }
    String lineSum = lineSum(number);
    String innerSum = ofInner.isEmpty() ? "0" : ofInner;
    int divisor = window.divisor();
    String down = divisor == 1 ? lineSum : call("quotient_down", lineSum, divisor);
    String up = divisor == 1 ? innerSum : call("quotient_up", innerSum, divisor);
    if (divisor > 1) {
      valid.add(call("rest_down", lineSum, divisor) + " == " + call("rest_up", innerSum, divisor));
    }
    valid.add("(uint)(" + down + " + " + up + ") < " + window.extent() + "u");
    line.add("(" + down + ") * " + window.stride());
    inner.add("(" + up + ") * " + window.stride());
  }

  /** What a window's index has of the line and the matrix, before it is divided. */
  private String lineSum(int number) {
    ProductOperand.Window window = operand.windows().get(number);
    String ofLine = AxisText.sum(LINE, operand.lines(), window.lineFactors());
    String start = ofBatch(window).isEmpty() ? Integer.toString(window.start()) : start(number);
    return joined(List.of(ofLine, start), " + ");
  }

  private String ofBatch(ProductOperand.Window window) {
    return AxisText.sum(BATCH, operand.batch(), window.batchFactors());
  }

  private String start(int number) {
    return name + "_start_" + number;
  }

  private static String call(String function, String sum, int divisor) {
    return function + "(" + sum + ", " + divisor + ")";
  }

  private static String joined(List<String> terms, String between) {
    return String.join(between, terms.stream().filter(term -> !term.isEmpty()).toList());
  }

  /**
   * Defines how many neighbours lie beside each other and are read or left out together, and in how
   * many turns lines are taken so that those of a turn leave out the same: for what is no matrix.
   */
  void defineRuns(Macros macros) {
    if (operand.isMatrix()) {
      return;
    }
    String prefix = name.toUpperCase(Locale.ROOT);
    run().ifPresent(run -> macros.define(prefix + "_RUN", run));
    if (operand.linesAreNeighbours()) {
      return;
    }
    int phases = 1;
    String phase = "";
    for (int i = 0; i < operand.windows().size(); i++) {
      int divisor = operand.windows().get(i).divisor();
      if (divisor > 1 && phases * divisor <= MOST_PHASES) {
        phase =
            (phase.isEmpty() ? "" : "(" + phase + ") * " + divisor + " + ")
                + call("rest_down", lineSum(i), divisor);
        phases *= divisor;
      }
    }
    if (phases > 1) {
      macros.define(prefix + "_PHASES", phases);
      macros.define(prefix + "_PHASE", "(" + LINE + ")", "(" + phase + ")");
    }
  }

  /** Empty where all are read together: batches of all sizes share the text. */
  private OptionalInt run() {
    List<Place.Axis> axes = operand.linesAreNeighbours() ? operand.lines() : operand.inner();
    int last = axes.size() - 1;
    boolean apart =
        operand.windows().stream()
            .map(
                window ->
                    operand.linesAreNeighbours() ? window.lineFactors() : window.innerFactors())
            .anyMatch(factors -> factors.get(last) != 0);
    if (apart || axes.get(last).stride() != 1) {
      return OptionalInt.of(1);
    }
    return last == 0 ? OptionalInt.empty() : OptionalInt.of(axes.get(last).extent());
  }

  /**
   * Whether fours of neighbours, in the direction in which the operand is contiguous, are whole
   * vectors in memory, and are read or left out together.
   */
  boolean readsInFours() {
    List<Place.Axis> run = operand.linesAreNeighbours() ? operand.lines() : operand.inner();
    Place.Axis last = run.get(run.size() - 1);
    List<Place.Axis> others = new ArrayList<>(run.subList(0, run.size() - 1));
    others.addAll(operand.linesAreNeighbours() ? operand.inner() : operand.lines());
    operand.batch().stream().filter(axis -> axis.extent() > 1).forEach(others::add);
    boolean aligned =
        last.stride() == 1
            && isFour(last.extent())
            && isFour(operand.base())
            && others.stream().allMatch(axis -> isFour(axis.stride()));
    for (ProductOperand.Window window : operand.windows()) {
      List<Integer> factors =
          operand.linesAreNeighbours() ? window.lineFactors() : window.innerFactors();
      aligned &= isFour(window.stride()) && factors.get(factors.size() - 1) == 0;
    }
    return aligned;
  }

  /** Whether so many numbers, or an offset of so many, are whole vectors of four. */
  static boolean isFour(int number) {
    return number % 4 == 0;
  }
}
