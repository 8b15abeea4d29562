package org.gradcl.conformance.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gradcl.device.DeviceLimitException;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.StepOnSamples;
import org.junit.jupiter.params.provider.Arguments;

/** Which products run on which engines, and how one is checked. */
final class ProductChecks {
  static final RandomKey KEY = RandomKey.ofSeed(6);

  /**
   * Whether all products run with all bodies, on Mesa's llvmpipe the named ones: {@code mvn
   * -Pproducts test}.
   */
  private static final boolean ALL = Boolean.getBoolean("gradcl.tests.products.all");

  private static final List<Compiler> FUSED = List.of(Compiler.fusing());

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

  private ProductChecks() {}

  static Stream<ProductCase> cases() {
    return ProductCases.ALL.stream();
  }

  /** All products on engines as they choose; on Mesa, whose compiler takes seconds, the named. */
  static Stream<Arguments> ownChoices(Stream<EngineUnderTest> engines) {
    return engines.flatMap(engine -> with(engine, endsLongLoops(engine) ? named() : cases()));
  }

  /** The named products on engines with a body that is forced; all of them if that is asked for. */
  static Stream<Arguments> forced(List<EngineUnderTest> engines) {
    return engines.stream()
        .flatMap(engine -> with(engine, ALL && !endsLongLoops(engine) ? cases() : named()));
  }

  private static Stream<Arguments> with(EngineUnderTest engine, Stream<ProductCase> products) {
    return products.map(product -> Arguments.of(engine, product));
  }

  private static Stream<ProductCase> named() {
    List<ProductCase> named = cases().filter(each -> NAMED.contains(each.name())).toList();
    assertThat(named).hasSize(NAMED.size());
    return named.stream();
  }

  private static boolean endsLongLoops(EngineUnderTest engine) {
    return engine.name().contains("rusticl");
  }

  /**
   * Outputs and gradients against the reference: fused, and the named products also unfused, which
   * changes a body's epilogue and nothing that depends on how operands are read.
   */
  static void require(EngineUnderTest engine, ProductCase product) {
    check(engine, product, NAMED.contains(product.name()) ? FUSED_AND_NOT : FUSED);
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
