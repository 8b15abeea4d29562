package org.gradcl.backend.opencl.program;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Preprocessor definitions that stand before a kernel file: sizes of tiles and printed expressions.
 * Equal if they define the same in the same order. One thread at a time.
 */
public final class Macros {
  private final Map<String, String> bodies = new LinkedHashMap<>();
  private final Map<String, String> parameters = new LinkedHashMap<>();

  /** Defines a name as a number. */
  public Macros define(String name, int value) {
    return define(name, "", Integer.toString(value));
  }

  /** Defines a name as a text, which may have several lines. */
  public Macros define(String name, String body) {
    return define(name, "", body);
  }

  /**
   * Defines a macro.
   *
   * @param parameterList such as {@code (T, row, column)}, or empty
   * @throws IllegalArgumentException if the name is defined already
   */
  public Macros define(String name, String parameterList, String body) {
    if (bodies.putIfAbsent(name, body) != null) {
      throw new IllegalArgumentException("The macro " + name + " is defined twice");
    }
    parameters.put(name, parameterList);
    return this;
  }

  /** What a name is defined as; null if it is not. */
  String body(String name) {
    return bodies.get(name);
  }

  /** The definitions as lines of source. */
  public String text() {
    StringBuilder text = new StringBuilder();
    bodies.forEach(
        (name, body) ->
            text.append("#define ")
                .append(name)
                .append(parameters.get(name))
                .append(' ')
                .append(body.strip().replace("\n", " \\\n"))
                .append('\n'));
    return text.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Macros macros && macros.text().equals(text());
  }

  @Override
  public int hashCode() {
    return Objects.hash(text());
  }

  @Override
  public String toString() {
    return text();
  }
}
