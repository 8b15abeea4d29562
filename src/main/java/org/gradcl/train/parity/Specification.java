package org.gradcl.train.parity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON object that describes a recorded trajectory, with errors that name what is missing. */
final class Specification {
  private final Map<String, Object> fields;

  private Specification(Map<String, Object> fields) {
    this.fields = fields;
  }

  static Specification parse(String json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("the description of a trajectory must be a JSON object");
      }
      return new Specification(object(parser));
    }
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      object.put(key, value(parser));
    }
    return object;
  }

  private static Object value(JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT:
        return object(parser);
      case START_ARRAY:
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser));
        }
        return array;
      case VALUE_NUMBER_INT:
      case VALUE_NUMBER_FLOAT:
        return parser.getDoubleValue();
      case VALUE_TRUE:
      case VALUE_FALSE:
        return parser.getBooleanValue();
      case VALUE_STRING:
        return parser.getText();
      default:
        throw new IOException("unexpected JSON at " + parser.currentLocation());
    }
  }

  boolean has(String key) {
    return fields.containsKey(key);
  }

  String text(String key) throws IOException {
    return get(key, String.class);
  }

  double number(String key) throws IOException {
    return get(key, Double.class);
  }

  /** A number, or another where the key is absent. */
  double number(String key, double whenAbsent) throws IOException {
    return has(key) ? number(key) : whenAbsent;
  }

  boolean flag(String key) throws IOException {
    return has(key) && get(key, Boolean.class);
  }

  int count(String key) throws IOException {
    return (int) number(key);
  }

  List<Object> list(String key) throws IOException {
    return List.copyOf(get(key, List.class));
  }

  @SuppressWarnings("unchecked") // The parser only makes maps of this type.
  Specification object(String key) throws IOException {
    return new Specification(get(key, Map.class));
  }

  private <T> T get(String key, Class<T> type) throws IOException {
    Object value = fields.get(key);
    if (!type.isInstance(value)) {
      throw new IOException(
          String.format(
              "the description of a trajectory needs '%s' (%s), found %s",
              key, type.getSimpleName(), value == null ? "only " + fields.keySet() : value));
    }
    return type.cast(value);
  }
}
