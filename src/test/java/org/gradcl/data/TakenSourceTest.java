package org.gradcl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.gradcl.random.RandomKey;
import org.junit.jupiter.api.Test;

class TakenSourceTest {
  private static final SampleOrder SHUFFLED = SampleOrder.shuffled(RandomKey.ofSeed(3), 1);

  @Test
  void theFirstSamplesAreTakenAndNoOthersAreRead() {
    Numbers numbers = Numbers.stream(100);
    BatchSource taken = numbers.take(7);
    assertThat(taken.samples()).isEqualTo(7);
    assertThat(taken.sampleShapes()).isEqualTo(numbers.sampleShapes());
    assertThat(Numbers.sequential(taken)).isEqualTo(Numbers.range(0, 7));
    assertThat(numbers.read).isEqualTo(7);
    assertThat(numbers.open).isZero();
    assertThat(taken).hasToString("the first 7 of numbers from 0");
  }

  @Test
  void moreThanThereAreAreAll() {
    assertThat(Numbers.sequential(Numbers.stream(5).take(6))).isEqualTo(Numbers.range(0, 5));
    assertThat(Numbers.stream(5).take(Long.MAX_VALUE).samples()).isEqualTo(5);
  }

  @Test
  void aPassEndsWithTheLastSampleTaken() {
    BatchSource taken = Numbers.seekable(100).take(4);
    try (BatchCursor cursor = taken.open(SampleOrder.sequential())) {
      Map<String, FloatBuffer> buffers = Map.of("input", FloatBuffer.allocate(10));
      cursor.fill(3, buffers);
      assertThatThrownBy(() -> cursor.fill(2, buffers))
          .isInstanceOf(DataException.class)
          .hasMessage("Asked for 2 samples, 1 of 4 are left in this pass");
      assertThatThrownBy(() -> cursor.seek(5))
          .isInstanceOf(DataException.class)
          .hasMessage("Cannot seek to sample 5: the pass has 4 samples");
    }
  }

  @Test
  void aShuffledPassShufflesTheSamplesTaken() {
    List<Integer> shuffled = Numbers.pass(Numbers.seekable(100).take(8), SHUFFLED, 3);
    int[] permutation = SHUFFLED.permutation(8);
    assertThat(shuffled)
        .hasSize(8)
        .allMatch(number -> number == permutation[shuffled.indexOf(number)]);
    assertThat(Numbers.pass(Numbers.seekable(100).take(8), SHUFFLED, 8)).isEqualTo(shuffled);
  }

  @Test
  void seekingContinuesAnyOrder() {
    for (SampleOrder order : List.of(SampleOrder.sequential(), SHUFFLED)) {
      BatchSource taken = Numbers.seekable(100).take(10);
      List<Integer> all = Numbers.pass(taken, order, 4);
      try (BatchCursor cursor = taken.open(order)) {
        cursor.seek(6);
        assertThat(Numbers.rest(taken, cursor, 3)).isEqualTo(all.subList(6, 10));
      }
    }
  }

  @Test
  void whatCannotSeekSaysSo() {
    BatchSource taken = Numbers.stream(100).take(10);
    assertThat(taken.capabilities()).containsExactly(Capability.REPEATABLE);
    assertThatThrownBy(() -> taken.open(SHUFFLED))
        .isInstanceOf(UnsupportedBySourceException.class)
        .hasMessage(
            "The source the first 10 of numbers from 0 cannot shuffle, since it would have to seek,"
                + " which numbers from 0 cannot: train without shuffling, shuffle the data"
                + " beforehand, or let it seek");
    try (BatchCursor cursor = taken.open(SampleOrder.sequential())) {
      assertThatThrownBy(() -> cursor.seek(2)).isInstanceOf(UnsupportedBySourceException.class);
    }
  }

  @Test
  void nothingCannotBeTaken() {
    for (long none : new long[] {0, -3}) {
      assertThatThrownBy(() -> Numbers.stream(5).take(none))
          .isInstanceOf(DataException.class)
          .hasMessage("At least 1 sample must be taken, asked for " + none);
    }
  }
}
