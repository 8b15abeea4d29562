package org.gradcl.train;

/** The degree to which a file must match the model for {@link Parameters#load} to load it. */
public enum Match {
  /**
   * Every tensor of the file that is not left out is a parameter of the model, of the same shape,
   * and every parameter is in the file.
   */
  ALL,

  /**
   * At least one tensor matches a parameter. Parameters without a tensor of their shape in the file
   * keep their values; the report and one WARN list them.
   */
  SOME
}
