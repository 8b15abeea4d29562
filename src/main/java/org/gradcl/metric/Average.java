package org.gradcl.metric;

/** How a figure of each class becomes one of all. */
public enum Average {
  /**
   * The mean of the classes' figures, each class counting alike. Classes that occur neither among
   * the targets nor among the predictions are left out.
   */
  MACRO,
  /** The figure of the classes' counts added up, each sample counting alike. */
  MICRO
}
