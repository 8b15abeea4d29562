package org.gradcl.backend.jvm.product;

import org.gradcl.backend.jvm.arithmetic.StripPacker;

/**
 * The strips that a part of a {@link Factor} is packed into. Number j at depth p has its place at
 *
 * <pre>target[to + (j / width)·stripStride + p·width + j % width]</pre>
 *
 * <p>Set anew for each part, by the thread that owns it.
 */
public final class Strips {
  /** Copies matrices into strips. */
  final StripPacker packer;

  /** The array that is written. */
  float[] target;

  /** Where the first strip begins. */
  int to;

  /** How many numbers the kernel reads at each depth. */
  int width;

  /** Distance of strips. */
  int stripStride;

  /** Strips that are nowhere yet. */
  Strips(StripPacker packer) {
    this.packer = packer;
  }
}
