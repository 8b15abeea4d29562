package org.gradcl.testing;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails each test that leaves an OpenCL object open, in whatever room: contexts, queues, buffers,
 * programs, kernels and events are counted before its set-up and after its clean-up. Found by JUnit
 * itself, so that no test class can forget it; {@link LeavesOpen} excuses one.
 */
public final class NothingStaysOpenExtension implements BeforeEachCallback, AfterEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(NothingStaysOpenExtension.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(NAMESPACE).put("open", OpenObjects.now());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!context.getRequiredTestMethod().isAnnotationPresent(LeavesOpen.class)) {
      context.getStore(NAMESPACE).get("open", OpenObjects.class).requireSameNow();
    }
  }
}
