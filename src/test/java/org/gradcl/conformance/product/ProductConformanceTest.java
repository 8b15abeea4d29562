package org.gradcl.conformance.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gradcl.device.DeviceLimitException;
import org.gradcl.graph.StepGraph;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.StepOnSamples;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Products over any axes, read by views and windows, with both gradients: those of the rules
 * against differences, those of the engines against the reference in float64.
 */
class ProductConformanceTest {
  private static final RandomKey KEY = RandomKey.ofSeed(6);

  /** Larger products than this are checked by the engines alone: differences take two runs each. */
  private static final int MOST_NUMBERS = 2000;

  /**
   * Whether all products run with all bodies, on Mesa's llvmpipe the named ones: {@code mvn
   * -Pproducts test}.
   */
  private static final boolean ALL = Boolean.getBoolean("gradcl.tests.products.all");

  private static final List<Compiler> FUSED_AND_NOT =
      List.of(Compiler.fusing(), Compiler.unfused());

  /** The products that each body computes where it is forced, fused and not. */
  private static final Set<String> NAMED =
      Set.of(
          "TT",
          "long inner extent, NT",
          "result stored transposed",
          "scores of grouped queries",
          "values of heads, joined",
          "slices of the inner axis of both",
          "spread by three with stride and padding",
          "the weights' gradient, stated",
          "3x3 convolution with stride 2",
          "groups");

  static Stream<Arguments> ownChoices() {
    return EngineUnderTest.ownChoice()
        .flatMap(
            engine -> (endsLongLoops(engine) ? named() : cases()).map(each -> of(engine, each)));
  }

  static Stream<Arguments> bodies() {
    return Stream.concat(EngineUnderTest.gpuBodies().stream(), EngineUnderTest.tensor().stream())
        .flatMap(
            engine ->
                (ALL && !endsLongLoops(engine) ? cases() : named()).map(each -> of(engine, each)));
  }

  private static Arguments of(EngineUnderTest engine, ProductCase product) {
    return Arguments.of(engine, product);
  }

  /** The products that run everywhere: Mesa's compiler takes seconds for each. */
  private static Stream<ProductCase> named() {
    List<ProductCase> named = cases().filter(each -> NAMED.contains(each.name())).toList();
    assertThat(named).hasSize(NAMED.size());
    return named.stream();
  }

  private static boolean endsLongLoops(EngineUnderTest engine) {
    return engine.name().contains("rusticl");
  }

  static Stream<ProductCase> cases() {
    return ProductCases.ALL.stream();
  }

  static Stream<ProductCase> smallCases() {
    return cases().filter(each -> numbers(each.step()) <= MOST_NUMBERS);
  }

  private static int numbers(StepGraph step) {
    return step.parameters().stream().mapToInt(value -> value.shape().elements()).sum();
  }

  @ParameterizedTest
  @MethodSource("smallCases")
  void gradientsAreThoseOfDifferences(ProductCase product) {
    new StepOnSamples(product.step(), KEY).requireGradientsOfDifferences();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("ownChoices")
  void everyEngineComputesIt(EngineUnderTest engine, ProductCase product) {
    boolean both = ALL || NAMED.contains(product.name());
    check(engine, product, both ? FUSED_AND_NOT : List.of(Compiler.fusing()));
  }

  @ParameterizedTest(name = "{0}: {1}", allowZeroInvocations = true)
  @MethodSource("bodies")
  void everyBodyComputesIt(EngineUnderTest engine, ProductCase product) {
    check(engine, product, FUSED_AND_NOT);
  }

  private static void check(EngineUnderTest engine, ProductCase product, List<Compiler> compilers) {
    StepOnSamples step = new StepOnSamples(product.step(), KEY);
    try (EngineUnderTest.Open open = engine.open()) {
      for (Compiler compiler : compilers) {
        if (endsLongLoops(engine) && product.name().startsWith("long inner extent")) {
          assertThatThrownBy(() -> step.requireSameOn(open, compiler))
              .isInstanceOf(DeviceLimitException.class)
              .hasMessageContaining("rounds of its loops, of which this driver makes 65535");
        } else {
          step.requireSameOn(open, compiler);
        }
      }
    }
  }
}
