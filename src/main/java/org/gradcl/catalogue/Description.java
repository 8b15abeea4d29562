package org.gradcl.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The text form of an entry: words, then settings, separated by blanks, such as {@code huber
 * delta=1} or {@code dense 26 64 leaky_relu slope=0.1}.
 *
 * <p>Case does not count, and in the names of settings neither does the choice of hyphen or
 * underscore. Reading a setting marks it as known; {@link #refuseOthers} then refuses the rest, so
 * that a misspelt setting is never ignored. Not safe for use by several threads.
 */
public final class Description {
  private final String text;
  private final List<String> words = new ArrayList<>();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final List<String> known = new ArrayList<>();

  private Description(String text) {
    this.text = text;
  }

  /**
   * Reads a text.
   *
   * @throws CatalogueException if a word follows a setting, or a setting stands twice
   */
  public static Description parse(String text) {
    Description description = new Description(text.strip());
    description.addAll(description.text);
    return description;
  }

  /**
   * Reads a text whose words and settings may be mixed, such as {@code conv 16 3x3 padding=1 relu}.
   *
   * @throws CatalogueException if a setting stands twice
   */
  public static Description parseMixed(String text) {
    List<String> words = new ArrayList<>();
    List<String> settings = new ArrayList<>();
    for (String part : text.strip().split("\\s+")) {
      (part.indexOf('=') < 0 ? words : settings).add(part);
    }
    words.addAll(settings);
    Description description = new Description(text.strip());
    description.addAll(String.join(" ", words));
    return description;
  }

  private void addAll(String parts) {
    for (String part : parts.toLowerCase(Locale.ROOT).split("\\s+")) {
      if (!part.isEmpty()) {
        add(part);
      }
    }
  }

  private void add(String part) {
    int sign = part.indexOf('=');
    if (sign < 0) {
      if (!settings.isEmpty()) {
        throw new CatalogueException(
            "In '" + text + "' the word '" + part + "' follows a setting; words come first");
      }
      words.add(part);
      return;
    }
    String key = part.substring(0, sign).replace('-', '_');
    if (settings.put(key, part.substring(sign + 1)) != null) {
      throw new CatalogueException("In '" + text + "' the setting '" + key + "' stands twice");
    }
  }

  /** The words before the settings, in lower case. */
  public List<String> words() {
    return List.copyOf(words);
  }

  /** The text that was read, without blanks at its ends. */
  public String text() {
    return text;
  }

  /**
   * A number.
   *
   * @param whenAbsent its value where the text does not give it
   * @throws CatalogueException if the text gives something that is no finite number
   */
  public double number(String key, double whenAbsent) {
    String given = setting(key);
    return given == null ? whenAbsent : number(given);
  }

  /**
   * A word of this text as a finite number.
   *
   * @throws CatalogueException if it is none
   */
  public double number(String word) {
    try {
      double number = Double.parseDouble(word);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, with the text around it.
    }
    throw new CatalogueException(
        "In '" + text + "' a finite number is expected, found '" + word + "'");
  }

  /**
   * A word of this text as a whole number of at least one.
   *
   * @throws CatalogueException if it is none
   */
  public int count(String word) {
    double number = number(word);
    if (number < 1 || number > Integer.MAX_VALUE || number != Math.rint(number)) {
      throw new CatalogueException(
          "In '" + text + "' a whole number of at least 1 is expected, found '" + word + "'");
    }
    return (int) number;
  }

  /**
   * True or false.
   *
   * @throws CatalogueException if the text gives another word
   */
  public boolean flag(String key, boolean whenAbsent) {
    String given = setting(key);
    if (given == null) {
      return whenAbsent;
    }
    if (!given.equals("true") && !given.equals("false")) {
      throw new CatalogueException(
          "In '" + text + "' the setting '" + key + "' is true or false, found '" + given + "'");
    }
    return given.equals("true");
  }

  /**
   * One of an enumeration's constants.
   *
   * @throws CatalogueException listing the constants if the text gives another word
   */
  public <E extends Enum<E>> E choice(String key, E whenAbsent) {
    String given = setting(key);
    if (given == null) {
      return whenAbsent;
    }
    List<String> names = new ArrayList<>();
    for (E constant : whenAbsent.getDeclaringClass().getEnumConstants()) {
      names.add(lowerCase(constant));
      if (names.get(names.size() - 1).equals(given.replace('-', '_'))) {
        return constant;
      }
    }
    throw new CatalogueException(
        "In '"
            + text
            + "' the setting '"
            + key
            + "' is one of "
            + names
            + ", found '"
            + given
            + "'");
  }

  /** A word, for what another catalogue reads. */
  public String word(String key, String whenAbsent) {
    String given = setting(key);
    return given == null ? whenAbsent : given;
  }

  private String setting(String key) {
    known.add(key);
    return settings.get(key);
  }

  /**
   * Refuses settings that nothing has read.
   *
   * @throws CatalogueException naming the first of them, and the known ones
   */
  public void refuseOthers() {
    for (String key : settings.keySet()) {
      if (!known.contains(key)) {
        throw new CatalogueException(
            "'"
                + text
                + "' has no setting '"
                + key
                + "'; "
                + (known.isEmpty() ? "it takes none" : "known are " + String.join(", ", known)));
      }
    }
  }

  /** A number as it stands in a text: the shortest that reads back as the same float64. */
  public static String format(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e9
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  /** An enumeration's constant as it stands in a text. */
  public static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
