package org.gradcl.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Entries that are found by name, each with a way of making it from its settings.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @param <T> what the entries are
 */
public final class Catalogue<T> {
  private final String kind;
  private final Map<String, Function<Description, T>> entries;

  private Catalogue(String kind, Map<String, Function<Description, T>> entries) {
    this.kind = kind;
    this.entries = Collections.unmodifiableMap(entries);
  }

  /**
   * An empty catalogue.
   *
   * @param kind what messages call an entry, such as {@code activation}
   */
  public static <T> Catalogue<T> of(String kind) {
    return new Catalogue<>(kind, new LinkedHashMap<>());
  }

  /**
   * This catalogue with one more entry.
   *
   * @param name in lower case, words joined by underscores
   * @param factory makes the entry from its settings, which all have defaults
   * @throws IllegalArgumentException if there is an entry of that name already
   */
  public Catalogue<T> with(String name, Function<Description, T> factory) {
    Map<String, Function<Description, T>> more = new LinkedHashMap<>(entries);
    if (more.put(name, factory) != null) {
      throw new IllegalArgumentException("Two entries of the catalogue are named " + name);
    }
    return new Catalogue<>(kind, more);
  }

  /** The names, in order. */
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /** Every entry with its default settings, in order. */
  public List<T> all() {
    List<T> all = new ArrayList<>();
    entries.forEach((name, factory) -> all.add(factory.apply(Description.parse(name))));
    return List.copyOf(all);
  }

  /**
   * The entry that a text describes: a name, whose words may be joined by blanks, hyphens or
   * underscores, and its settings.
   *
   * @throws CatalogueException if there is no such entry or setting; the message lists the known
   */
  public T parse(String text) {
    Description description = Description.parse(text);
    T entry = entry(String.join("_", description.words()), description);
    description.refuseOthers();
    return entry;
  }

  /**
   * The entry of a name, made from the settings of a text in which it stands.
   *
   * @throws CatalogueException if there is no such entry, whose message lists the known, or there
   *     can be none of these settings, whose message has the text
   */
  public T entry(String name, Description description) {
    Function<Description, T> factory = entries.get(name.replace('-', '_'));
    if (factory == null) {
      throw new CatalogueException(
          String.format(
              "No %s is named '%s'; known are %s",
              kind, name.isEmpty() ? description.text() : name, String.join(", ", names())));
    }
    try {
      return factory.apply(description);
    } catch (CatalogueException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new CatalogueException("In '" + description.text() + "': " + e.getMessage(), e);
    }
  }

  /**
   * Whether a text that something of a program's own is called by is read as something else: then a
   * file has to say that it is not that.
   *
   * @param parse how files are read
   * @param same whether what was read is what is meant
   */
  public static <T> boolean readsAnother(
      String text, Function<String, T> parse, Predicate<T> same) {
    try {
      return !same.test(parse.apply(text));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
