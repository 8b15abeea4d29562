package org.gradcl.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.gradcl.data.DataException;
import org.junit.jupiter.api.Test;

/** Tables that do not fit are refused with the column that is to blame. */
class RowArrayTest {
  private static final String[] IDS =
      IntStream.range(0, 40_000).mapToObj(i -> "C" + i).toArray(String[]::new);

  private static TableSchema schema(ColumnSchema... inputs) {
    return new TableSchema(List.of(inputs), List.of(new ColumnSchema.Numeric("price", 0, 1)));
  }

  private static final Table TABLE =
      Table.of(
          "customers",
          List.of(TextColumn.of("customer id", IDS), NumericColumn.of("size", new double[40_000])));

  @Test
  void memoryThatIsNotEnoughIsSaidWithTheWidestColumn() {
    TableSchema wide =
        schema(
            new ColumnSchema.Numeric("size", 0, 1),
            new ColumnSchema.Categorical("customer id", List.of(IDS)));
    RowArray full =
        new RowArray(
            wide,
            TABLE,
            length -> {
              throw new OutOfMemoryError("Java heap space");
            });
    assertThatThrownBy(() -> full.of(wide.inputWidth()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "customers: 40000 rows of 40001 numbers take 6.0 GiB, for which Java's memory of ")
        .hasMessageEndingWith(
            " has no room; leave out the column 'customer id' with its 40000 categories (on the"
                + " command line by --ignore 'customer id'), use fewer rows, or give Java more"
                + " memory, as by JDK_JAVA_OPTIONS=-Xmx17g");
    RowArray narrow = new RowArray(schema(wide.inputs().get(0)), TABLE, full.allocation());
    assertThatThrownBy(() -> narrow.of(1))
        .hasMessageContaining("has no room; use fewer rows, or give Java more memory");
  }

  @Test
  void anArrayHasAPlaceForEachNumberOfEachRow() {
    assertThat(new RowArray(schema(new ColumnSchema.Numeric("size", 0, 1)), TABLE).of(3))
        .hasSize(120_000);
  }
}
