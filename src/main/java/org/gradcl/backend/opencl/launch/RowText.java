package org.gradcl.backend.opencl.launch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.backend.opencl.program.Macros;
import org.gradcl.expr.Tape;
import org.gradcl.plan.RowLaunch;
import org.gradcl.plan.RowLaunch.LoweredReduction;
import org.gradcl.plan.WindowedPlace;

/** The text of a row program's passes, as {@code row.clh} and {@code row_across.clh} want it. */
final class RowText {
  private final RowLaunch launch;
  private final boolean across;
  private final Splice splice;
  private final StringBuilder program = new StringBuilder();
  private final Map<String, String> lists = new LinkedHashMap<>();
  private final Map<String, String> terms = new LinkedHashMap<>();

  /** Adds the operands of the launch to a splice. */
  RowText(RowLaunch launch, boolean across, Splice splice) {
    this.launch = launch;
    this.across = across;
    this.splice = splice;
    splice.operands(across ? launch.turnedOperands() : launch.operands());
  }

  /** Reduces all columns of a pass, or those of a part. */
  void reduce(int pass) {
    list(pass);
    append("REDUCE_PASS", pass, ", TERMS_" + pass);
    terms.put("TERMS_" + pass, Splice.block(statements(pass)));
    nameResults(pass);
  }

  /** Adds up what an earlier kernel left of a pass. */
  void fold(int pass) {
    list(pass);
    append("FOLD_PASS", pass, "");
    number(pass);
    nameResults(pass);
  }

  /** Leaves the part of a pass. */
  void leave(int pass) {
    append("LEAVE_PASS", pass, "");
    number(pass);
  }

  private void append(String macro, int pass, String more) {
    program.append(macro + (across ? "(T, " : "(") + "PASS_" + pass + more);
    program.append(across ? ", at)\n" : ")\n");
  }

  private void list(int pass) {
    StringBuilder list = new StringBuilder();
    for (int number : launch.passes().get(pass)) {
      String operation = launch.reductions().get(number).combine().name();
      list.append(across ? "X(T, " : "X(").append(operation).append(", r" + number + ") ");
    }
    lists.put("PASS_" + pass, list.toString());
  }

  private void number(int pass) {
    for (int number : launch.passes().get(pass)) {
      splice.once("const int r" + number + "_number = " + number + ";");
    }
  }

  private void nameResults(int pass) {
    launch.passes().get(pass).forEach(number -> splice.rowVariable("r" + number));
  }

  /** The elements of a pass, those together that the same windows leave out. */
  private List<String> statements(int pass) {
    Map<List<WindowedPlace>, List<Integer>> byWindows = new LinkedHashMap<>();
    for (int number : launch.passes().get(pass)) {
      List<WindowedPlace> windows = launch.reductions().get(number).windows();
      byWindows.computeIfAbsent(windows, w -> new ArrayList<>()).add(number);
    }
    List<String> statements = new ArrayList<>();
    byWindows.forEach(
        (windows, numbers) -> {
          List<String> terms = combined(numbers);
          boolean always = windows.isEmpty() && byWindows.size() == 1;
          if (always) {
            statements.addAll(terms);
          } else {
            statements.add("if (" + WindowText.inside(windows) + ")");
            statements.add(Splice.block(terms));
          }
        });
    return statements;
  }

  private List<String> combined(List<Integer> numbers) {
    List<LoweredReduction> reductions =
        numbers.stream().map(number -> launch.reductions().get(number)).toList();
    Tape tape = Tape.joined(reductions.stream().map(LoweredReduction::element).toList());
    TapePrinter printer = splice.print(tape, "r" + numbers.get(0) + "_");
    List<String> statements = splice.compute(tape, printer);
    for (int i = 0; i < numbers.size(); i++) {
      String operation = reductions.get(i).combine().name();
      String result = "r" + numbers.get(i) + (across ? "_part" : "_##T");
      statements.add("const T term_" + i + " = " + printer.output(i) + ";");
      statements.add(result + " = COMBINE_" + operation + "(" + result + ", term_" + i + ");");
    }
    return statements;
  }

  /** Defines the program and what it lists. */
  void define(Macros macros) {
    lists.forEach((name, list) -> macros.define(name, across ? "(X, T)" : "(X)", list));
    terms.forEach((name, text) -> macros.define(name, "(T, row, column)", text));
    if (across) {
      macros.define("ROW_PROGRAM", "(T, at)", program.toString());
    } else {
      macros.define("ROW_PROGRAM", program.toString());
    }
  }
}
