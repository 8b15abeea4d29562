package org.gradcl.train;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Texts of a program's own that are saved with a model. Not safe for use by several threads. */
final class Attributes {
  private final Map<String, String> texts = new LinkedHashMap<>();

  /**
   * Adds one.
   *
   * @throws IllegalStateException naming both texts if there is one of this name
   * @throws IllegalArgumentException if no file could hold it
   */
  void put(String name, String text) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(text, name);
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(name + "\n" + text)) {
      throw new IllegalArgumentException(
          "The attribute '" + name + "' is no valid Unicode, so that no file could hold it");
    }
    String old = texts.putIfAbsent(name, text);
    if (old != null) {
      throw Setting.twice("attribute " + name, old, text);
    }
  }

  /** These, and those of a checkpoint that they do not replace. */
  Map<String, String> over(Map<String, String> saved) {
    Map<String, String> all = new LinkedHashMap<>(saved);
    all.putAll(texts);
    return all;
  }
}
