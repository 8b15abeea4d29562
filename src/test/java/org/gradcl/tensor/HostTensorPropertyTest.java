package org.gradcl.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import org.gradcl.testing.Draw;
import org.gradcl.testing.SeededCases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tensors of each type: the array that was given, with as many numbers as the shape has. */
class HostTensorPropertyTest {
  private static HostTensor tensor(DataType type, Shape shape, int length) {
    return switch (type) {
      case FLOAT32 -> HostTensor.of("t", shape, new float[length]);
      case FLOAT64 -> HostTensor.of("t", shape, new double[length]);
      case INT32 -> HostTensor.of("t", shape, new int[length]);
    };
  }

  @SeededCases(200)
  void theLengthIsTheShapes(Draw draw) {
    DataType type = draw.of(DataType.values());
    int rows = draw.integer(1, 6);
    int columns = draw.integer(1, 6);
    int length = draw.of(rows * columns, draw.integer(0, 40));
    Shape shape = Shape.of(rows, columns);
    if (length == rows * columns) {
      HostTensor tensor = tensor(type, shape, length);
      assertThat(tensor.shape()).isEqualTo(shape);
      assertThat(tensor).hasToString("t " + type + " [" + rows + ", " + columns + "]");
      return;
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tensor(type, shape, length))
        .withMessage(
            "Tensor 't' of shape %s needs %d values, %d were given", shape, rows * columns, length);
  }

  @ParameterizedTest
  @EnumSource
  void theArrayIsGivenBackAsItsOwnTypeAlone(DataType type) {
    HostTensor tensor = tensor(type, Shape.scalar(), 1);
    assertThat(tensor.type()).isEqualTo(type);
    Map<DataType, Runnable> askers =
        Map.of(
            DataType.FLOAT32, tensor::floats,
            DataType.FLOAT64, tensor::doubles,
            DataType.INT32, tensor::ints);
    for (DataType asked : List.of(DataType.values())) {
      if (asked == type) {
        askers.get(asked).run();
      } else {
        assertThatIllegalStateException()
            .isThrownBy(askers.get(asked)::run)
            .withMessage("Tensor 't' is %s, asked for as %s", type, asked);
      }
    }
  }

  @Test
  void theArrayIsShared() {
    float[] floats = new float[1];
    HostTensor tensor = HostTensor.of("t", Shape.of(1), floats);
    assertThat(tensor.floats()).isSameAs(floats);
    int[] ints = new int[1];
    assertThat(HostTensor.of("t", Shape.of(1), ints).ints()).isSameAs(ints);
    double[] doubles = new double[1];
    assertThat(HostTensor.of("t", Shape.of(1), doubles).doubles()).isSameAs(doubles);
  }
}
