package org.gradcl.train.parity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The JSON object that describes a recorded trajectory. Errors name the key; reading a key marks it
 * as known, so that the others can be told.
 */
final class Specification {
  private final String path;
  private final Map<String, Object> fields;
  private final Set<String> read = new HashSet<>();

  private Specification(String path, Map<String, Object> fields) {
    this.path = path;
    this.fields = fields;
  }

  static Specification parse(String json) throws IOException {
    JsonFactory strict =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser parser = strict.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("its 'spec' must be a JSON object");
      }
      Specification specification = new Specification("", object(parser));
      if (parser.nextToken() != null) {
        throw new IOException("its 'spec' goes on after the JSON object");
      }
      return specification;
    } catch (JsonProcessingException e) {
      throw new IOException("its 'spec' is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_NULL) { // A key of null is an absent one.
        object.put(key, value(parser));
      }
    }
    return object;
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser));
        }
        yield array;
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
      case VALUE_STRING -> parser.getText();
      default -> throw new IOException("its 'spec' holds an unexpected " + parser.getText());
    };
  }

  boolean has(String key) {
    return fields.containsKey(key);
  }

  String text(String key) throws IOException {
    return get(key, String.class, "a text");
  }

  double number(String key) throws IOException {
    return get(key, Double.class, "a number");
  }

  /** A number, or another where the key is absent. */
  double number(String key, double whenAbsent) throws IOException {
    return has(key) ? number(key) : whenAbsent;
  }

  /** A whole number of at least one. */
  int count(String key) throws IOException {
    return count(key, number(key));
  }

  /** Whole numbers of at least one. */
  List<Integer> counts(String key) throws IOException {
    List<Integer> counts = new ArrayList<>();
    for (Object element : get(key, List.class, "a list")) {
      counts.add(count(key, element));
    }
    return counts;
  }

  List<String> texts(String key) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Object element : get(key, List.class, "a list")) {
      if (!(element instanceof String text)) {
        throw new IOException(path(key) + " holds texts, found " + element);
      }
      texts.add(text);
    }
    return texts;
  }

  @SuppressWarnings("unchecked") // The parser only makes maps of this type.
  Specification object(String key) throws IOException {
    return new Specification(path + key + ".", get(key, Map.class, "an object"));
  }

  /** The keys that nothing has read, with their values, in order. */
  Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>(fields);
    settings.keySet().removeAll(read);
    return settings;
  }

  /** Whether a value switches off what it sets: 0 or false. */
  static boolean isOff(Object value) {
    return value.equals(false) || value.equals(0.0);
  }

  private int count(String key, Object value) throws IOException {
    if (!(value instanceof Double number)
        || number != Math.rint(number)
        || number < 1
        || number > Integer.MAX_VALUE) {
      throw new IOException(path(key) + " takes whole numbers of at least 1, found " + value);
    }
    return number.intValue();
  }

  private <T> T get(String key, Class<T> type, String expected) throws IOException {
    read.add(key);
    Object value = fields.get(key);
    if (value == null) {
      throw new IOException("its 'spec' lacks '" + path + key + "', it has " + fields.keySet());
    }
    if (!type.isInstance(value)) {
      throw new IOException(path(key) + " is " + expected + ", found " + value);
    }
    return type.cast(value);
  }

  private String path(String key) {
    return "'" + path + key + "' of its 'spec'";
  }
}
