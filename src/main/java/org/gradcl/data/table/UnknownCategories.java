package org.gradcl.data.table;

import org.gradcl.data.BatchSource;

/** What to do with a text that the training part did not have in its column. */
public enum UnknownCategories {
  /**
   * Lenient: it counts as none of the known categories, all indicators 0; a class becomes {@link
   * BatchSource#UNSEEN_CLASS}. One warning a column is logged.
   */
  ZEROS,
  /** Strict: the data is refused. */
  REFUSE
}
