package org.gradcl.cli.training;

import java.util.List;
import org.gradcl.cli.text.Figures;
import org.gradcl.data.Column;
import org.gradcl.data.ColumnSchema;
import org.gradcl.data.NumericColumn;
import org.gradcl.data.TextColumn;

/** How held-out rows are shown: as many of their input columns as fit in a line. */
final class HeldOutRows {
  private static final int MOST_INPUTS = 9;

  private HeldOutRows() {}

  /** The names of the inputs shown: all, unless there are too many, then none. */
  static List<String> inputs(Problem problem) {
    List<ColumnSchema> inputs = problem.schema().inputs();
    return inputs.size() > MOST_INPUTS
        ? List.of()
        : inputs.stream().map(ColumnSchema::name).toList();
  }

  /** A cell as text. */
  static String cell(Column column, int row) {
    return column instanceof NumericColumn numbers
        ? Figures.of(numbers.value(row))
        : ((TextColumn) column).value(row);
  }
}
