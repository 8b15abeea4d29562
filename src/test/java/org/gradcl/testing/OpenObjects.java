package org.gradcl.testing;

import org.gradcl.backend.opencl.memory.ResourceLedger;

/** OpenCL objects that are open at a moment: what a test must leave as it found it. */
record OpenObjects(long count) {
  /** How many are open now. */
  static OpenObjects now() {
    return new OpenObjects(ResourceLedger.openInProcess());
  }

  /** Refuses that there are now more or fewer than at this moment. */
  void requireSameNow() {
    long after = ResourceLedger.openInProcess();
    if (after != count) {
      throw new AssertionError(
          String.format(
              "%d OpenCL objects were open before this test, %d are after it", count, after));
    }
  }
}
