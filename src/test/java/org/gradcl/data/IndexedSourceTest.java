package org.gradcl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.Map;
import org.gradcl.random.RandomKey;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

class IndexedSourceTest {
  private static final class Negatives extends IndexedSource {
    @Override
    public long samples() {
      return 10;
    }

    @Override
    public Map<String, Shape> sampleShapes() {
      return Map.of(INPUT, Shape.of(1), TARGET, Shape.of(1));
    }

    @Override
    protected void put(int sample, int row, Map<String, FloatBuffer> buffers) {
      put(buffers.get(INPUT), row, sample);
      put(buffers.get(TARGET), row, -sample);
    }

    @Override
    public String toString() {
      return "negatives";
    }
  }

  private final IndexedSource source = new Negatives();

  @Test
  void itsPassesAreInOrderOrShuffledAndSeek() {
    assertThat(Numbers.sequential(source)).isEqualTo(Numbers.range(0, 10));
    SampleOrder order = SampleOrder.shuffled(RandomKey.ofSeed(3), 1);
    int[] permutation = order.permutation(10);
    assertThat(Numbers.pass(source, order, 4))
        .containsExactlyElementsOf(java.util.Arrays.stream(permutation).boxed().toList());
    try (BatchCursor cursor = source.open(order)) {
      cursor.seek(7);
      assertThat(Numbers.rest(source, cursor, 2))
          .containsExactly(permutation[7], permutation[8], permutation[9]);
      assertThatThrownBy(() -> cursor.seek(11)).isInstanceOf(DataException.class);
      assertThat(cursor).hasToString("a pass over negatives");
    }
    assertThat(source.capabilities())
        .containsExactlyInAnyOrder(Capability.REPEATABLE, Capability.SEEKABLE);
  }

  @Test
  void arraysAndSamplesThatAreNotThereAreRefused() {
    try (BatchCursor cursor = source.open(SampleOrder.sequential())) {
      assertThatThrownBy(() -> cursor.fill(11, Map.of()))
          .isInstanceOf(DataException.class)
          .hasMessage("Asked for 11 samples, 10 of 10 are left in this pass");
      assertThatThrownBy(() -> cursor.fill(1, Map.of("mask", FloatBuffer.allocate(1))))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("Asked for the arrays [mask]");
    }
  }
}
