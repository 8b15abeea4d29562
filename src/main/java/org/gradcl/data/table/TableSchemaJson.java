package org.gradcl.data.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradcl.data.DataException;
import org.gradcl.io.json.Fields;
import org.gradcl.io.json.Json;

/**
 * A schema as JSON.
 *
 * <pre>
 * {"inputs":  [{"name": "carat", "kind": "numeric", "mean": 0.8, "scale": 0.5},
 *              {"name": "cut", "kind": "categorical", "categories": ["Fair", "Good"]},
 *              {"name": "town", "kind": "indexed", "categories": ["Aix", "Bonn"]}],
 *  "targets": [ … ],
 *  "missing": "mean"}
 * </pre>
 *
 * Without {@code missing}, missing values are refused.
 *
 * <p>Model files of earlier versions have {@code "frequencies": [0.25, 0.75]} behind the
 * categories: their indicators are standardised. Zeros say that they are not, as does their lack.
 *
 * <p>Fields that are not known are skipped, so that later versions may add some.
 */
final class TableSchemaJson {
  private TableSchemaJson() {}

  static String write(TableSchema schema) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("inputs", schema.inputs().stream().map(TableSchemaJson::fields).toList());
    fields.put("targets", schema.targets().stream().map(TableSchemaJson::fields).toList());
    if (schema.missing() != MissingValues.REFUSE) {
      fields.put("missing", schema.missing().name().toLowerCase(Locale.ROOT));
    }
    return Json.write(fields);
  }

  private static Map<String, Object> fields(ColumnSchema column) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", column.name());
    if (column instanceof ColumnSchema.Numeric numeric) {
      fields.put("kind", "numeric");
      fields.put("mean", numeric.mean());
      fields.put("scale", numeric.scale());
    } else if (column instanceof ColumnSchema.Indexed indexed) {
      fields.put("kind", "indexed");
      fields.put("categories", indexed.categories());
    } else {
      ColumnSchema.Categorical categorical = (ColumnSchema.Categorical) column;
      fields.put("kind", "categorical");
      fields.put("categories", categorical.categories());
      if (!categorical.frequencies().isEmpty()) {
        fields.put("frequencies", categorical.frequencies());
      }
    }
    return fields;
  }

  static TableSchema read(String text) {
    try {
      Fields schema = Fields.parse(text);
      return new TableSchema(columns(schema, "inputs"), columns(schema, "targets"))
          .withMissing(
              schema.has("missing") ? missing(schema.text("missing")) : MissingValues.REFUSE);
    } catch (IOException e) {
      throw new DataException("This is no table schema: " + e.getMessage(), e);
    }
  }

  private static MissingValues missing(String choice) {
    for (MissingValues known : MissingValues.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(choice)) {
        return known;
      }
    }
    throw new DataException(
        String.format(
            "This is no table schema: 'missing' is '%s'; known are refuse, drop and mean", choice));
  }

  private static List<ColumnSchema> columns(Fields schema, String name) throws IOException {
    List<ColumnSchema> columns = new ArrayList<>();
    for (Fields column : schema.objects(name)) {
      columns.add(column(column));
    }
    return columns;
  }

  private static ColumnSchema column(Fields fields) throws IOException {
    String name = fields.text("name");
    String kind = fields.text("kind");
    return switch (kind) {
      case "numeric" ->
          new ColumnSchema.Numeric(name, fields.number("mean"), fields.number("scale"));
      case "categorical" ->
          new ColumnSchema.Categorical(
              name,
              fields.texts("categories"),
              fields.has("frequencies") ? fields.numberList("frequencies") : List.of());
      case "indexed" -> new ColumnSchema.Indexed(name, fields.texts("categories"));
      default ->
          throw new DataException(
              String.format(
                  "This is no table schema: column '%s' is of the unknown kind '%s'; known are"
                      + " numeric, categorical and indexed",
                  name, kind));
    };
  }
}
