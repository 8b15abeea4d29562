package org.gradcl.cli.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.gradcl.data.DataException;

/**
 * Reads the texts that 'gradcl train' saves with a model, so that its run can be resumed.
 *
 * @param texts by name, such as {@code fit.epochs}
 */
record SavedAttributes(Map<String, String> texts) {
  /** Copies the map and keeps its order. */
  SavedAttributes {
    texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
  }

  /**
   * A text.
   *
   * @throws DataException if there is none of that name
   */
  String text(String name) {
    return ifSaved(name)
        .orElseThrow(
            () ->
                new DataException(
                    String.format(
                        "The checkpoint has no %s, which 'gradcl train' saves with each: another"
                            + " program or another version wrote it, so that this can't resume it",
                        name)));
  }

  /** A text that earlier versions did not save. */
  Optional<String> ifSaved(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  /**
   * A number.
   *
   * @param reading of its text, such as {@code Long::valueOf}
   * @throws DataException if there is none of that name, or it is no number
   */
  <T extends Number> T number(String name, Function<String, T> reading) {
    return meaning(name, text(name), "a number", reading);
  }

  /**
   * The value of a text.
   *
   * @param expected of it, such as {@code a number}
   * @throws DataException if it can't be read
   */
  static <T> T meaning(String name, String text, String expected, Function<String, T> reading) {
    try {
      return reading.apply(text);
    } catch (IllegalArgumentException e) {
      throw new DataException(
          String.format(
              "The checkpoint is damaged: its %s is not %s, found '%s'", name, expected, text),
          e);
    }
  }
}
