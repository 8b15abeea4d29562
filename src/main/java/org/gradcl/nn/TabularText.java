package org.gradcl.nn;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.gradcl.catalogue.CatalogueException;

/** The text form of a {@link TabularModel}: its numbers, its embedded columns and its layers. */
final class TabularText {
  private static final String NUMBERS = "numbers ";
  private static final String EMBED = "embed ";

  private TabularText() {}

  static String of(TabularModel model) {
    List<String> parts = new ArrayList<>();
    parts.add(NUMBERS + model.numbers());
    for (EmbeddedColumn column : model.columns()) {
      // A name may hold blanks and semicolons, which part the text.
      String name = URLEncoder.encode(column.name(), StandardCharsets.UTF_8);
      parts.add(EMBED + name + " " + column.indices() + " " + column.width());
    }
    parts.add(model.layers().describe());
    return String.join("; ", parts);
  }

  /** Whether a text is that of a tabular model, and not of layers alone. */
  static boolean isTabular(String text) {
    return text.strip().startsWith(NUMBERS);
  }

  static TabularModel parse(String text) {
    String rest = text.strip();
    int numbers = number(text, part(rest), 1, 2);
    rest = afterPart(rest);
    List<EmbeddedColumn> columns = new ArrayList<>();
    while (rest.startsWith(EMBED)) {
      String part = part(rest);
      columns.add(
          new EmbeddedColumn(name(part), number(text, part, 2, 4), number(text, part, 3, 4)));
      rest = afterPart(rest);
    }
    return new TabularModel(numbers, columns, Sequential.parse(rest));
  }

  /** The text up to its first semicolon. */
  private static String part(String text) {
    return text.split(";", 2)[0].strip();
  }

  private static String afterPart(String text) {
    String[] parts = text.split(";", 2);
    return parts.length < 2 ? "" : parts[1].strip();
  }

  private static String name(String part) {
    String[] words = part.split("\\s+");
    return words.length < 2 ? "" : URLDecoder.decode(words[1], StandardCharsets.UTF_8);
  }

  private static int number(String text, String part, int place, int words) {
    String[] found = part.split("\\s+");
    if (found.length == words) {
      try {
        return Integer.parseInt(found[place]);
      } catch (NumberFormatException e) {
        // Said below, with the text around it.
      }
    }
    throw new CatalogueException(
        String.format(
            "A tabular model is written 'numbers N; embed COLUMN INDICES WIDTH; …; layers', found"
                + " '%s' in '%s'",
            part, text));
  }
}
