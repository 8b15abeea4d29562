package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.Width.LANES;

import org.gradcl.backend.jvm.arithmetic.PlainStripPacker;
import org.gradcl.backend.jvm.arithmetic.Strips;

/**
 * Packing by whole vectors where numbers stay neighbours and a strip is one or two vectors wide: so
 * little is copied more slowly by a call.
 */
final class VectorStripPacker extends PlainStripPacker {
  @Override
  protected void copyWhole(float[] source, int s, int whole, Strips strips, int t) {
    if (strips.width == LANES) {
      copyVectors(source, s, strips.target, t, whole, strips.stripStride);
    } else if (strips.width == 2 * LANES) {
      copyPairs(source, s, strips.target, t, whole, strips.stripStride);
    } else {
      super.copyWhole(source, s, whole, strips, t);
    }
  }

  private static void copyVectors(
      float[] source, int s, float[] target, int t, int whole, int stripStride) {
    for (int strip = 0; strip < whole; strip++) {
      Width.load(source, s + strip * LANES).intoArray(target, t + strip * stripStride);
    }
  }

  private static void copyPairs(
      float[] source, int s, float[] target, int t, int whole, int stripStride) {
    for (int strip = 0; strip < whole; strip++) {
      int from = s + strip * 2 * LANES;
      int to = t + strip * stripStride;
      Width.load(source, from).intoArray(target, to);
      Width.load(source, from + LANES).intoArray(target, to + LANES);
    }
  }
}
