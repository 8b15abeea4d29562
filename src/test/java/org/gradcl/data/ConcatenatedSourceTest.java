package org.gradcl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.gradcl.random.RandomKey;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConcatenatedSourceTest {
  private static final SampleOrder SHUFFLED = SampleOrder.shuffled(RandomKey.ofSeed(3), 1);

  private static Numbers from(int first, int samples) {
    return new Numbers(first, samples, Capability.REPEATABLE, Capability.SEEKABLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 9})
  void partsFollowEachOtherWhateverTheBatch(int batch) {
    Numbers[] parts = {from(0, 4), from(4, 1), from(5, 4)};
    BatchSource all = parts[0].concat(parts[1], parts[2]);
    assertThat(all.samples()).isEqualTo(9);
    assertThat(all.sampleShapes()).isEqualTo(parts[0].sampleShapes());
    assertThat(Numbers.pass(all, SampleOrder.sequential(), batch)).isEqualTo(Numbers.range(0, 9));
    assertThat(parts).allMatch(part -> part.open == 0 && part.read == part.samples());
    assertThat(all).hasToString("numbers from 0 then numbers from 4 then numbers from 5");
  }

  @Test
  void onePartIsOpenAtATime() {
    Numbers first = from(0, 4);
    Numbers second = from(4, 4);
    try (BatchCursor cursor = first.concat(second).open(SampleOrder.sequential())) {
      assertThat(first.open + second.open).isZero();
      Map<String, FloatBuffer> buffers = Map.of("input", FloatBuffer.allocate(8));
      cursor.fill(4, buffers);
      assertThat(second.open).isZero();
      cursor.fill(1, buffers);
      assertThat(first.open).isZero();
      assertThat(second.open).isOne();
    }
    assertThat(second.open).isZero();
  }

  @Test
  void aShuffledPassMixesTheParts() {
    Numbers first = from(0, 10);
    Numbers second = from(10, 20);
    BatchSource all = first.concat(second);
    List<Integer> shuffled = Numbers.pass(all, SHUFFLED, 7);
    int[] permutation = SHUFFLED.permutation(30);
    assertThat(shuffled).hasSize(30);
    for (int i = 0; i < 30; i++) {
      assertThat(shuffled.get(i)).isEqualTo(permutation[i]);
    }
    try (BatchCursor cursor = all.open(SHUFFLED)) {
      cursor.seek(22);
      assertThat(Numbers.rest(all, cursor, 3)).isEqualTo(shuffled.subList(22, 30));
      assertThat(first.open).as("stays open, for a shuffled pass comes back").isLessThan(2);
    }
    assertThat(first.open + second.open).isZero();
  }

  @Test
  void seekingGoesToAnyPlaceBackAndForth() {
    BatchSource all = from(0, 3).concat(from(3, 3), from(6, 3));
    try (BatchCursor cursor = all.open(SampleOrder.sequential())) {
      for (int place : new int[] {7, 0, 3, 2, 9, 5, 6}) {
        cursor.seek(place);
        assertThat(cursor.position()).isEqualTo(place);
        assertThat(Numbers.rest(all, cursor, 2)).isEqualTo(Numbers.range(place, 9));
      }
      assertThatThrownBy(() -> cursor.seek(10))
          .isInstanceOf(DataException.class)
          .hasMessage("Cannot seek to sample 10: the pass has 9 samples");
    }
  }

  @Test
  void whatOnePartCannotTheWholeCannot() {
    BatchSource all = from(0, 3).concat(Numbers.stream(5));
    assertThat(all.capabilities()).containsExactly(Capability.REPEATABLE);
    assertThat(Numbers.sequential(all)).containsExactly(0, 1, 2, 0, 1, 2, 3, 4);
    assertThatThrownBy(() -> all.open(SHUFFLED))
        .isInstanceOf(UnsupportedBySourceException.class)
        .hasMessageContainingAll("numbers from 0 then numbers from 0", "cannot shuffle", "seek");
    try (BatchCursor cursor = all.open(SampleOrder.sequential())) {
      assertThatThrownBy(() -> cursor.seek(2)).isInstanceOf(UnsupportedBySourceException.class);
    }
  }

  @Test
  void samplesOfOtherArraysAreRefusedWithBothShapes() {
    ArrayDataSet two = ArrayDataSet.of(new float[][] {{1, 2}}, new float[][] {{1}});
    ArrayDataSet three = ArrayDataSet.of(new float[][] {{1, 2, 3}}, new float[][] {{1}});
    ArrayDataSet inputs = ArrayDataSet.ofInputs(Shape.of(2), new float[] {1, 2});
    assertThatThrownBy(() -> two.concat(two, three))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Only sources whose samples have the same arrays can be concatenated: 1 samples, input"
                + " [2], target [1] has input [2], target [1], 1 samples, input [3], target [1] has"
                + " input [3], target [1]; map one to the other's shapes");
    assertThatThrownBy(() -> two.concat(inputs))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("has input [2], target [1],", "has input [2];");
  }

  @Test
  void aSourceMayFollowItself() {
    Numbers numbers = from(0, 2);
    assertThat(Numbers.sequential(numbers.concat(numbers))).containsExactly(0, 1, 0, 1);
  }

  @Test
  void namesThatNoPartHasAreRefused() {
    try (BatchCursor cursor = from(0, 2).concat(from(2, 2)).open(SampleOrder.sequential())) {
      assertThatThrownBy(() -> cursor.fill(3, Map.of("mask", FloatBuffer.allocate(3))))
          .isInstanceOf(DataException.class)
          .hasMessage("Asked for the arrays [mask], the source has [input, target]");
    }
  }

  @Test
  void aPartThatGivesFewerThanItSaysIsNamed() {
    BatchSource silent =
        new BatchSource() {
          @Override
          public long samples() {
            return 3;
          }

          @Override
          public Map<String, Shape> sampleShapes() {
            return from(0, 1).sampleShapes();
          }

          @Override
          public BatchCursor open(SampleOrder order) {
            BatchCursor cursor = from(0, 1).open(order);
            return new BatchCursor() {
              @Override
              public void fill(int rows, Map<String, FloatBuffer> buffers) {
                if (cursor.position() == 0) {
                  cursor.fill(1, buffers);
                }
              }

              @Override
              public long position() {
                return cursor.position();
              }

              @Override
              public void close() {
                cursor.close();
              }
            };
          }

          @Override
          public String toString() {
            return "a silent source";
          }
        };
    for (BatchSource over : List.of(from(0, 1).concat(silent), silent.split(0.4, 2).rest())) {
      assertThatThrownBy(() -> Numbers.sequential(over))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("a silent source was asked for", "and gave");
    }
  }
}
