package org.gradcl.data.table;

import java.util.List;

/** Eight houses, which the tests of schemas share. */
final class Houses {
  private Houses() {}

  /** A number that varies, a text, a constant, and a price to learn. */
  static Table table() {
    return Table.of(
        "houses",
        List.of(
            NumericColumn.of("size", 2, 4, 4, 4, 5, 5, 7, 9),
            TextColumn.of("town", "B", "A", "C", "B", "B", "B", "B", "B"),
            NumericColumn.of("tax", 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1),
            NumericColumn.of("price", 10, 20, 10, 20, 10, 20, 10, 20)));
  }
}
