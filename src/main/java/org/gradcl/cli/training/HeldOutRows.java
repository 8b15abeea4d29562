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
  private static final int MOST_CHARACTERS = 24;

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
        : text(((TextColumn) column).value(row));
  }

  /** The beginning of a long text: a description must not push the prediction out of sight. */
  static String text(String whole) {
    return whole.codePointCount(0, whole.length()) <= MOST_CHARACTERS
        ? whole
        : whole.substring(0, whole.offsetByCodePoints(0, MOST_CHARACTERS - 1)) + "…";
  }
}
