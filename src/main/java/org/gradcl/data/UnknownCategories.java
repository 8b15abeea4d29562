package org.gradcl.data;

/** What to do with a text in an input column that the training part did not have. */
public enum UnknownCategories {
  /** Lenient: all the column's numbers are 0, and one warning a column is logged. */
  ZEROS,
  /** Strict: the data is refused. */
  REFUSE
}
