package org.gradcl.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.gradcl.data.csv.CsvFile;
import org.gradcl.data.csv.ExampleDataSets;
import org.gradcl.data.image.ImageShape;
import org.gradcl.data.image.Images;
import org.gradcl.data.table.Table;
import org.gradcl.data.table.TableSchema;
import org.gradcl.data.table.UnknownCategories;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.Documentation;
import org.junit.jupiter.api.Test;

/** The examples of {@code docs/data.md}, on the data of the repository. */
class DataPageTest {
  private static final Path DATA = Path.of("src/examples/data");

  @Test
  void digitsAreImages() throws IOException {
    Table digits = CsvFile.of(DATA.resolve("digits.csv.gz")).withoutHeader().read();
    String[] pixels = digits.names().subList(0, 64).toArray(String[]::new);
    ArrayDataSet images =
        Images.ofRows(digits.only(pixels), ImageShape.channelsLast(8, 8, 1), 16)
            .withIndices(
                "target", Shape.scalar(), digits.numeric(digits.names().get(64)).classes());
    assertThat(images).hasToString("1797 samples, input [8, 8, 1], target []");
    double sum = 0;
    float most = 0;
    for (float pixel : images.inputs()) {
      sum += pixel;
      most = Math.max(most, pixel);
    }
    assertThat(most).isEqualTo(1);
    // scikit-learn: load_digits().data.mean() = 4.8842.
    assertThat(16 * sum / images.inputs().length).isBetween(4.8841, 4.8843);
    assertThat(images.targets()).startsWith(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void diamondsHaveIndices() throws IOException {
    Table table = ExampleDataSets.diamonds(DATA.resolve("diamonds.csv.gz"));
    Table training = table.select(ExampleDataSets.diamondsSplit(table.rows()).training());
    TableSchema schema =
        TableSchema.fit(training, List.of("price")).withIndices("cut", "color", "clarity");
    ArrayDataSet data = schema.encode(training, UnknownCategories.ZEROS);
    assertThat(Documentation.page("data.md")).contains("// " + data);
    assertThat(schema.indexed().stream().map(column -> column.size())).containsExactly(6, 8, 9);
  }
}
