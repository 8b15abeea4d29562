package org.gradcl.data.folder;

/** The treatment of an image file whose size is not that of the samples. */
public enum ImageSizing {
  /** It is refused. */
  EXACT,
  /** It is scaled to the size, whatever its proportions. */
  STRETCH,
  /**
   * It is scaled, in its proportions, until it just covers the size, and its middle is cut out:
   * what sticks out at the left and right or at the top and bottom is lost.
   */
  COVER
}
