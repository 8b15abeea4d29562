package org.gradcl.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A schema as JSON.
 *
 * <pre>
 * {"inputs":  [{"name": "carat", "kind": "numeric", "mean": 0.8, "scale": 0.5},
 *              {"name": "cut", "kind": "categorical", "categories": ["Fair", "Good"],
 *               "frequencies": [0.25, 0.75]}],
 *  "targets": [ … ]}
 * </pre>
 *
 * Fields that are not known are skipped, so that later versions may add some.
 */
final class TableSchemaJson {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(16).build())
          .build();

  private TableSchemaJson() {}

  static String write(TableSchema schema) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      write(json, "inputs", schema.inputs());
      write(json, "targets", schema.targets());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("A StringWriter does not fail", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, String field, List<ColumnSchema> columns)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (ColumnSchema column : columns) {
      json.writeStartObject();
      json.writeStringField("name", column.name());
      if (column instanceof ColumnSchema.Numeric numeric) {
        json.writeStringField("kind", "numeric");
        json.writeNumberField("mean", numeric.mean());
        json.writeNumberField("scale", numeric.scale());
      } else {
        ColumnSchema.Categorical categorical = (ColumnSchema.Categorical) column;
        List<String> categories = categorical.categories();
        json.writeStringField("kind", "categorical");
        json.writeFieldName("categories");
        json.writeArray(categories.toArray(String[]::new), 0, categories.size());
        json.writeFieldName("frequencies");
        double[] frequencies =
            categorical.frequencies().stream().mapToDouble(Double::doubleValue).toArray();
        json.writeArray(frequencies, 0, frequencies.length);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static TableSchema read(String text) {
    List<ColumnSchema> inputs = new ArrayList<>();
    List<ColumnSchema> targets = new ArrayList<>();
    try (JsonParser json = JSON.createParser(text)) {
      require(json.nextToken(), JsonToken.START_OBJECT, "the schema");
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "inputs" -> readColumns(json, field, inputs);
          case "targets" -> readColumns(json, field, targets);
          default -> json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        throw new DataException("This is no table schema: the JSON text goes on behind its end");
      }
    } catch (JsonProcessingException e) {
      throw new DataException("This is no table schema: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new DataException("This is no table schema: " + e.getMessage(), e);
    }
    return new TableSchema(inputs, targets);
  }

  private static void readColumns(JsonParser json, String field, List<ColumnSchema> columns)
      throws IOException {
    require(json.currentToken(), JsonToken.START_ARRAY, field);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      columns.add(readColumn(json, "column " + columns.size() + " of " + field));
    }
  }

  private static ColumnSchema readColumn(JsonParser json, String what) throws IOException {
    require(json.currentToken(), JsonToken.START_OBJECT, what);
    String name = null;
    String kind = null;
    double mean = Double.NaN;
    double scale = Double.NaN;
    List<String> categories = new ArrayList<>();
    List<Double> frequencies = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "name" -> name = readString(json, what);
        case "kind" -> kind = readString(json, what);
        case "mean" -> mean = readNumber(json, what);
        case "scale" -> scale = readNumber(json, what);
        case "categories" -> {
          require(json.currentToken(), JsonToken.START_ARRAY, "categories of " + what);
          while (json.nextToken() != JsonToken.END_ARRAY) {
            categories.add(readString(json, what));
          }
        }
        case "frequencies" -> {
          require(json.currentToken(), JsonToken.START_ARRAY, "frequencies of " + what);
          while (json.nextToken() != JsonToken.END_ARRAY) {
            frequencies.add(readNumber(json, what));
          }
        }
        default -> json.skipChildren();
      }
    }
    if (name == null || kind == null) {
      throw new DataException("This is no table schema: " + what + " lacks its name or kind");
    }
    return switch (kind) {
      case "numeric" -> new ColumnSchema.Numeric(name, mean, scale);
      case "categorical" -> new ColumnSchema.Categorical(name, categories, frequencies);
      default ->
          throw new DataException(
              String.format(
                  "This is no table schema: column '%s' is of the unknown kind '%s'; known are"
                      + " numeric and categorical",
                  name, kind));
    };
  }

  private static String readString(JsonParser json, String what) throws IOException {
    require(json.currentToken(), JsonToken.VALUE_STRING, what);
    return json.getText();
  }

  private static double readNumber(JsonParser json, String what) throws IOException {
    if (!json.currentToken().isNumeric()) {
      require(json.currentToken(), JsonToken.VALUE_NUMBER_FLOAT, what);
    }
    return json.getDoubleValue();
  }

  private static void require(JsonToken found, JsonToken expected, String what) {
    if (found != expected) {
      throw new DataException(
          String.format("This is no table schema: %s has %s for %s", what, found, expected));
    }
  }
}
