package org.gradcl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.gradcl.random.RandomKey;

class SampleOrderTest {
  @Property
  void aShuffledOrderIsAPermutationThatDependsOnKeyAndEpochOnly(
      @ForAll long seed, @ForAll @IntRange int epoch, @ForAll @IntRange(max = 300) int samples) {
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

  @Property
  void epochsAndSeedsHaveOrdersOfTheirOwn(
      @ForAll long seed, @ForAll @IntRange(max = 1_000_000) int epoch) {
    int[] permutation = SampleOrder.shuffled(RandomKey.ofSeed(seed), epoch).permutation(64);
    assertThat(SampleOrder.shuffled(RandomKey.ofSeed(seed), epoch + 1).permutation(64))
        .isNotEqualTo(permutation);
    assertThat(SampleOrder.shuffled(RandomKey.ofSeed(~seed), epoch).permutation(64))
        .isNotEqualTo(permutation);
  }

  /** Recorded: if it changes, resumed runs of older checkpoints see other batches. */
  @Example
  void theOrderOfASeedIsPartOfTheFormat() {
    assertThat(SampleOrder.shuffled(RandomKey.ofSeed(42), 3).permutation(10))
        .containsExactly(1, 3, 2, 5, 0, 7, 4, 8, 9, 6);
  }

  @Example
  void theSequentialOrderIsTheIdentity() {
    assertThat(SampleOrder.sequential().permutation(4)).containsExactly(0, 1, 2, 3);
    assertThat(SampleOrder.sequential().isShuffled()).isFalse();
    assertThat(SampleOrder.sequential()).hasToString("sequential");
    assertThat(SampleOrder.shuffled(RandomKey.ofSeed(42), 3))
        .hasToString("shuffled, seed 42, epoch 3");
  }

  @Example
  void moreSamplesThanAnArrayHoldsAreRefused() {
    assertThatThrownBy(() -> SampleOrder.sequential().permutation(1L << 31))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2147483648");
  }
}
