package org.gradcl.testing;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives {@link RequiresOpenCl} its meaning. */
final class RequiresOpenClExtension implements BeforeAllCallback, BeforeEachCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    if (context.getElement().filter(e -> e.isAnnotationPresent(RequiresOpenCl.class)).isPresent()) {
      require();
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    require();
  }

  private static void require() {
    boolean usable = !OpenClForTests.usable().isEmpty();
    switch (OpenClForTests.EXPECTATION) {
      case "required" -> {
        if (!usable) {
          fail("gradcl.tests.opencl=required, but found only " + OpenClForTests.found());
        }
      }
      case "auto" ->
          Assumptions.assumeTrue(
              usable, "SKIPPED: no usable OpenCL device, found only " + OpenClForTests.found());
      case "absent" -> {
        if (usable) {
          fail("gradcl.tests.opencl=absent, but found " + OpenClForTests.found());
        }
        Assumptions.abort("SKIPPED: needs OpenCL, gradcl.tests.opencl=absent");
      }
      default ->
          fail(
              "gradcl.tests.opencl is '"
                  + OpenClForTests.EXPECTATION
                  + "'; known are required, auto and absent");
    }
  }
}
