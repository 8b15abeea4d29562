package org.gradcl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradcl.random.Purpose;
import org.gradcl.random.RandomKey;
import org.gradcl.random.RandomStream;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

class AugmentedSourceTest {
  private static final int SAMPLES = 6;
  private static final Augmentation ADD =
      (sample, random) -> sample.withInput(sample.input()[0] + random.uniform(), random.uniform());

  private static ArrayDataSet data() {
    float[] inputs = new float[2 * SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      inputs[2 * i] = i;
    }
    return ArrayDataSet.ofInputs(Shape.of(2), inputs);
  }

  private static float[] inputs(BatchSource source, SampleOrder order, int from, int batch) {
    int samples = (int) source.samples();
    float[] all = new float[2 * (samples - from)];
    try (BatchCursor cursor = source.open(order)) {
      cursor.seek(from);
      for (int position = from; position < samples; ) {
        int rows = Math.min(batch, samples - position);
        FloatBuffer buffer = FloatBuffer.allocate(2 * rows);
        cursor.fill(rows, Map.of("input", buffer));
        buffer.get(0, all, 2 * (position - from), 2 * rows);
        position += rows;
      }
    }
    return all;
  }

  @Test
  void numbersDependOnSeedEpochAndSampleAlone() {
    BatchSource source = data().augment(7, ADD);
    float[] first = inputs(source, SampleOrder.sequential(), 0, 6);
    RandomStream stream = new RandomStream(RandomKey.ofSeed(7), Purpose.AUGMENTATION, 0, 0);
    for (int i = 0; i < SAMPLES; i++) {
      assertThat(first[2 * i]).isEqualTo(i + stream.uniform(i, 0));
      assertThat(first[2 * i + 1]).isEqualTo(stream.uniform(i, 1));
    }
    SampleOrder shuffled = SampleOrder.shuffled(RandomKey.ofSeed(1), 3);
    float[] inOrder = inputs(source, SampleOrder.sequential(3), 0, 6);
    float[] mixed = inputs(source, shuffled, 0, 4);
    int[] permutation = shuffled.permutation(SAMPLES);
    for (int i = 0; i < SAMPLES; i++) {
      assertThat(mixed[2 * i]).as("whatever the order").isEqualTo(inOrder[2 * permutation[i]]);
    }
    assertThat(inOrder).as("another epoch").isNotEqualTo(first);
    assertThat(inputs(data().augment(8, ADD), SampleOrder.sequential(), 0, 6))
        .as("another seed")
        .isNotEqualTo(first);
    assertThat(inputs(source, SampleOrder.sequential(), 0, 1)).as("other batches").isEqualTo(first);
  }

  @Test
  void aPassContinuesWhereItWasLeft() {
    BatchSource source = data().augment(7, ADD, ADD);
    SampleOrder order = SampleOrder.shuffled(RandomKey.ofSeed(1), 2);
    float[] whole = inputs(source, order, 0, 6);
    float[] rest = inputs(source, order, 4, 2);
    assertThat(rest).containsExactly(whole[8], whole[9], whole[10], whole[11]);
  }

  @Test
  void augmentationsOfOneListDrawNumbersOfTheirOwn() {
    float[] once = inputs(data().augment(7, ADD), SampleOrder.sequential(), 0, 6);
    float[] twice = inputs(data().augment(7, ADD, ADD), SampleOrder.sequential(), 0, 6);
    RandomStream second = new RandomStream(RandomKey.ofSeed(7), Purpose.AUGMENTATION, 1, 0);
    for (int i = 0; i < SAMPLES; i++) {
      assertThat(twice[2 * i]).isEqualTo(once[2 * i] + second.uniform(i, 0));
    }
  }

  @Test
  void drawsHaveTheirDistributions() {
    RandomStream stream = new RandomStream(RandomKey.ofSeed(7), Purpose.AUGMENTATION, 0, 0);
    SampleRandom random = new SampleRandom(stream, 5, 1, null);
    int draws = 60_000;
    int[] counts = new int[3];
    double sum = 0;
    double squares = 0;
    int heads = 0;
    for (int i = 0; i < draws; i++) {
      counts[random.below(3)]++;
      double normal = random.normal();
      sum += normal;
      squares += normal * normal;
      heads += random.chance(0.3) ? 1 : 0;
    }
    // Each within four standard deviations of its expectation.
    assertThat(counts[0] / (double) draws).isBetween(0.3256, 0.3411);
    assertThat(counts[1] / (double) draws).isBetween(0.3256, 0.3411);
    assertThat(heads / (double) draws).isBetween(0.2925, 0.3075);
    assertThat(sum / draws).isBetween(-0.0164, 0.0164);
    assertThat(squares / draws).isBetween(0.9769, 1.0231);
    assertThat(random.chance(0)).isFalse();
    assertThat(random.chance(1)).isTrue();
    assertThat(random.below(1)).isZero();
  }

  @Test
  void anotherSampleIsAskedOfTheSourceBelow() {
    Augmentation swap =
        new Augmentation() {
          @Override
          public Sample apply(Sample sample, SampleRandom random) {
            return sample.withInput(sample.input()[0], random.another().input()[0]);
          }

          @Override
          public boolean readsAnother() {
            return true;
          }

          @Override
          public String toString() {
            return "swap";
          }
        };
    float[] swapped = inputs(data().augment(7, swap), SampleOrder.sequential(), 0, 6);
    for (int i = 0; i < SAMPLES; i++) {
      assertThat(swapped[2 * i]).isEqualTo(i);
      assertThat(swapped[2 * i + 1]).isIn(0f, 1f, 2f, 3f, 4f, 5f);
    }
    assertThat(swapped[1] + swapped[3] + swapped[5] + swapped[7]).isPositive();
    assertThatThrownBy(() -> Numbers.stream(4).augment(1, swap))
        .isInstanceOf(UnsupportedBySourceException.class)
        .hasMessageContainingAll("swap mixes", "numbers from 0", "cannot");
    Numbers numbers = Numbers.seekable(4);
    try (BatchCursor cursor = numbers.augment(1, swap).open(SampleOrder.sequential())) {
      assertThatThrownBy(() -> cursor.fill(1, Map.of("input", FloatBuffer.allocate(2))))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("gave 2 numbers as 'input'");
    }
    assertThat(numbers.open).as("cursors left open").isZero();
  }

  @Test
  void whatIsGivenIsChecked() {
    assertThatThrownBy(() -> data().augment(1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("at least one augmentation");
    BatchSource failing =
        data()
            .augment(
                1,
                (sample, random) -> {
                  throw new IllegalStateException("no ink");
                });
    assertThatThrownBy(() -> inputs(failing, SampleOrder.sequential(), 0, 2))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("An augmentation of", "sample 0", "no ink");
    assertThat(failing.capabilities())
        .containsExactlyInAnyOrder(Capability.REPEATABLE, Capability.SEEKABLE);
    assertThat(failing).hasToString("6 samples, input [2], augmented");
  }

  @Test
  void anAugmentationMayChangeShapes() {
    Augmentation first =
        new Augmentation() {
          @Override
          public Sample apply(Sample sample, SampleRandom random) {
            return sample.withInput(sample.input()[0]);
          }

          @Override
          public Map<String, Shape> shapes(Map<String, Shape> shapes) {
            Map<String, Shape> changed = new LinkedHashMap<>(shapes);
            changed.put("input", Shape.of(1));
            return changed;
          }
        };
    assertThat(data().augment(1, first).sampleShapes())
        .containsExactly(Map.entry("input", Shape.of(1)));
  }
}
