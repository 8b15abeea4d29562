package org.gradcl.conformance.product;

import java.util.stream.Stream;
import org.gradcl.graph.StepGraph;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.StepOnSamples;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Products over any axes, read by views and windows, with both gradients: those of the rules
 * against differences, those of the engines, with the body that each chooses, against the reference
 * in float64.
 */
class ProductConformanceTest {
  /** Larger products than this are checked by the engines alone: differences take two runs each. */
  private static final int MOST_NUMBERS = 2000;

  static Stream<Arguments> ownChoices() {
    return ProductChecks.ownChoices(EngineUnderTest.ownChoice());
  }

  static Stream<ProductCase> smallCases() {
    return ProductChecks.cases().filter(each -> numbers(each.step()) <= MOST_NUMBERS);
  }

  private static int numbers(StepGraph step) {
    return step.parameters().stream().mapToInt(value -> value.shape().elements()).sum();
  }

  @ParameterizedTest
  @MethodSource("smallCases")
  void gradientsAreThoseOfDifferences(ProductCase product) {
    new StepOnSamples(product.step(), ProductChecks.KEY).requireGradientsOfDifferences();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("ownChoices")
  void everyEngineComputesIt(EngineUnderTest engine, ProductCase product) {
    ProductChecks.require(engine, product);
  }
}
