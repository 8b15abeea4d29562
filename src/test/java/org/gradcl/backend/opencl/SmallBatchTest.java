package org.gradcl.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.Executable;
import org.gradcl.backend.State;
import org.gradcl.backend.StepState;
import org.gradcl.backend.Ticket;
import org.gradcl.device.Counters;
import org.gradcl.graph.StepGraph;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.step.InferenceStep;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small batches, some of which come to the device as arguments of a kernel. */
@RequiresOpenCl
class SmallBatchTest {
  private static final RandomKey KEY = RandomKey.ofSeed(4);

  /** About one part of 240 words, about two, and more than come as arguments. */
  private static final int[] INPUTS = {1, 7, 239, 240, 241, 479, 480, 481, 2000};

  static Stream<EngineUnderTest> devices() {
    return EngineUnderTest.openCl().stream().limit(1);
  }

  /** Every number arrives, in each batch buffer, and a batch that follows replaces it. */
  @ParameterizedTest
  @MethodSource("devices")
  void everyNumberArrives(EngineUnderTest engine) {
    try (EngineUnderTest.Open open = engine.open()) {
      for (int inputs : INPUTS) {
        Sequential sum = Sequential.of(Dense.of(inputs, 1));
        StepGraph graph = InferenceStep.predicting(sum).graph(1);
        try (State state = open.device().allocate(graph.stateLayout());
            Executable executable =
                open.device().load(Compiler.compile(graph, open.device().target()), state)) {
          for (HostTensor parameter : sum.initialParameters(KEY)) {
            Arrays.fill(parameter.floats(), 1);
            state.write(parameter);
          }
          state.writeStep(new StepState(0, 1, 0, KEY.key0(), KEY.key1(), false));
          Counters before = open.device().counters();
          for (int run = 0; run < 5; run++) {
            BatchBuffer batch = executable.acquire();
            int first = run * 1000;
            for (int i = 0; i < inputs; i++) {
              batch.inputs().get(TrainingStep.INPUT).put(i, first + i);
            }
            Ticket ticket = executable.run(batch);
            double expected = 1 + (double) inputs * first + inputs * (inputs - 1.0) / 2;
            assertThat((double) executable.read(ticket, Sequential.PREDICTION).floats()[0])
                .as("%d inputs, run %d", inputs, run)
                .isEqualTo(expected);
          }
          Counters used = open.device().counters().since(before);
          assertThat(Map.of("sent", used.transfers(), "set", used.arguments()))
              .isEqualTo(Map.of("sent", 5L, "set", 0L));
        }
      }
    }
  }
}
