package org.gradcl.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.Augmentation;
import org.gradcl.data.BatchCursor;
import org.gradcl.data.BatchSource;
import org.gradcl.data.DataException;
import org.gradcl.data.SampleOrder;
import org.gradcl.data.image.ImageLayout;
import org.gradcl.data.image.ImageShape;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

class AugmentationsTest {
  private static final int COPIES = 4000;
  private static final ImageShape IMAGE = ImageShape.channelsLast(2, 3, 1);

  /** Many copies of one image: 1 2 3 above 4 5 6. */
  private static ArrayDataSet copies() {
    float[] values = new float[6 * COPIES];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 6 + 1;
    }
    return ArrayDataSet.ofInputs(IMAGE.shape(), values);
  }

  private static float[][] rows(BatchSource source, String name) {
    int samples = (int) source.samples();
    int elements = source.sampleShapes().get(name).elements();
    FloatBuffer buffer = FloatBuffer.allocate(samples * elements);
    try (BatchCursor cursor = source.open(SampleOrder.sequential())) {
      cursor.fill(samples, Map.of(name, buffer));
    }
    float[][] rows = new float[samples][elements];
    for (int i = 0; i < samples; i++) {
      buffer.get(i * elements, rows[i]);
    }
    return rows;
  }

  private static int count(float[][] rows, float... wanted) {
    int count = 0;
    for (float[] row : rows) {
      count += java.util.Arrays.equals(row, wanted) ? 1 : 0;
    }
    return count;
  }

  private static float[][] augmented(Augmentation augmentation) {
    return rows(copies().augment(7, augmentation), "input");
  }

  @Test
  void everyOtherImageIsFlipped() {
    float[][] rows = augmented(Augmentations.flip(IMAGE));
    int flipped = count(rows, 3, 2, 1, 6, 5, 4);
    assertThat(flipped).isBetween(1873, 2127);
    assertThat(count(rows, 1, 2, 3, 4, 5, 6)).isEqualTo(COPIES - flipped);
  }

  @Test
  void aCropTakesEveryPlaceWithItsBorder() {
    ImageShape part = IMAGE.ofSize(1, 2);
    float[][] rows = augmented(Augmentations.crop(IMAGE, part, 0));
    assertThat(count(rows, 1, 2)).isBetween(880, 1120);
    assertThat(count(rows, 2, 3)).isBetween(880, 1120);
    assertThat(count(rows, 4, 5)).isBetween(880, 1120);
    assertThat(count(rows, 5, 6)).isBetween(880, 1120);
    float[][] bordered = augmented(Augmentations.crop(IMAGE, IMAGE, 1));
    Set<String> different = new TreeSet<>();
    for (float[] row : bordered) {
      different.add(java.util.Arrays.toString(row));
    }
    assertThat(different).hasSize(9).contains("[0.0, 0.0, 0.0, 0.0, 1.0, 2.0]");
    assertThat(count(bordered, 0, 0, 0, 0, 1, 2)).as("down and right").isBetween(364, 524);
    assertThat(count(bordered, 5, 6, 0, 0, 0, 0)).as("up and left").isBetween(364, 524);
  }

  @Test
  void aShiftRepeatsTheEdge() {
    float[][] rows = augmented(Augmentations.shift(IMAGE, 0, 1));
    assertThat(count(rows, 1, 1, 2, 4, 4, 5)).isBetween(1214, 1453);
    assertThat(count(rows, 2, 3, 3, 5, 6, 6)).isBetween(1214, 1453);
    assertThat(count(rows, 1, 2, 3, 4, 5, 6)).isBetween(1214, 1453);
  }

  @Test
  void channelsMoveTogetherInEitherLayout() {
    ImageShape last = ImageShape.channelsLast(1, 2, 2);
    float[] image = {1, 2, 3, 4};
    float[][] flipped =
        rows(
            ArrayDataSet.ofArray("photo", last.shape(), image)
                .augment(
                    3, (sample, random) -> Augmentations.flip("photo", last).apply(sample, random)),
            "photo");
    float[][] first =
        rows(
            ArrayDataSet.ofArray(
                    "photo", Shape.of(2, 1, 2), last.to(ImageLayout.CHANNELS_FIRST, image))
                .augment(3, Augmentations.flip("photo", last.in(ImageLayout.CHANNELS_FIRST))),
            "photo");
    assertThat(last.to(ImageLayout.CHANNELS_FIRST, flipped[0])).isEqualTo(first[0]);
    assertThat(flipped[0]).isIn(image, new float[] {3, 4, 1, 2});
  }

  @Test
  void noiseHasItsDeviation() {
    float[][] rows = augmented(Augmentations.noise(0.5));
    double sum = 0;
    double squares = 0;
    for (float[] row : rows) {
      for (int i = 0; i < 6; i++) {
        double noise = row[i] - (i + 1);
        sum += noise;
        squares += noise * noise;
      }
    }
    int numbers = 6 * COPIES;
    assertThat(sum / numbers).isCloseTo(0, within(4 * 0.5 / Math.sqrt(numbers)));
    assertThat(Math.sqrt(squares / numbers)).isCloseTo(0.5, within(0.01));
  }

  @Test
  void mixupHasTheMomentsOfBeta() {
    // Inputs are 0 or 1, each for half of the samples: the mean of λ² is seen in their squares.
    int samples = 20_000;
    for (double alpha : new double[] {0.05, 0.4, 1, 3}) {
      float[] values = new float[samples];
      for (int i = 0; i < samples / 2; i++) {
        values[i] = 1;
      }
      BatchSource mixed =
          ArrayDataSet.of(Shape.of(1), values, Shape.of(1), values.clone())
              .augment(11, Augmentations.mixup(alpha));
      float[][] inputs = rows(mixed, "input");
      assertThat(rows(mixed, "target")).as("one λ for inputs and targets").isEqualTo(inputs);
      double sum = 0;
      double squares = 0;
      for (float[] input : inputs) {
        assertThat(input[0]).isBetween(0f, 1f);
        sum += input[0];
        squares += input[0] * input[0];
      }
      assertThat(sum / samples).as("mean").isCloseTo(0.5, within(0.015));
      // E[(λa + (1 − λ)b)²] = ½ − ½·E[λ(1 − λ)], E[λ(1 − λ)] = α / (2(2α + 1)) for Beta(α, α).
      double expected = 0.5 - 0.5 * alpha / (2 * (2 * alpha + 1));
      assertThat(squares / samples).as("alpha %s", alpha).isCloseTo(expected, within(0.015));
    }
  }

  @Test
  void mixupRefusesIndicesAndTakesIndicators() {
    ArrayDataSet classes =
        ArrayDataSet.of(Shape.of(1), new float[] {0, 1, 2, 3}, new int[] {0, 1, 2, 0});
    assertThatThrownBy(() -> classes.augment(1, Augmentations.mixup(0.2)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("'target' of shape []", "Indicators.of");
    BatchSource indicators = Indicators.of(classes, 3);
    assertThat(rows(indicators, "target"))
        .isDeepEqualTo(new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 0, 0}});
    for (float[] row : rows(indicators.augment(1, Augmentations.mixup(0.2)), "target")) {
      assertThat(row[0] + row[1] + row[2]).isCloseTo(1, within(1e-6f));
    }
    assertThatThrownBy(() -> rows(Indicators.of(classes, 2), "target"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2.0 is no index of one of 2 classes");
    assertThatThrownBy(() -> Indicators.of(copies(), 2)).isInstanceOf(DataException.class);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> copies().augment(1, Augmentations.flip(IMAGE.ofSize(3, 2))))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "flip changes images of shape [3, 2, 1], the samples have 'input' of shape [2, 3, 1];"
                + " state that shape");
    assertThatThrownBy(() -> copies().augment(1, Augmentations.flip("photo", IMAGE)))
        .isInstanceOf(DataException.class)
        .hasMessage("flip: the samples have no 'photo'; they have [input]");
    assertThatThrownBy(() -> Augmentations.crop(IMAGE, IMAGE.ofSize(5, 3), 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("[5, 3, 1] can't be cut out of an image of shape [2, 3, 1]");
    assertThatThrownBy(() -> Augmentations.shift(IMAGE, -1, 0)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> Augmentations.noise(0)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> Augmentations.mixup(Double.NaN)).isInstanceOf(DataException.class);
  }
}
