package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.Executable;
import org.gradcl.backend.State;
import org.gradcl.graph.StepGraph;
import org.gradcl.plan.Compiler;
import org.gradcl.testing.EngineUnderTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Batch buffers may be run in another order than they were acquired in; none is refused while free.
 */
class BatchBuffersTest {
  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aBatchBufferThatWasRunIsFreeAgain(EngineUnderTest engine) {
    StepGraph step = SmallNet.training(2, 0, 0);
    try (EngineUnderTest.Open open = engine.open();
        State state = open.device().allocate(step.stateLayout());
        Executable executable =
            open.device().load(Compiler.compile(step, open.device().target()), state)) {
      List<BatchBuffer> batchBuffers = new ArrayList<>();
      batchBuffers.add(executable.acquire());
      batchBuffers.add(executable.acquire());
      executable.run(batchBuffers.get(1));
      while (batchBuffers.size() < 10) {
        try {
          batchBuffers.add(executable.acquire());
        } catch (IllegalStateException e) {
          break;
        }
      }
      assertThat(batchBuffers.subList(2, batchBuffers.size())).contains(batchBuffers.get(1));
      assertThatThrownBy(executable::acquire)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("batch buffers are acquired; run one of them");
      executable.run(batchBuffers.get(1));
      assertThatThrownBy(() -> executable.run(batchBuffers.get(1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("was not acquired from this executable, or was run already");
    }
  }
}
