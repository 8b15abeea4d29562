package org.gradcl.data.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gradcl.data.DataException;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  @Test
  void charactersAreNumberedByTheirCodePoints() {
    Vocabulary vocabulary = Vocabulary.of("banana 🍌");
    assertThat(vocabulary.characters()).containsExactly(" ", "a", "b", "n", "🍌");
    assertThat(vocabulary.size()).isEqualTo(5);
    assertThat(vocabulary.encode("nab🍌")).containsExactly(3, 1, 2, 4);
    assertThat(vocabulary.decode(3, 1, 2, 4)).isEqualTo("nab🍌");
    assertThat(Vocabulary.ofCharacters(vocabulary.characters())).isEqualTo(vocabulary);
  }

  @Test
  void otherCharactersAreRefusedOrShareAnIndex() {
    Vocabulary vocabulary = Vocabulary.of("ab");
    assertThatThrownBy(() -> vocabulary.encode("abéa"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "The character 'é' (U+00E9) at place 2 (from 0) is none of the 2 of the vocabulary");
    Vocabulary open = vocabulary.withUnknown();
    assertThat(open.size()).isEqualTo(3);
    assertThat(open.unknown()).isEqualTo(2);
    assertThat(open.encode("aéb")).containsExactly(0, 2, 1);
    assertThat(open.decode(0, 2)).isEqualTo("a\ufffd");
    assertThat(open).hasToString("2 characters and one for others");
    assertThatThrownBy(() -> vocabulary.decode(2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("0…1");
  }

  @Test
  void whatIsNoVocabularyIsRefused() {
    assertThatThrownBy(() -> Vocabulary.of("")).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> Vocabulary.ofCharacters(List.of("a", "a")))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(() -> Vocabulary.ofCharacters(List.of("ab")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'ab'");
  }
}
