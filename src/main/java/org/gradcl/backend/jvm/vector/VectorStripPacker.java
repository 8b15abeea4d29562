package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.Width.LANES;

import org.gradcl.backend.jvm.arithmetic.PlainStripPacker;

/** Packing by whole vectors where numbers stay neighbours: rows of a strip are short. */
final class VectorStripPacker extends PlainStripPacker {
  @Override
  public void neighbours(
      float[] source,
      int s,
      int stride,
      int count,
      float[] target,
      int t,
      int width,
      int stripStride,
      int depth) {
    int whole = count / width * width;
    for (int p = 0; p < depth; p++) {
      int from = s + p * stride;
      int to = t + p * width;
      if (width == LANES) {
        copyVectors(source, from, target, to, whole / width, stripStride);
      } else if (width == 2 * LANES) {
        copyPairs(source, from, target, to, whole / width, stripStride);
      }
    }
    if (whole < count) {
      super.neighbours(
          source,
          s + whole,
          stride,
          count - whole,
          target,
          t + whole / width * stripStride,
          width,
          stripStride,
          depth);
    }
  }

  private static void copyVectors(
      float[] source, int from, float[] target, int to, int strips, int stripStride) {
    for (int strip = 0; strip < strips; strip++) {
      Width.load(source, from + strip * LANES).intoArray(target, to + strip * stripStride);
    }
  }

  private static void copyPairs(
      float[] source, int from, float[] target, int to, int strips, int stripStride) {
    for (int strip = 0; strip < strips; strip++) {
      int i = from + strip * 2 * LANES;
      int o = to + strip * stripStride;
      Width.load(source, i).intoArray(target, o);
      Width.load(source, i + LANES).intoArray(target, o + LANES);
    }
  }
}
