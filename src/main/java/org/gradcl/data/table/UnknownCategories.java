package org.gradcl.data.table;

import org.gradcl.data.BatchSource;

/** The treatment of a text that does not occur in the training part's column. */
public enum UnknownCategories {
  /**
   * Lenient: it counts as none of the known categories, all indicators 0; a class becomes {@link
   * BatchSource#UNSEEN_CLASS}. One warning a column is logged.
   */
  ZEROS,
  /** Strict: the data is refused. */
  REFUSE
}
