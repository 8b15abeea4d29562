package org.gradcl.conformance.view;

import java.util.stream.Stream;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.StepOnSamples;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Views, reductions over any axes and by windows, and joins: gradients of the rules against
 * differences, those of the engines against the reference in float64.
 */
class ViewConformanceTest {
  private static final RandomKey KEY = RandomKey.ofSeed(7);

  /** More numbers than these are checked by the engines alone: differences take two runs each. */
  private static final int MOST_NUMBERS = 2000;

  static Stream<ViewCase> cases() {
    return Stream.concat(ViewCases.all(), WindowCases.all());
  }

  static Stream<ViewCase> smallCases() {
    return cases().filter(each -> numbers(each) <= MOST_NUMBERS);
  }

  private static int numbers(ViewCase view) {
    return view.shapes().stream().mapToInt(Shape::elements).sum();
  }

  static Stream<Arguments> engines() {
    return EngineUnderTest.ownChoice()
        .flatMap(engine -> cases().map(each -> Arguments.of(engine, each)));
  }

  @ParameterizedTest
  @MethodSource("smallCases")
  void gradientsAreThoseOfDifferences(ViewCase view) {
    new StepOnSamples(view.step(), KEY).requireGradientsOfDifferences();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("engines")
  void everyEngineComputesIt(EngineUnderTest engine, ViewCase view) {
    StepOnSamples step = new StepOnSamples(view.step(), KEY);
    try (EngineUnderTest.Open open = engine.open()) {
      step.requireSameOn(open, Compiler.fusing());
      step.requireSameOn(open, Compiler.unfused());
    }
  }
}
