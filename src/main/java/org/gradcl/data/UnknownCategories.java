package org.gradcl.data;

/** What to do with a text in an input column that the training part did not have. */
public enum UnknownCategories {
  /**
   * Lenient: it counts as none of the known categories, all indicators 0, and one warning a column
   * is logged.
   */
  ZEROS,
  /** Strict: the data is refused. */
  REFUSE
}
