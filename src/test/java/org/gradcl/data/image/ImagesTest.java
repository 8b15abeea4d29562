package org.gradcl.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.DataException;
import org.gradcl.data.table.Table;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

class ImagesTest {
  private static final ImageShape LAST = ImageShape.channelsLast(2, 3, 2);

  private static Table rows(int width) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (int i = 0; i < width; i++) {
      columns.put("p" + i, new double[] {i, 10 + i});
    }
    return Table.of("pixels", columns);
  }

  @Test
  void aNumberLiesWhereTheLayoutSays() {
    assertThat(LAST.shape()).isEqualTo(Shape.of(2, 3, 2));
    assertThat(LAST.index(1, 2, 1)).isEqualTo(11);
    assertThat(LAST.index(1, 0, 1)).isEqualTo(7);
    ImageShape first = LAST.in(ImageLayout.CHANNELS_FIRST);
    assertThat(first).isEqualTo(ImageShape.channelsFirst(2, 2, 3)).hasToString("[2, 2, 3]");
    assertThat(first.index(1, 0, 1)).isEqualTo(9);
    float[] images = new float[24];
    for (int i = 0; i < images.length; i++) {
      images[i] = i;
    }
    float[] moved = LAST.to(ImageLayout.CHANNELS_FIRST, images);
    assertThat(moved)
        .startsWith(0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11)
        .endsWith(12, 14, 16, 18, 20, 22, 13, 15, 17, 19, 21, 23);
    assertThat(first.to(ImageLayout.CHANNELS_LAST, moved)).isEqualTo(images);
  }

  @Test
  void shapesAndArraysThatFitNoImageAreRefused() {
    assertThatThrownBy(() -> ImageShape.channelsLast(0, 3, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found 0×3 with 1 channels");
    assertThatThrownBy(() -> ImageShape.channelsLast(1 << 16, 1 << 16, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("more numbers than an array holds");
    assertThatThrownBy(() -> LAST.to(ImageLayout.CHANNELS_FIRST, new float[13]))
        .isInstanceOf(DataException.class)
        .hasMessage("13 numbers are no whole images of shape [2, 3, 2], 12 numbers each");
  }

  @Test
  void rowsOfPixelsBecomeImages() {
    ArrayDataSet images = Images.ofRows(rows(4), ImageShape.channelsFirst(1, 2, 2), 16);
    assertThat(images).hasToString("2 samples, input [1, 2, 2]");
    assertThat(images.inputs())
        .containsExactly(0, 1 / 16f, 2 / 16f, 3 / 16f, 10 / 16f, 11 / 16f, 12 / 16f, 13 / 16f);
  }

  @Test
  void rowsOfAnotherWidthAreRefused() {
    assertThatThrownBy(() -> Images.ofRows(rows(5), ImageShape.channelsLast(2, 2, 1), 16))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("A row has 5 numbers, an image of shape [2, 2, 1] has 4");
    assertThatThrownBy(() -> Images.ofRows(rows(4), ImageShape.channelsLast(2, 2, 1), 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("above 0");
  }
}
