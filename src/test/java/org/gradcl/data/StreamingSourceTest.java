package org.gradcl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Random;
import org.gradcl.random.RandomKey;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

/** The example of {@link BatchSource}'s documentation, and what a source need not support. */
class StreamingSourceTest {
  static final class SineSamples implements BatchSource {
    @Override
    public long samples() {
      return 1_000_000;
    }

    @Override
    public Map<String, Shape> sampleShapes() {
      return Map.of(INPUT, Shape.of(1), TARGET, Shape.of(1));
    }

    @Override
    public BatchCursor open(SampleOrder order) {
      if (order.isShuffled()) {
        throw UnsupportedBySourceException.shuffling(this);
      }
      return new BatchCursor() {
        private final Random random = new Random(7);
        private long position;

        @Override
        public void fill(int rows, Map<String, FloatBuffer> buffers) {
          for (int row = 0; row < rows; row++) {
            float x = 6 * random.nextFloat();
            buffers.get(INPUT).put(row, x);
            if (buffers.containsKey(TARGET)) {
              buffers.get(TARGET).put(row, (float) Math.sin(x));
            }
          }
          position += rows;
        }

        @Override
        public long position() {
          return position;
        }

        @Override
        public void close() {}

        @Override
        public String toString() {
          return "a pass over sine samples";
        }
      };
    }

    @Override
    public String toString() {
      return "sine samples";
    }
  }

  @Test
  void aSourceOfOneOwnFillsBatches() {
    try (BatchCursor cursor = new SineSamples().open(SampleOrder.sequential())) {
      FloatBuffer x = FloatBuffer.allocate(4);
      FloatBuffer y = FloatBuffer.allocate(4);
      cursor.fill(4, Map.of("input", x, "target", y));
      cursor.fill(4, Map.of("input", x));
      assertThat(cursor.position()).isEqualTo(8);
      assertThat(y.get(0)).isEqualTo((float) Math.sin(6 * new Random(7).nextFloat()));
    }
  }

  @Test
  void whatItCannotDoIsATypedRefusal() {
    SineSamples source = new SineSamples();
    assertThatThrownBy(() -> source.open(SampleOrder.shuffled(RandomKey.ofSeed(1), 0)))
        .isInstanceOf(UnsupportedBySourceException.class)
        .hasMessageContainingAll("sine samples", "cannot shuffle", "train without shuffling");
    try (BatchCursor cursor = source.open(SampleOrder.sequential())) {
      assertThat(source.capabilities()).containsExactly(Capability.REPEATABLE);
      assertThatThrownBy(() -> cursor.seek(3))
          .isInstanceOf(UnsupportedBySourceException.class)
          .hasMessageContainingAll("a pass over sine samples", "cannot seek", "end of an epoch");
    }
  }
}
