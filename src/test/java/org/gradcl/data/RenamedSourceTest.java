package org.gradcl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.Map;
import org.gradcl.random.RandomKey;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

class RenamedSourceTest {
  private static final ArrayDataSet DATA =
      ArrayDataSet.of(new float[][] {{1, 2}, {3, 4}, {5, 6}}, new float[][] {{10}, {20}, {30}});

  @Test
  void anArrayIsReadByItsNewName() {
    BatchSource renamed = DATA.rename("input", "image");
    assertThat(renamed.sampleShapes())
        .containsExactly(Map.entry("image", Shape.of(2)), Map.entry("target", Shape.of(1)));
    assertThat(renamed.capabilities()).isEqualTo(DATA.capabilities());
    assertThat(renamed).hasToString("3 samples, input [2], target [1], input as image");
    SampleOrder order = SampleOrder.shuffled(RandomKey.ofSeed(2), 1);
    try (BatchCursor cursor = renamed.open(order)) {
      cursor.seek(1);
      FloatBuffer image = FloatBuffer.allocate(4);
      FloatBuffer target = FloatBuffer.allocate(2);
      cursor.fill(2, Map.of("image", image, "target", target));
      int[] permutation = order.permutation(3);
      assertThat(image.array())
          .containsExactly(
              2 * permutation[1] + 1,
              2 * permutation[1] + 2,
              2 * permutation[2] + 1,
              2 * permutation[2] + 2);
      assertThat(target.get(0)).isEqualTo(10 * permutation[1] + 10);
      assertThat(cursor.position()).isEqualTo(3);
      cursor.seek(0);
      assertThatThrownBy(() -> cursor.fill(1, Map.of("input", image)))
          .isInstanceOf(DataException.class)
          .hasMessage("Asked for the arrays [input], the source has [image, target]");
    }
  }

  @Test
  void namesThatAreNotThereOrTakenAreRefused() {
    assertThatThrownBy(() -> DATA.rename("image", "input"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "'image' of 3 samples, input [2], target [1] can't be renamed to 'input': it has"
                + " [input, target]");
    assertThatThrownBy(() -> DATA.rename("input", "target")).isInstanceOf(DataException.class);
  }
}
