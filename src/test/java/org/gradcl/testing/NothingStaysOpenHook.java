package org.gradcl.testing;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Fails each property and example of jqwik that leaves an OpenCL object open, as {@link
 * NothingStaysOpenExtension} does each test of Jupiter: neither engine runs what the other finds.
 * Found by jqwik itself.
 */
public final class NothingStaysOpenHook implements AroundPropertyHook {
  /** Outside of a class's own set-up and clean-up, which is at −10. */
  static final int PROXIMITY = -50;

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    OpenObjects before = OpenObjects.now();
    return property.executeAndFinally(before::requireSameNow);
  }

  @Override
  public int aroundPropertyProximity() {
    return PROXIMITY;
  }

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }
}
