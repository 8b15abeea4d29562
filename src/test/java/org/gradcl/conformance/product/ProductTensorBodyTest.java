package org.gradcl.conformance.product;

import java.util.stream.Stream;
import org.gradcl.testing.EngineUnderTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Products over any axes with the body for tensor cores, emulated, wherever one is computed. */
class ProductTensorBodyTest {
  static Stream<Arguments> bodies() {
    return ProductChecks.forced(EngineUnderTest.tensor());
  }

  @ParameterizedTest(name = "{0}: {1}", allowZeroInvocations = true)
  @MethodSource("bodies")
  void tensorCoresComputeIt(EngineUnderTest engine, ProductCase product) {
    ProductChecks.require(engine, product);
  }
}
