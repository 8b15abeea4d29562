package org.gradcl.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of a JSON object that may come from anyone: each is checked when it is read. Numbers
 * that JSON lacks (NaN, infinities) are strings. Whatever is missing or of another type is an
 * {@link IOException} that names the field. Immutable.
 */
public final class Fields {
  private final Map<?, ?> fields;

  private Fields(Map<?, ?> fields) {
    this.fields = fields;
  }

  /**
   * The fields of an object.
   *
   * @param json one JSON object
   * @return the fields
   * @throws IOException if the text is no JSON object
   */
  public static Fields parse(String json) throws IOException {
    return of(Json.read(json));
  }

  private static Fields of(Object value) throws IOException {
    if (!(value instanceof Map)) {
      throw new IOException("a JSON object is expected, found " + value);
    }
    return new Fields((Map<?, ?>) value);
  }

  /**
   * {@return whether there is such a field}
   *
   * @param name of the field
   */
  public boolean has(String name) {
    return fields.containsKey(name);
  }

  /**
   * {@return a text}
   *
   * @param name of the field
   * @throws IOException if there is none of that name and type
   */
  public String text(String name) throws IOException {
    Object value = required(name);
    if (!(value instanceof String string)) {
      throw wrong(name, value, "a text");
    }
    return string;
  }

  /**
   * {@return true or false}
   *
   * @param name of the field
   * @throws IOException if there is none of that name and type
   */
  public boolean flag(String name) throws IOException {
    Object value = required(name);
    if (!(value instanceof Boolean b)) {
      throw wrong(name, value, "true or false");
    }
    return b;
  }

  /**
   * {@return a whole number within a range}
   *
   * @param name of the field
   * @param least the least allowed
   * @param most the most allowed
   * @throws IOException if there is none of that name and type, or it lies outside the range
   */
  public long whole(String name, long least, long most) throws IOException {
    Object value = required(name);
    if (!(value instanceof Long l) || l < least || l > most) {
      throw wrong(name, value, "a whole number from " + least + " to " + most);
    }
    return l;
  }

  /**
   * {@return a whole number within a range}
   *
   * @param name of the field
   * @param least the least allowed
   * @param most the most allowed
   * @throws IOException if there is none of that name and type, or it lies outside the range
   */
  public int integer(String name, int least, int most) throws IOException {
    return (int) whole(name, least, most);
  }

  /**
   * {@return a number, which may be NaN or infinite}
   *
   * @param name of the field
   * @throws IOException if there is none of that name and type
   */
  public double number(String name) throws IOException {
    return number(name, required(name));
  }

  private static double number(String name, Object value) throws IOException {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if ("NaN".equals(value) || "Infinity".equals(value) || "-Infinity".equals(value)) {
      return Double.parseDouble((String) value);
    }
    throw wrong(name, value, "a number");
  }

  /**
   * {@return numbers by name}
   *
   * @param name of the field
   * @throws IOException if there is none of that name and type
   */
  public Map<String, Double> numbers(String name) throws IOException {
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : object(name).fields.entrySet()) {
      numbers.put(entry.getKey().toString(), number(name, entry.getValue()));
    }
    return numbers;
  }

  /**
   * {@return an object}
   *
   * @param name of the field
   * @throws IOException if there is none of that name and type
   */
  public Fields object(String name) throws IOException {
    return of(required(name));
  }

  /**
   * {@return a list}
   *
   * @param name of the field
   * @throws IOException if there is none of that name and type
   */
  public List<?> list(String name) throws IOException {
    Object value = required(name);
    if (!(value instanceof List)) {
      throw wrong(name, value, "a list");
    }
    return Collections.unmodifiableList((List<?>) value);
  }

  /**
   * {@return a list of objects}
   *
   * @param name of the field
   * @throws IOException if there is none of that name and type
   */
  public List<Fields> objects(String name) throws IOException {
    List<Fields> objects = new ArrayList<>();
    for (Object element : list(name)) {
      objects.add(of(element));
    }
    return objects;
  }

  private Object required(String name) throws IOException {
    Object value = fields.get(name);
    if (value == null) {
      throw new IOException("the field '" + name + "' is missing; there are " + fields.keySet());
    }
    return value;
  }

  private static IOException wrong(String name, Object found, String expected) {
    return new IOException("the field '" + name + "' must be " + expected + ", found " + found);
  }
}
