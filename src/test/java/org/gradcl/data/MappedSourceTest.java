package org.gradcl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.gradcl.random.RandomKey;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

class MappedSourceTest {
  private static final SampleOrder SHUFFLED = SampleOrder.shuffled(RandomKey.ofSeed(3), 1);
  private static final ArrayDataSet DATA =
      ArrayDataSet.of(new float[][] {{1, 2}, {3, 4}, {5, 6}}, new float[][] {{10}, {20}, {30}});

  @Test
  void eachSampleGoesThroughTheFunction() {
    BatchSource mapped =
        DATA.map(
            sample ->
                sample
                    .withInput(sample.input()[0] / 2, sample.target()[0])
                    .withTarget(-sample.target()[0]));
    assertThat(mapped.samples()).isEqualTo(3);
    assertThat(mapped.sampleShapes()).isEqualTo(DATA.sampleShapes());
    try (BatchCursor cursor = mapped.open(SampleOrder.sequential())) {
      FloatBuffer input = FloatBuffer.allocate(4);
      FloatBuffer target = FloatBuffer.allocate(2);
      cursor.fill(1, Map.of("input", input));
      assertThat(input.array()).containsExactly(0.5f, 10, 0, 0);
      cursor.fill(2, Map.of("input", input, "target", target));
      assertThat(input.array()).containsExactly(1.5f, 20, 2.5f, 30);
      assertThat(target.array()).containsExactly(-20, -30);
      assertThat(cursor.position()).isEqualTo(3);
    }
    assertThat(mapped).hasToString("3 samples, input [2], target [1], mapped");
  }

  @Test
  void theFunctionMayWriteIntoItsSample() {
    BatchSource mapped =
        DATA.map(
            sample -> {
              sample.input()[1] = 7;
              return sample;
            });
    for (int pass = 0; pass < 2; pass++) {
      assertThat(inputs(mapped, SampleOrder.sequential())).containsExactly(1, 7, 3, 7, 5, 7);
    }
    assertThat(DATA.inputs()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void namesAndShapesMayChange() {
    BatchSource mapped =
        DATA.map(
            Map.of("input", Shape.of(3), "weight", Shape.scalar()),
            sample ->
                Sample.of(new float[] {sample.input()[0], sample.input()[1], 1})
                    .with("weight", sample.target()));
    assertThat(mapped.sampleShapes())
        .containsExactlyInAnyOrderEntriesOf(Map.of("input", Shape.of(3), "weight", Shape.scalar()));
    try (BatchCursor cursor = mapped.open(SampleOrder.sequential())) {
      FloatBuffer input = FloatBuffer.allocate(6);
      FloatBuffer weight = FloatBuffer.allocate(2);
      cursor.fill(2, Map.of("input", input, "weight", weight));
      assertThat(input.array()).containsExactly(1, 2, 1, 3, 4, 1);
      assertThat(weight.array()).containsExactly(10, 20);
      assertThatThrownBy(() -> cursor.fill(1, Map.of("target", weight)))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("[target]", "input", "weight");
    }
  }

  @Test
  void ordersAndPlacesAreThoseOfTheSource() {
    BatchSource mapped = DATA.map(sample -> sample);
    try (BatchCursor cursor = mapped.open(SHUFFLED)) {
      cursor.seek(2);
      FloatBuffer input = FloatBuffer.allocate(2);
      cursor.fill(1, Map.of("input", input));
      assertThat(input.get(0)).isEqualTo(1 + 2 * SHUFFLED.permutation(3)[2]);
    }
    assertThat(mapped.capabilities())
        .as("the function may take its time and give any number")
        .containsExactlyInAnyOrder(Capability.REPEATABLE, Capability.SEEKABLE);
    BatchSource stream = Numbers.stream(4).map(sample -> sample);
    assertThat(stream.capabilities()).containsExactly(Capability.REPEATABLE);
    assertThatThrownBy(() -> stream.open(SHUFFLED))
        .isInstanceOf(UnsupportedBySourceException.class)
        .hasMessageContaining("numbers from 0 cannot shuffle");
    assertThat(Numbers.sequential(stream)).isEqualTo(Numbers.range(0, 4));
  }

  @Test
  void aFunctionThatFailsIsRefusedWithItsSample() {
    RuntimeException cause = new ArithmeticException("/ by zero");
    refused(
        sample -> {
          if (sample.input()[0] == 3) {
            throw cause;
          }
          return sample;
        },
        "The function that maps 3 samples, input [2], target [1], given sample 1 of the pass (from"
            + " 0), failed: java.lang.ArithmeticException: / by zero");
    refused(
        sample -> sample.input()[0] == 5 ? null : sample,
        "The function that maps 3 samples, input [2], target [1], given sample 2 of the pass (from"
            + " 0), gave null; it must give a sample");
  }

  @Test
  void arraysOfAnotherLengthOrNameAreRefusedWithTheirSample() {
    refused(
        sample -> sample.withInput(1, 2, 3),
        "The function that maps 3 samples, input [2], target [1], given sample 0 of the pass (from"
            + " 0), gave 3 numbers as 'input', whose shape [2] has 2; let it give as many, or state"
            + " the shapes of what it gives: map(shapes, function)");
    refused(
        sample -> sample.with("mask", 1),
        "The function that maps 3 samples, input [2], target [1], given sample 0 of the pass (from"
            + " 0), gave the arrays [input, target, mask], by their shapes there should be [input,"
            + " target]; let it give these, or state the shapes of what it gives: map(shapes,"
            + " function)");
    refused(
        sample -> Sample.of(sample.input()),
        "The function that maps 3 samples, input [2], target [1], given sample 0 of the pass (from"
            + " 0), gave the arrays [input], by their shapes there should be [input, target]; let"
            + " it give these, or state the shapes of what it gives: map(shapes, function)");
    refused(
        sample -> sample.with("mask", sample.get("mask")),
        "The function that maps 3 samples, input [2], target [1], given sample 0 of the pass (from"
            + " 0), failed: org.gradcl.data.DataException: The sample has no 'mask'; it has [input,"
            + " target]");
    assertThatThrownBy(() -> DATA.map(Map.of(), sample -> sample))
        .isInstanceOf(DataException.class)
        .hasMessage("A sample needs an array: state the shape of at least one");
  }

  private static void refused(UnaryOperator<Sample> function, String message) {
    assertThatThrownBy(() -> inputs(DATA.map(function), SampleOrder.sequential()))
        .isInstanceOf(DataException.class)
        .hasMessage(message);
  }

  @Test
  void operationsCompose() {
    BatchSource source =
        Numbers.seekable(10)
            .map(
                sample ->
                    sample.withInput(sample.input()[0] + 100).withTarget(-sample.input()[0] - 100))
            .concat(Numbers.seekable(10).take(5));
    List<Integer> first = Numbers.sequential(source.split(0.6, 1).first());
    List<Integer> rest = Numbers.sequential(source.split(0.6, 1).rest());
    List<Integer> all = Numbers.range(0, 5);
    all.addAll(Numbers.range(100, 110));
    assertThat(Numbers.both(first, rest)).containsExactlyElementsOf(all);
    assertThat(Numbers.sorted(Numbers.pass(source, SHUFFLED, 4))).isEqualTo(all);
  }

  private static float[] inputs(BatchSource source, SampleOrder order) {
    try (BatchCursor cursor = source.open(order)) {
      FloatBuffer input = FloatBuffer.allocate(6);
      cursor.fill(3, Map.of("input", input));
      return input.array();
    }
  }
}
