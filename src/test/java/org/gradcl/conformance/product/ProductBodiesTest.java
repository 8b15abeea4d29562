package org.gradcl.conformance.product;

import java.util.stream.Stream;
import org.gradcl.testing.EngineUnderTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Products over any axes with the bodies for GPUs, as the model chooses them and each forced. What
 * takes time is the driver's compiler, on one core: so the body for tensor cores has a class of its
 * own, which another process runs.
 */
class ProductBodiesTest {
  static Stream<Arguments> bodies() {
    return ProductChecks.forced(EngineUnderTest.gpuBodies());
  }

  @ParameterizedTest(name = "{0}: {1}", allowZeroInvocations = true)
  @MethodSource("bodies")
  void everyBodyComputesIt(EngineUnderTest engine, ProductCase product) {
    ProductChecks.require(engine, product);
  }
}
