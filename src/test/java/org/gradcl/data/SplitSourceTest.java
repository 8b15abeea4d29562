package org.gradcl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gradcl.data.table.Split;
import org.gradcl.random.RandomKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitSourceTest {
  private static final SampleOrder SHUFFLED = SampleOrder.shuffled(RandomKey.ofSeed(3), 1);

  @ParameterizedTest
  @CsvSource({"10, 0.8, 8", "1000, 0.333, 333", "2, 0.5, 1", "7, 0.5, 4", "1000, 0.0006, 1"})
  void partsAreDisjointCompleteAndInTheOrderOfTheData(int samples, double fraction, int inFirst) {
    SourceSplit split = Numbers.seekable(samples).split(fraction, 42);
    List<Integer> first = Numbers.sequential(split.first());
    List<Integer> rest = Numbers.sequential(split.rest());
    assertThat(split.first().samples()).isEqualTo(inFirst);
    assertThat(first).hasSize(inFirst).isSorted();
    assertThat(rest).hasSize(samples - inFirst).isSorted();
    assertThat(Numbers.both(first, rest)).containsExactlyElementsOf(Numbers.range(0, samples));
  }

  @Test
  void theSeedAloneDecidesWhichSamplesGoWhere() {
    List<Integer> first = Numbers.sequential(Numbers.seekable(100).split(0.5, 7).first());
    assertThat(Numbers.sequential(Numbers.stream(100).split(0.5, 7).first())).isEqualTo(first);
    Set<List<Integer>> different = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      different.add(Numbers.sequential(Numbers.seekable(100).split(0.5, seed).first()));
    }
    assertThat(different).hasSize(20).contains(first);
    // The bits of the generator, the same on every machine; a table's rows are split by them, too.
    assertThat(Split.random(10, 0.3, 0, RandomKey.ofSeed(1)).validation()).containsExactly(4, 5, 7);
    assertThat(Numbers.sequential(Numbers.seekable(10).split(0.3, 1).first()))
        .containsExactly(4, 5, 7);
  }

  @Test
  void aPartThatIsSplitAgainStaysWithinItself() {
    SourceSplit split = Numbers.seekable(100).split(0.8, 1);
    SourceSplit again = split.first().split(0.75, 1);
    List<Integer> all = new ArrayList<>(Numbers.sequential(again.first()));
    assertThat(all).hasSize(60);
    all.addAll(Numbers.sequential(again.rest()));
    all.addAll(Numbers.sequential(split.rest()));
    assertThat(Numbers.sorted(all)).isEqualTo(Numbers.range(0, 100));
  }

  @Test
  void aShuffledPassMixesThePartAlone() {
    BatchSource first = Numbers.seekable(100).split(0.4, 1).first();
    List<Integer> ordered = Numbers.sequential(first);
    List<Integer> shuffled = Numbers.pass(first, SHUFFLED, 7);
    assertThat(shuffled).isNotEqualTo(ordered);
    assertThat(Numbers.sorted(shuffled)).isEqualTo(ordered);
    assertThat(shuffled.get(0)).isEqualTo(ordered.get(SHUFFLED.permutation(40)[0]));
    assertThat(Numbers.pass(first, SHUFFLED, 40)).isEqualTo(shuffled);
    try (BatchCursor cursor = first.open(SHUFFLED)) {
      cursor.seek(33);
      assertThat(Numbers.rest(first, cursor, 4)).isEqualTo(shuffled.subList(33, 40));
    }
  }

  @Test
  void aStreamIsSplitByReadingAllOfIt() {
    Numbers stream = Numbers.stream(1000);
    SourceSplit split = stream.split(0.01, 5);
    List<Integer> few = Numbers.sequential(split.first());
    assertThat(few).isEqualTo(Numbers.sequential(Numbers.seekable(1000).split(0.01, 5).first()));
    assertThat(stream.read).isEqualTo(few.get(few.size() - 1) + 1);
    assertThat(stream.open).isZero();
    assertThat(split.first().capabilities()).containsExactly(Capability.REPEATABLE);
    assertThatThrownBy(() -> split.first().open(SHUFFLED))
        .isInstanceOf(UnsupportedBySourceException.class)
        .hasMessageStartingWith("The source 10 samples of numbers from 0 cannot shuffle")
        .hasMessageContaining("which numbers from 0 cannot");
    try (BatchCursor cursor = split.rest().open(SampleOrder.sequential())) {
      assertThatThrownBy(() -> cursor.seek(2))
          .isInstanceOf(UnsupportedBySourceException.class)
          .hasMessageContaining("a pass over samples of numbers from 0 cannot seek");
    }
  }

  @Test
  void whatDiffersFromPassToPassIsNotSplit() {
    assertThatThrownBy(() -> new Numbers(0, 10).split(0.5, 0))
        .isInstanceOf(UnsupportedBySourceException.class)
        .hasMessageContainingAll("numbers from 0 cannot be split", "passes differ");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, 1.1, Double.NaN})
  void aFractionOutsideOfItsRangeIsRefused(double fraction) {
    assertThatThrownBy(() -> Numbers.stream(10).split(fraction, 0))
        .isInstanceOf(DataException.class)
        .hasMessage("The fraction of a split lies above 0 and below 1, found " + fraction);
  }

  @ParameterizedTest
  @CsvSource({"0.04, 0", "0.96, 10"})
  void aPartWithoutSamplesIsRefused(double fraction, int inFirst) {
    assertThatThrownBy(() -> Numbers.stream(10).split(fraction, 0))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "The fraction "
                + fraction
                + " of 10 samples is "
                + inFirst
                + ", which leaves one part");
  }

  @Test
  void oneSampleCannotBeSplit() {
    assertThatThrownBy(() -> Numbers.stream(1).split(0.5, 0))
        .isInstanceOf(DataException.class)
        .hasMessage("A source that is split has from 2 to 2147483639 samples, this one has 1");
  }

  @Test
  void arraysAreSplitInMemory() {
    ArrayDataSet data = ArrayDataSet.of(new float[][] {{0}, {1}, {2}}, new int[] {0, 1, 0});
    SourceSplit split = data.split(2 / 3.0, 0);
    assertThat(split.first().capabilities()).containsExactlyInAnyOrder(Capability.values());
    assertThat(split.first()).hasToString("2 samples of 3 samples, input [1], target []");
    assertThat(split.rest()).hasToString("the other 1 samples of 3 samples, input [1], target []");
  }
}
