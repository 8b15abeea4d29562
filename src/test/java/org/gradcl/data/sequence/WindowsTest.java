package org.gradcl.data.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradcl.data.BatchCursor;
import org.gradcl.data.BatchSource;
import org.gradcl.data.DataException;
import org.gradcl.data.SampleOrder;
import org.gradcl.data.table.Table;
import org.gradcl.random.RandomKey;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

class WindowsTest {
  private static float[] all(BatchSource source, String name, SampleOrder order) {
    int samples = (int) source.samples();
    FloatBuffer buffer = FloatBuffer.allocate(samples * source.sampleShapes().get(name).elements());
    try (BatchCursor cursor = source.open(order)) {
      cursor.fill(samples, Map.of(name, buffer));
    }
    return buffer.array();
  }

  private static float[] all(BatchSource source, String name) {
    return all(source, name, SampleOrder.sequential());
  }

  private static float[] steps(int count) {
    float[] steps = new float[count];
    for (int i = 0; i < count; i++) {
      steps[i] = i;
    }
    return steps;
  }

  @Test
  void tokensFollowEachOther() {
    TokenWindows windows = TokenWindows.of(new int[] {5, 6, 7, 8, 9, 10, 11}, 3, 2);
    assertThat(windows).hasToString("2 windows of 3 of 7 tokens");
    assertThat(windows.sampleShapes())
        .containsExactly(Map.entry("input", Shape.of(3)), Map.entry("target", Shape.of(3)));
    assertThat(all(windows, "input")).containsExactly(5, 6, 7, 7, 8, 9);
    assertThat(all(windows, "target")).containsExactly(6, 7, 8, 8, 9, 10);
    SampleOrder order = SampleOrder.shuffled(RandomKey.ofSeed(2), 0);
    assertThat(all(TokenWindows.of(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8}, 1, 1), "target", order))
        .isEqualTo(plusOne(order.permutation(8)));
    byte[] bytes = {-1, 0, 127, -128};
    assertThat(all(TokenWindows.ofBytes(bytes, 2, 2), "input")).containsExactly(255, 0);
    assertThat(all(TokenWindows.ofBytes(bytes, 3, 1), "target")).containsExactly(0, 127, 128);
  }

  private static float[] plusOne(int[] permutation) {
    float[] values = new float[permutation.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = permutation[i] + 1;
    }
    return values;
  }

  @Test
  void tokensThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> TokenWindows.of(new int[] {1, 2, 3}, 3, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Windows of 3 tokens with targets, 1 apart, can't be cut out of 3");
    assertThatThrownBy(() -> TokenWindows.of(new int[] {1, 2, 3}, 2, 0))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(() -> TokenWindows.of(new int[] {1, -2, 3}, 1, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found -2 at place 1");
  }

  @Test
  void forecastsKnowWhatIsBeforeTheirOrigin() {
    SeriesWindows windows = SeriesWindows.of(steps(10), 1, 3, 2, 2);
    assertThat(windows.samples()).isEqualTo(3);
    assertThat(windows.sampleShapes())
        .containsExactly(Map.entry("input", Shape.of(3, 1)), Map.entry("target", Shape.of(2)));
    assertThat(all(windows, "input")).containsExactly(0, 1, 2, 2, 3, 4, 4, 5, 6);
    assertThat(all(windows, "target")).containsExactly(3, 4, 5, 6, 7, 8);
    assertThat(windows.origin(2)).isEqualTo(7);
  }

  @Test
  void partsOfTheTimeShareNoTargets() {
    SeriesWindows windows = SeriesWindows.of(steps(10), 1, 3, 2, 1);
    SeriesWindows training = windows.origins(3, 7 - 2 + 1);
    assertThat(all(training, "target")).containsExactly(3, 4, 4, 5, 5, 6);
    SeriesWindows test = windows.origins(7, 9);
    assertThat(all(test, "target")).containsExactly(7, 8, 8, 9);
    assertThat(test.origin(1)).isEqualTo(8);
    assertThatThrownBy(() -> windows.origins(2, 5))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "The origins of windows that know 3 steps and predict 2 of 10 lie in 3…8, asked for"
                + " 2…4");
    assertThatThrownBy(() -> windows.origins(3, 10)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> windows.origins(5, 5)).isInstanceOf(DataException.class);
  }

  @Test
  void severalColumnsAreFeaturesAndTargets() {
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("a", new double[] {0, 1, 2, 3});
    columns.put("b", new double[] {10, 11, 12, 13});
    SeriesWindows windows = SeriesWindows.of(Table.of("t", columns), 2, 1, 1);
    assertThat(all(windows, "input")).containsExactly(0, 10, 1, 11, 1, 11, 2, 12);
    assertThat(all(windows, "target")).as("the first column").containsExactly(2, 3);
    SeriesWindows both = windows.predicting(1, 0);
    assertThat(both.sampleShapes().get("target")).isEqualTo(Shape.of(1, 2));
    assertThat(all(both, "target")).containsExactly(12, 2, 13, 3);
    assertThatThrownBy(() -> windows.predicting(2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("0…1, found [2]");
  }

  @Test
  void seriesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> SeriesWindows.of(steps(4), 1, 3, 2, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("know 3 steps and predict 2, 1 apart, can't be cut out of 4");
    assertThatThrownBy(() -> SeriesWindows.of(steps(5), 2, 1, 1, 1))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(() -> SeriesWindows.of(new float[] {1, 2, Float.NaN, 4}, 2, 1, 1, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("The series 0 (from 0) has NaN at step 1", "Gaps.interpolated");
  }

  @Test
  void gapsAreFilledLinearly() {
    double gap = Double.NaN;
    assertThat(Gaps.interpolated(gap, 2, gap, gap, 8, gap)).containsExactly(2, 2, 4, 6, 8, 8);
    assertThatThrownBy(() -> Gaps.interpolated(gap, gap)).isInstanceOf(DataException.class);
  }
}
