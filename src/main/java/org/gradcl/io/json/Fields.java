package org.gradcl.io.json;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of a JSON object that may come from anyone: each is checked when it is read. Numbers
 * that JSON lacks (NaN, infinities) are strings. Whatever is missing or of another type is an
 * {@link IOException} that names the field. Immutable.
 */
public final class Fields {
  /** Where the object stands in the whole text, such as {@code inputs[2].}; empty for the whole. */
  private final String path;

  private final Map<?, ?> fields;

  private Fields(String path, Map<?, ?> fields) {
    this.path = path;
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
    Object value = Json.read(json);
    if (!(value instanceof Map)) {
      throw new IOException("a JSON object is expected, found " + value);
    }
    return new Fields("", (Map<?, ?>) value);
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
      throw wrong(path + name, value, "a text");
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
      throw wrong(path + name, value, "true or false");
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
      throw wrong(path + name, value, "a whole number from " + least + " to " + most);
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
    return number(path + name, required(name));
  }

  private static double number(String path, Object value) throws IOException {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if ("NaN".equals(value) || "Infinity".equals(value) || "-Infinity".equals(value)) {
      return Double.parseDouble((String) value);
    }
    throw wrong(path, value, "a number");
  }

  /**
   * {@return numbers by name, in the order of the text}
   *
   * @param name of the field
   * @throws IOException if there is none of that name and type
   */
  public Map<String, Double> numbers(String name) throws IOException {
    Fields object = object(name);
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (Object key : object.fields.keySet()) {
      numbers.put(key.toString(), object.number(key.toString()));
    }
    return numbers;
  }

  /**
   * {@return a list of numbers, each of which may be NaN or infinite}
   *
   * @param name of the field
   * @throws IOException if there is none of that name and type
   */
  public List<Double> numberList(String name) throws IOException {
    List<Double> numbers = new ArrayList<>();
    for (Object element : list(name)) {
      numbers.add(number(element(name, numbers.size()), element));
    }
    return numbers;
  }

  /**
   * {@return a list of texts}
   *
   * @param name of the field
   * @throws IOException if there is none of that name and type
   */
  public List<String> texts(String name) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Object element : list(name)) {
      if (!(element instanceof String text)) {
        throw wrong(element(name, texts.size()), element, "a text");
      }
      texts.add(text);
    }
    return texts;
  }

  /**
   * {@return an object}
   *
   * @param name of the field
   * @throws IOException if there is none of that name and type
   */
  public Fields object(String name) throws IOException {
    return object(path + name, required(name));
  }

  private static Fields object(String path, Object value) throws IOException {
    if (!(value instanceof Map)) {
      throw wrong(path, value, "an object");
    }
    return new Fields(path + ".", (Map<?, ?>) value);
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
      objects.add(object(element(name, objects.size()), element));
    }
    return objects;
  }

  private List<?> list(String name) throws IOException {
    Object value = required(name);
    if (!(value instanceof List)) {
      throw wrong(path + name, value, "a list");
    }
    return (List<?>) value;
  }

  private String element(String list, int index) {
    return path + list + "[" + index + "]";
  }

  private Object required(String name) throws IOException {
    Object value = fields.get(name);
    if (value == null) {
      throw new IOException(
          "the field '" + path + name + "' is missing; there are " + fields.keySet());
    }
    return value;
  }

  private static IOException wrong(String path, Object found, String expected) {
    return new IOException("the field '" + path + "' must be " + expected + ", found " + found);
  }
}
