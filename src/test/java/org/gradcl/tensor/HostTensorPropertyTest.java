package org.gradcl.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Tensors of each type: the array that was given, with as many numbers as the shape has. */
class HostTensorPropertyTest {
  private static HostTensor tensor(DataType type, Shape shape, int length) {
    return switch (type) {
      case FLOAT32 -> HostTensor.of("t", shape, new float[length]);
      case FLOAT64 -> HostTensor.of("t", shape, new double[length]);
      case INT32 -> HostTensor.of("t", shape, new int[length]);
    };
  }

  @Property(tries = 200)
  void theLengthIsTheShapes(
      @ForAll DataType type,
      @ForAll @IntRange(min = 1, max = 6) int rows,
      @ForAll @IntRange(min = 1, max = 6) int columns,
      @ForAll @IntRange(max = 40) int length) {
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

  @Property
  void theArrayIsGivenBackAsItsOwnTypeAlone(@ForAll DataType type) {
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

  @Property(tries = 20)
  void theArrayIsShared(@ForAll float value) {
    float[] floats = new float[1];
    HostTensor tensor = HostTensor.of("t", Shape.of(1), floats);
    floats[0] = value;
    assertThat(tensor.floats()).isSameAs(floats);
    int[] ints = new int[1];
    assertThat(HostTensor.of("t", Shape.of(1), ints).ints()).isSameAs(ints);
    double[] doubles = new double[1];
    assertThat(HostTensor.of("t", Shape.of(1), doubles).doubles()).isSameAs(doubles);
  }
}
