package org.gradcl.conformance.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.graph.StepGraph;
import org.gradcl.plan.Compiler;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.ReferenceState;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Samples;
import org.gradcl.testing.SamplesApart;
import org.gradcl.testing.StepOnSamples;
import org.gradcl.train.parity.RecordedTrajectory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers of sequences are what their definitions say, with the gradients of differences. */
class SequenceConformanceTest {
  private static final int SAMPLES = 3;

  static Stream<SequenceCase> cases() {
    return Stream.of(RecurrentCases.all(), AttentionCases.all(), PositionCases.all())
        .flatMap(List::stream);
  }

  static Stream<Arguments> engines() {
    return EngineUnderTest.ownChoice()
        .flatMap(engine -> cases().map(each -> Arguments.of(engine, each)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theResultIsThatOfTheDefinition(SequenceCase sequence) {
    StepGraph step = sequence.step();
    Map<String, double[]> numbers = new LinkedHashMap<>();
    numbers.putAll(Samples.float64(sequence.inputs(step)));
    Samples.parameters(step)
        .forEach(tensor -> numbers.put(tensor.name(), ReferenceState.float64(tensor)));
    ReferenceState state =
        ReferenceState.initial(step.stateLayout(), Samples.parameters(step), 1, SequenceCase.KEY);
    double[] result = new Interpreter(step).run(numbers, state).outputs().get(SequenceCase.RESULT);
    assertThat(RecordedTrajectory.deviation(result, sequence.definition().of(numbers)))
        .isLessThan(1e-12);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsAreThoseOfDifferences(SequenceCase sequence) {
    sequence.onSamples().requireGradientsOfDifferences();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("engines")
  void everyEngineComputesIt(EngineUnderTest engine, SequenceCase sequence) {
    StepOnSamples step = sequence.onSamples();
    try (EngineUnderTest.Open open = engine.open()) {
      step.requireSameOn(open, Compiler.fusing());
      step.requireSameOn(open, Compiler.unfused());
    }
  }

  /** In evaluation a sequence has the same bits alone, in a batch, and at any place in it. */
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("engines")
  void evaluationOfASampleDoesNotDependOnItsBatch(EngineUnderTest engine, SequenceCase sequence) {
    try (EngineUnderTest.Open open = engine.open()) {
      new SamplesApart(sequence::evaluation, SAMPLES, sequence.evaluationInputs(SAMPLES))
          .require(open);
    }
  }
}
