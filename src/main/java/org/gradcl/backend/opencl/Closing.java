package org.gradcl.backend.opencl;

import java.util.Deque;

/** Closes what an owner has, latest first, all of it even if one fails. */
final class Closing {
  private Closing() {}

  static void all(Deque<AutoCloseable> owned) {
    RuntimeException first = null;
    while (!owned.isEmpty()) {
      try {
        owned.pop().close();
      } catch (Exception e) {
        RuntimeException failure =
            e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
