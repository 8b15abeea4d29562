package common;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The flags of an example, such as {@code --epochs 20}, each with a value. */
public final class Flags {
  private final Map<String, String> values;

  private Flags(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads flags.
   *
   * @param usual every flag with the value that it has if it is not given
   * @param given names and values in turns
   * @throws IllegalArgumentException if a flag is unknown or has no value
   */
  public static Flags of(Map<String, String> usual, String... given) {
    Map<String, String> values = new TreeMap<>(usual);
    for (int i = 0; i < given.length; i += 2) {
      if (!values.containsKey(given[i])) {
        throw new IllegalArgumentException(
            String.format("There is no flag %s; there are %s", given[i], values.keySet()));
      }
      if (i + 1 == given.length) {
        throw new IllegalArgumentException(given[i] + " needs a value after it");
      }
      values.put(given[i], given[i + 1]);
    }
    return new Flags(values);
  }

  /** The value as it was given. */
  public String text(String flag) {
    return values.get(flag);
  }

  /**
   * The value as a whole number of at least 1.
   *
   * @throws IllegalArgumentException if it is none
   */
  public int count(String flag) {
    String value = values.get(flag);
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          String.format("%s takes a whole number of at least 1, found '%s'", flag, value));
    }
    return Integer.parseInt(value);
  }

  /** The value as a file or folder. */
  public Path path(String flag) {
    return Path.of(values.get(flag));
  }
}
