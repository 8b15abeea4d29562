package org.gradcl.data.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.DataException;
import org.junit.jupiter.api.Test;

class PaddedSequencesTest {
  private static final int[][] SEQUENCES = {{5, 6}, {7, 8, 9}, {4}};

  @Test
  void sequencesAreFilledUpBehindTheirEnd() {
    ArrayDataSet data = PaddedSequences.of(SEQUENCES, 1);
    assertThat(data).hasToString("3 samples, input [3], length [], padding [3]");
    assertThat(data.inputs()).containsExactly(5, 6, 1, 7, 8, 9, 4, 1, 1);
    assertThat(data.array(PaddedSequences.LENGTH)).containsExactly(2, 3, 1);
    assertThat(data.array(PaddedSequences.PADDING)).containsExactly(0, 0, 1, 0, 0, 0, 0, 1, 1);
    assertThat(PaddedSequences.of(SEQUENCES, 0, 4).select(1).inputs()).containsExactly(7, 8, 9, 0);
  }

  @Test
  void sequencesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> PaddedSequences.of(SEQUENCES, 0, 2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Sequence 1 (from 0) has 3 tokens, at least 1 and at most 2");
    assertThatThrownBy(() -> PaddedSequences.of(new int[][] {{1}, {}}, 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Sequence 1 (from 0) has 0 tokens");
    assertThatThrownBy(() -> PaddedSequences.of(new int[][] {{1, -1}}, 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found -1 in the input of sample 0 (from 0) at column 1");
    assertThatThrownBy(() -> PaddedSequences.of(new int[0][], 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("empty");
  }
}
