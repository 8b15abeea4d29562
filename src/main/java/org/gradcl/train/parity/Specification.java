package org.gradcl.train.parity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradcl.io.json.Json;

/**
 * The JSON object that describes a recorded trajectory. Errors name the key. Keys that were read
 * are remembered, so that the others can be reported.
 */
final class Specification {
  private final String path;
  private final Map<String, Object> fields;
  private final Set<String> read = new HashSet<>();

  private Specification(String path, Map<String, Object> fields) {
    this.path = path;
    this.fields = fields;
  }

  @SuppressWarnings("unchecked") // JSON only makes maps of this type.
  static Specification parse(String json) throws IOException {
    Object value;
    try {
      value = Json.read(json);
    } catch (IOException e) {
      throw new IOException("its 'spec' can't be read: " + e.getMessage(), e);
    }
    if (!(value instanceof Map)) {
      throw new IOException("its 'spec' must be a JSON object");
    }
    return new Specification("", (Map<String, Object>) value);
  }

  boolean has(String key) {
    return fields.containsKey(key);
  }

  String text(String key) throws IOException {
    return get(key, String.class, "a text");
  }

  double number(String key) throws IOException {
    return get(key, Number.class, "a number").doubleValue();
  }

  /** A number, or another where the key is absent. */
  double number(String key, double whenAbsent) throws IOException {
    return has(key) ? number(key) : whenAbsent;
  }

  /** A whole number of at least one. */
  int count(String key) throws IOException {
    return count(key, get(key, Number.class, "a number"));
  }

  /** Whole numbers of at least one. */
  List<Integer> counts(String key) throws IOException {
    List<Integer> counts = new ArrayList<>();
    for (Object element : get(key, List.class, "a list")) {
      counts.add(count(key, element));
    }
    return counts;
  }

  /** So many whole numbers of at least one. */
  List<Integer> counts(String key, int size) throws IOException {
    return requireSize(key, counts(key), size);
  }

  private List<Integer> requireSize(String key, List<Integer> found, int size) throws IOException {
    if (found.size() != size) {
      throw new IOException(path(key) + " has " + size + " numbers, found " + found);
    }
    return found;
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

  @SuppressWarnings("unchecked") // JSON only makes maps of this type.
  Specification object(String key) throws IOException {
    return new Specification(path + key + ".", get(key, Map.class, "an object"));
  }

  /** The objects of a list. */
  @SuppressWarnings("unchecked") // JSON only makes maps of this type.
  List<Specification> objects(String key) throws IOException {
    List<Specification> objects = new ArrayList<>();
    for (Object element : get(key, List.class, "a list")) {
      if (!(element instanceof Map)) {
        throw new IOException(path(key) + " holds objects, found " + element);
      }
      String inner = path + key + "[" + objects.size() + "].";
      objects.add(new Specification(inner, (Map<String, Object>) element));
    }
    return objects;
  }

  /** The objects of an object by their names, in order. */
  Map<String, Specification> named(String key) throws IOException {
    Map<String, Specification> named = new LinkedHashMap<>();
    Specification object = object(key);
    for (String name : object.fields.keySet()) {
      named.put(name, object.object(name));
    }
    return named;
  }

  /** Whole numbers of any size. */
  List<Integer> integers(String key) throws IOException {
    List<Integer> integers = new ArrayList<>();
    for (Object element : get(key, List.class, "a list")) {
      integers.add(integer(key, element));
    }
    return integers;
  }

  /** So many whole numbers of any size. */
  List<Integer> integers(String key, int size) throws IOException {
    return requireSize(key, integers(key), size);
  }

  /** A whole number of any size. */
  int integer(String key) throws IOException {
    return integer(key, get(key, Number.class, "a number"));
  }

  private int integer(String key, Object value) throws IOException {
    double number = value instanceof Number found ? found.doubleValue() : Double.NaN;
    if (!(number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE)) {
      throw new IOException(path(key) + " takes whole numbers, found " + value);
    }
    return (int) number;
  }

  /** True or false; another where the key is absent. */
  boolean flag(String key, boolean whenAbsent) throws IOException {
    return has(key) ? get(key, Boolean.class, "true or false") : whenAbsent;
  }

  /** The numbers of a list. */
  List<Double> numbers(String key) throws IOException {
    List<Double> numbers = new ArrayList<>();
    for (Object element : get(key, List.class, "a list")) {
      if (!(element instanceof Number number)) {
        throw new IOException(path(key) + " holds numbers, found " + element);
      }
      numbers.add(number.doubleValue());
    }
    return numbers;
  }

  /**
   * Refuses keys that nothing has read, but for those that switch something off.
   *
   * @throws IOException naming them
   */
  void refuseOthers() throws IOException {
    Map<String, Object> others = settings();
    others.values().removeIf(Specification::isOff);
    if (!others.isEmpty()) {
      throw new IOException("GradCL does not know " + others + " at '" + path + "' of its 'spec'");
    }
  }

  /** The keys that nothing has read, with their values, in order. */
  Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>(fields);
    settings.keySet().removeAll(read);
    return settings;
  }

  /** Whether a value switches off what it sets: 0 or false. */
  static boolean isOff(Object value) {
    return value.equals(false) || (value instanceof Number number && number.doubleValue() == 0);
  }

  private int count(String key, Object value) throws IOException {
    double number = value instanceof Number found ? found.doubleValue() : Double.NaN;
    // Written so that NaN is refused.
    if (!(number == Math.rint(number) && number >= 1 && number <= Integer.MAX_VALUE)) {
      throw new IOException(path(key) + " takes whole numbers of at least 1, found " + value);
    }
    return (int) number;
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
