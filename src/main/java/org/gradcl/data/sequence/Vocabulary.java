package org.gradcl.data.sequence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gradcl.data.DataException;
import org.gradcl.text.Printable;

/**
 * The characters that a model knows, numbered from 0. Characters are Unicode code points. Immutable
 * and safe for use by several threads.
 *
 * <pre>{@code
 * Vocabulary characters = Vocabulary.of(text);
 * int[] tokens = characters.encode(text);
 * }</pre>
 */
public final class Vocabulary {
  private final List<String> characters;
  private final Map<Integer, Integer> indices = new HashMap<>();
  private final int unknown;

  private Vocabulary(List<String> characters, boolean withUnknown) {
    this.characters = List.copyOf(characters);
    this.unknown = withUnknown ? characters.size() : -1;
    for (String character : characters) {
      if (character.codePointCount(0, character.length()) != 1
          || indices.put(character.codePointAt(0), indices.size()) != null) {
        throw new DataException(
            String.format(
                "A vocabulary has single characters, each once, found '%s'",
                Printable.line(character)));
      }
    }
    if (characters.isEmpty()) {
      throw new DataException("A vocabulary has at least one character; give a text with some");
    }
  }

  /**
   * {@return the characters of a text, in the order of their code points}
   *
   * @param text the training part alone
   * @throws DataException if it is empty
   */
  public static Vocabulary of(String text) {
    return new Vocabulary(
        text.codePoints().distinct().sorted().mapToObj(Character::toString).toList(), false);
  }

  /**
   * {@return the given characters, in this order: those of {@link #characters}, as they were saved}
   *
   * @param characters one each
   * @throws DataException if there are none, or one occurs twice
   */
  public static Vocabulary ofCharacters(List<String> characters) {
    return new Vocabulary(characters, false);
  }

  /** {@return these characters, and one more index, the last, for all others} */
  public Vocabulary withUnknown() {
    return new Vocabulary(characters, true);
  }

  /**
   * {@return how many indices there are: the rows of an embedding and the classes of its output}
   */
  public int size() {
    return characters.size() + (unknown < 0 ? 0 : 1);
  }

  /** {@return the characters by their index} */
  public List<String> characters() {
    return characters;
  }

  /** {@return the index of every other character; −1 if others are refused} */
  public int unknown() {
    return unknown;
  }

  /**
   * {@return the indices of a text's characters}
   *
   * @param text any
   * @throws DataException if a character has no index; the message names it and its place
   */
  public int[] encode(String text) {
    int[] codePoints = Objects.requireNonNull(text, "text").codePoints().toArray();
    int[] tokens = new int[codePoints.length];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = indices.getOrDefault(codePoints[i], unknown);
      if (tokens[i] < 0) {
        throw new DataException(
            Printable.line(
                String.format(
                    "The character '%s' (U+%04X) at place %d (from 0) is none of the %d of the"
                        + " vocabulary; make it of a text that has it, or let it have an index for"
                        + " others (withUnknown)",
                    Character.toString(codePoints[i]), codePoints[i], i, characters.size())));
      }
    }
    return tokens;
  }

  /**
   * {@return the text of indices; U+FFFD stands for an unknown character}
   *
   * @param tokens each from 0 to below {@link #size}
   * @throws DataException if one lies outside
   */
  public String decode(int... tokens) {
    List<String> text = new ArrayList<>(tokens.length);
    for (int token : tokens) {
      if (token < 0 || token >= size()) {
        throw new DataException(
            String.format("The index %d lies outside of the vocabulary, 0…%d", token, size() - 1));
      }
      text.add(token == unknown ? "\ufffd" : characters.get(token));
    }
    return String.join("", text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary vocabulary
        && characters.equals(vocabulary.characters)
        && unknown == vocabulary.unknown;
  }

  @Override
  public int hashCode() {
    return Objects.hash(characters, unknown);
  }

  /** For example {@code 74 characters}. */
  @Override
  public String toString() {
    return characters.size() + " characters" + (unknown < 0 ? "" : " and one for others");
  }
}
