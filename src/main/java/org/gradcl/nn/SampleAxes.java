package org.gradcl.nn;

import org.gradcl.graph.Value;

/** What layers of features and of sequences say of the axes of a sample that they take. */
final class SampleAxes {
  private SampleAxes() {}

  /** Refuses samples of one number, whose last axis would be the batch. */
  static void requireFeatures(Scope scope, Value x, String what) {
    if (x.shape().rank() < 2) {
      throw scope.refusal(
          what
              + " takes samples of features, found a number a sample; put a reshape to 1 before"
              + " it");
    }
  }

  /** Refuses what is no batch of sequences. */
  static void requireSequences(Scope scope, Value x, String what) {
    if (x.shape().rank() != 3) {
      throw scope.refusal(
          String.format(
              "%s takes samples of shape [time, features], found %s; put a reshape before it, or"
                  + " state the shape that samples have",
              what, x.shape().sample()));
    }
  }
}
