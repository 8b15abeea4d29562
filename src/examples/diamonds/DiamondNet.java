package diamonds;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.data.table.ColumnSchema;
import org.gradcl.data.table.TableSchema;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.EmbeddedColumn;
import org.gradcl.nn.Model;
import org.gradcl.nn.Sequential;
import org.gradcl.nn.TabularModel;

/** The same two hidden layers behind three ways to read cut, color and clarity. */
enum DiamondNet {
  /** An indicator for each category: 6 numbers and 20 indicators. */
  INDICATORS,
  /** A learnt vector for each category: 6 numbers, and vectors of 3, 4 and 4. */
  EMBEDDINGS,
  /** A learnt number for each category: 6 numbers and 3. */
  SINGLES;

  /** The encoding of the table. */
  TableSchema schema(TableSchema fitted) {
    return this == INDICATORS ? fitted : fitted.withIndices("cut", "color", "clarity");
  }

  Model model(TableSchema schema) {
    Sequential layers =
        Sequential.of(
            Dense.of(inputs(schema), 64, Activations.RELU),
            Dense.to(32, Activations.RELU),
            Dense.to(1));
    return this == INDICATORS
        ? layers
        : new TabularModel(schema.inputWidth(), columns(schema), layers);
  }

  /** Numbers that the first dense layer reads. */
  int inputs(TableSchema schema) {
    return schema.inputWidth() + columns(schema).stream().mapToInt(EmbeddedColumn::width).sum();
  }

  private List<EmbeddedColumn> columns(TableSchema schema) {
    List<EmbeddedColumn> columns = new ArrayList<>();
    for (ColumnSchema.Indexed column : schema.indexed()) {
      int width = this == SINGLES ? 1 : EmbeddedColumn.usualWidth(column.categories().size());
      columns.add(new EmbeddedColumn(column.name(), column.size(), width));
    }
    return columns;
  }
}
