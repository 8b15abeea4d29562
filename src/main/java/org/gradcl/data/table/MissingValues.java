package org.gradcl.data.table;

/** The treatment of rows in which an input has no value. A row without its target never trains. */
public enum MissingValues {
  /** They are refused: nothing is made up. */
  REFUSE,
  /** They are left out; a prediction for such a row is empty. */
  DROP,
  /**
   * The mean of the training part stands for a missing number, and a missing text is a category of
   * its own.
   */
  MEAN
}
