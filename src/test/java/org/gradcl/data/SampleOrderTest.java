package org.gradcl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.gradcl.random.RandomKey;
import org.gradcl.testing.Draw;
import org.gradcl.testing.SeededCases;
import org.junit.jupiter.api.Test;

class SampleOrderTest {
  @SeededCases
  void aShuffledOrderIsAPermutationThatDependsOnKeyAndEpochOnly(Draw draw) {
    long seed = draw.anyLong();
    int epoch = draw.integer(0, Integer.MAX_VALUE - 1);
    int samples = draw.integer(0, 300);
    SampleOrder order = SampleOrder.shuffled(RandomKey.ofSeed(seed), epoch);
    int[] permutation = order.permutation(samples);
    int[] sorted = permutation.clone();
    Arrays.sort(sorted);
    assertThat(sorted).containsExactly(IntStream.range(0, samples).toArray());
    SampleOrder same = SampleOrder.shuffled(RandomKey.ofSeed(seed), epoch);
    assertThat(same).isEqualTo(order).hasSameHashCodeAs(order);
    assertThat(SampleOrder.shuffled(RandomKey.ofSeed(seed), epoch + 1)).isNotEqualTo(order);
    assertThat(same.permutation(samples)).containsExactly(permutation);
  }

  @SeededCases
  void epochsAndSeedsHaveOrdersOfTheirOwn(Draw draw) {
    long seed = draw.anyLong();
    int epoch = draw.integer(0, 1_000_000);
    int[] permutation = SampleOrder.shuffled(RandomKey.ofSeed(seed), epoch).permutation(64);
    assertThat(SampleOrder.shuffled(RandomKey.ofSeed(seed), epoch + 1).permutation(64))
        .isNotEqualTo(permutation);
    assertThat(SampleOrder.shuffled(RandomKey.ofSeed(~seed), epoch).permutation(64))
        .isNotEqualTo(permutation);
  }

  /** Recorded: if it changes, resumed runs of older checkpoints see other batches. */
  @Test
  void theOrderOfASeedIsPartOfTheFormat() {
    assertThat(SampleOrder.shuffled(RandomKey.ofSeed(42), 3).permutation(10))
        .containsExactly(1, 3, 2, 5, 0, 7, 4, 8, 9, 6);
  }

  @Test
  void theSequentialOrderIsTheIdentity() {
    assertThat(SampleOrder.sequential().permutation(4)).containsExactly(0, 1, 2, 3);
    assertThat(SampleOrder.sequential().isShuffled()).isFalse();
    assertThat(SampleOrder.sequential()).hasToString("sequential");
    assertThat(SampleOrder.sequential(0)).isEqualTo(SampleOrder.sequential());
    assertThat(SampleOrder.sequential(2)).hasToString("sequential, epoch 2");
    assertThat(SampleOrder.sequential(2).epoch()).isEqualTo(2);
    assertThat(SampleOrder.sequential(2).permutation(3)).containsExactly(0, 1, 2);
    assertThat(SampleOrder.shuffled(RandomKey.ofSeed(42), 3))
        .hasToString("shuffled, seed 42, epoch 3");
  }

  @Test
  void moreSamplesThanAnArrayHoldsAreRefused() {
    assertThatThrownBy(() -> SampleOrder.sequential().permutation(1L << 31))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2147483648");
  }
}
