package org.gradcl.nn;

import org.gradcl.graph.Value;

/** What layers of sequences say of the axes that they take. */
final class TimeAxis {
  private TimeAxis() {}

  /** Refuses what is no batch of sequences. */
  static void require(Scope scope, Value x, String what) {
    if (x.shape().rank() != 3) {
      throw scope.refusal(
          String.format(
              "%s takes samples of shape [time, features], found %s; put a reshape before it, or"
                  + " state the shape that samples have",
              what, x.shape().sample()));
    }
  }
}
