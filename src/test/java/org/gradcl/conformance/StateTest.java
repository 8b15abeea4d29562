package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.gradcl.backend.State;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.graph.StateLayout;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.EngineUnderTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a state refuses, it refuses in the same words on every engine. */
class StateTest {
  private static final StateLayout LAYOUT = SmallNet.training(2, 0, 0).stateLayout();
  private static final String NAME = "layer.0.bias";

  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  @SuppressWarnings("try") // What a closed state says is part of it.
  @ParameterizedTest
  @MethodSource("engines")
  void aTensorThatDoesNotFitIsRefusedAndNothingIsWritten(EngineUnderTest engine) {
    try (EngineUnderTest.Open open = engine.open();
        State state = open.device().allocate(LAYOUT)) {
      HostTensor bias = HostTensor.of(NAME, Shape.of(7), new float[] {1, 2, 3, 4, 5, 6, 7});
      state.write(bias);
      assertThatThrownBy(() -> state.write(HostTensor.of(NAME, Shape.of(1, 7), new float[7])))
          .isInstanceOf(ShapeMismatchException.class)
          .hasMessage(
              "'layer.0.bias' is FLOAT32 [7], asked to write FLOAT32 [1, 7]; give the values that"
                  + " shape");
      assertThatThrownBy(() -> state.write(HostTensor.of(NAME, Shape.of(7), new double[7])))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "'layer.0.bias' is FLOAT32 [7], asked to write FLOAT64 [7]; convert the values");
      assertThatThrownBy(() -> state.write(HostTensor.of("mass", Shape.of(7), new float[7])))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("No tensor is named 'mass'; there are layer.0.weight");
      assertThat(state.read(NAME).floats()).containsExactly(bias.floats());
      state.close();
      assertThatThrownBy(() -> state.write(HostTensor.of("mass", Shape.of(7), new float[7])))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }
}
