package org.gradcl.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.DataException;
import org.gradcl.data.LinearRegression;
import org.gradcl.data.table.ColumnSchema;
import org.gradcl.data.table.NumericColumn;
import org.gradcl.data.table.Split;
import org.gradcl.data.table.Table;
import org.gradcl.data.table.TableSchema;
import org.gradcl.data.table.UnknownCategories;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures of {@code src/examples/data/README.md}. */
class ExampleDataSetsTest {
  private static final Path FOLDER = Path.of("src/examples/data");

  @Test
  void diamonds() throws IOException {
    Table table = ExampleDataSets.diamonds(FOLDER.resolve("diamonds.csv.gz"));
    assertThat(table.rows()).isEqualTo(53_940);
    assertThat(table.names())
        .containsExactly(
            "carat", "cut", "color", "clarity", "depth", "table", "price", "x", "y", "z");
    Split split = ExampleDataSets.diamondsSplit(table.rows());
    assertThat(split).hasToString("43152 training, 5394 validation, 5394 test");
    assertThat(Arrays.copyOf(split.test(), 3)).containsExactly(9, 19, 29);
    assertThat(Arrays.copyOf(split.validation(), 3)).containsExactly(4, 14, 24);

    Table training = table.select(split.training());
    TableSchema schema = TableSchema.fit(training, List.of("price"));
    assertThat(schema.inputWidth()).isEqualTo(26);
    assertThat(schema.inputs().stream().map(ColumnSchema::width))
        .containsExactly(1, 5, 7, 8, 1, 1, 1, 1, 1);
    assertThat(((ColumnSchema.Categorical) schema.column("cut")).categories())
        .containsExactly("Fair", "Good", "Ideal", "Premium", "Very Good");

    Table test = table.select(split.test());
    float[] zeros = new float[test.rows()];
    // The standardised mean is 0.
    assertThat(rootMeanSquare(test, schema.decode(zeros))).isCloseTo(3991.6, within(0.05));
    LinearRegression linear =
        LinearRegression.fit(schema.encode(training, UnknownCategories.REFUSE));
    assertThat(linear.rank()).as("27 columns, one dependent in each of three groups").isEqualTo(24);
    double[] predictions =
        schema.decode(linear.predict(schema.encode(test, UnknownCategories.REFUSE)));
    assertThat(rootMeanSquare(test, predictions)).isCloseTo(1138.9, within(0.05));
  }

  @Test
  void digits() throws IOException {
    ArrayDataSet data = ExampleDataSets.digits(FOLDER.resolve("digits.csv.gz"));
    assertThat(data.samples()).isEqualTo(1797);
    assertThat(data.inputShape()).isEqualTo(Shape.of(32));
    assertThat(data.targetShape()).isEqualTo(Shape.of(32));
    // The first digit, a zero: pixels 2 to 5 of its first row are 5, 13, 9, 1.
    assertThat(Arrays.copyOf(data.inputs(), 8))
        .containsExactly(0, 0, 5 / 16f, 13 / 16f, 9 / 16f, 1 / 16f, 0, 0);
    assertThat(Arrays.copyOf(data.targets(), 8))
        .containsExactly(0, 5 / 16f, 8 / 16f, 0, 0, 9 / 16f, 8 / 16f, 0);
    Split split = ExampleDataSets.digitsSplit(1797);
    assertThat(split).hasToString("1295 training, 143 validation, 359 test");
    assertThat(split.test()).containsExactly(IntStream.range(1438, 1797).toArray());

    ArrayDataSet first = data.select(IntStream.range(0, 1438).toArray());
    ArrayDataSet test = data.select(split.test());
    assertThat(meanSquare(test, means(first))).isCloseTo(0.0778, within(5e-5));
    float[] linear = LinearRegression.fit(first).predict(test);
    assertThat(meanSquare(test, linear)).isCloseTo(0.0527, within(5e-5));
  }

  @Test
  void anotherFileIsNotTakenForDigits(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("short.csv"), "1,2,3\n");
    assertThatThrownBy(() -> ExampleDataSets.digits(file))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("short.csv", "3 columns", "64 pixels");
  }

  private static double rootMeanSquare(Table table, double[] predictions) {
    NumericColumn price = table.numeric("price");
    assertThat(predictions).hasSize(price.rows());
    double sum = 0;
    for (int row = 0; row < price.rows(); row++) {
      sum += Math.pow(predictions[row] - price.value(row), 2);
    }
    return Math.sqrt(sum / price.rows());
  }

  private static double meanSquare(ArrayDataSet data, float[] predictions) {
    assertThat(predictions).hasSameSizeAs(data.targets());
    double sum = 0;
    for (int i = 0; i < predictions.length; i++) {
      sum += Math.pow(predictions[i] - data.targets()[i], 2);
    }
    return sum / predictions.length;
  }

  /** The mean target of a data set, once for each test row. */
  private static float[] means(ArrayDataSet data) {
    double[] sums = new double[32];
    for (int i = 0; i < data.targets().length; i++) {
      sums[i % 32] += data.targets()[i] / (double) data.samples();
    }
    float[] means = new float[359 * 32];
    for (int i = 0; i < means.length; i++) {
      means[i] = (float) sums[i % 32];
    }
    return means;
  }
}
