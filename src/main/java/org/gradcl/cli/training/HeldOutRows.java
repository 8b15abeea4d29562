package org.gradcl.cli.training;

import java.util.List;
import org.gradcl.data.table.ColumnSchema;
import org.gradcl.data.table.Table;
import org.gradcl.data.table.TextColumn;
import org.gradcl.text.Figures;
import org.gradcl.text.Printable;

/** Shows held-out rows, with as many of their input columns as fit in a line. */
final class HeldOutRows {
  private static final int MOST_INPUTS = 9;
  private static final int MOST_CHARACTERS = 24;

  private HeldOutRows() {}

  /** The inputs shown: all, unless there are too many, then none. */
  static List<ColumnSchema> inputs(Problem problem) {
    List<ColumnSchema> inputs = problem.schema().inputs();
    return inputs.size() > MOST_INPUTS ? List.of() : inputs;
  }

  /** A cell as text. */
  static String cell(Table table, ColumnSchema column, int row) {
    if (table.column(column.name()).isMissing(row)) {
      return "missing";
    }
    return table.column(column.name()) instanceof TextColumn texts
        ? text(texts.value(row))
        : figure(table.numeric(column.name()).value(row), column);
  }

  /** A value of a numeric column, with enough digits to distinguish it from its neighbours. */
  static String figure(double value, ColumnSchema column) {
    return Figures.of(value, ((ColumnSchema.Numeric) column).scale());
  }

  /** The beginning of a long text: a description must not push the prediction out of sight. */
  static String text(String whole) {
    return Printable.beginning(whole, MOST_CHARACTERS);
  }
}
