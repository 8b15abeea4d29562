package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradcl.backend.Executable;
import org.gradcl.backend.Slot;
import org.gradcl.backend.State;
import org.gradcl.graph.StepGraph;
import org.gradcl.plan.Compiler;
import org.gradcl.testing.EngineUnderTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Slots may be run in another order than they were acquired in, and none is refused while free. */
class SlotsTest {
  static Stream<EngineUnderTest> engines() {
    return EngineUnderTest.all();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aSlotThatWasRunIsFreeAgain(EngineUnderTest engine) {
    StepGraph step = SmallNet.training(2, 0, 0);
    try (EngineUnderTest.Open open = engine.open();
        State state = open.device().allocate(step.stateLayout());
        Executable executable =
            open.device().load(Compiler.compile(step, open.device().target()), state)) {
      List<Slot> slots = new ArrayList<>();
      slots.add(executable.acquire());
      slots.add(executable.acquire());
      executable.run(slots.get(1));
      while (slots.size() < 10) {
        try {
          slots.add(executable.acquire());
        } catch (IllegalStateException e) {
          break;
        }
      }
      assertThat(slots.subList(2, slots.size())).contains(slots.get(1));
      assertThatThrownBy(executable::acquire)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("slots are acquired; run one of them");
      executable.run(slots.get(1));
      assertThatThrownBy(() -> executable.run(slots.get(1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("was not acquired from this executable, or was run already");
    }
  }
}
