package org.gradcl.io;

import java.util.Arrays;

/**
 * One tensor as a header describes it.
 *
 * @param name unique in the file
 * @param type of the elements
 * @param extents outermost first; none for a scalar
 * @param begin offset of the first byte, counted from the first byte of all data
 * @param end offset behind the last byte
 */
record TensorEntry(String name, ElementType type, long[] extents, long begin, long end) {

  /** For example {@code 'layer.0.weight' F32 [64, 26]}. */
  @Override
  public String toString() {
    return "'" + name + "' " + type + " " + Arrays.toString(extents);
  }
}
