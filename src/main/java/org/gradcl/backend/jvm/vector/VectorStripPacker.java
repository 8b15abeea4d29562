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

  @Override
  public void runs(
      float[] source, int from, int step, int count, int size, float[] target, int to, int stride) {
    if (size == 2 * LANES) {
      copyRows(source, from, step, count, target, to, stride);
    } else if (size % (2 * LANES) == 0) {
      copyLongRows(source, from, step, count, size, target, to, stride);
    } else if (size == LANES) {
      copyShortRows(source, from, step, count, target, to, stride);
    } else if (size < LANES && stride == size && step >= 0) {
      int whole = wholeVectors(source.length - from, step, count, size);
      copyShortRows(source, from, step, whole, target, to, stride);
      int next = to + whole * stride;
      super.runs(source, from + whole * step, step, count - whole, size, target, next, stride);
    } else {
      super.runs(source, from, step, count, size, target, to, stride);
    }
  }

  /**
   * Of shorter runs that go beside each other, how many may be copied as whole vectors, each of
   * which ends with numbers that the next runs replace: as long as there are such to read and runs
   * to replace them.
   *
   * @param left numbers of the source from the first run on
   */
  private static int wholeVectors(int left, int step, int count, int size) {
    int written = count - (LANES + size - 1) / size + 1;
    int read = left < LANES ? 0 : step == 0 ? count : (left - LANES) / step + 1;
    return Math.max(0, Math.min(written, read));
  }

  private static void copyShortRows(
      float[] source, int from, int step, int count, float[] target, int to, int stride) {
    for (int i = 0; i < count; i++) {
      Width.load(source, from + i * step).intoArray(target, to + i * stride);
    }
  }

  private static void copyRows(
      float[] source, int from, int step, int count, float[] target, int to, int stride) {
    for (int i = 0; i < count; i++) {
      int s = from + i * step;
      int t = to + i * stride;
      Width.load(source, s).intoArray(target, t);
      Width.load(source, s + LANES).intoArray(target, t + LANES);
    }
  }

  private static void copyLongRows(
      float[] source, int from, int step, int count, int size, float[] target, int to, int stride) {
    for (int i = 0; i < count; i++) {
      int s = from + i * step;
      int t = to + i * stride;
      for (int j = 0; j < size; j += 2 * LANES) {
        Width.load(source, s + j).intoArray(target, t + j);
        Width.load(source, s + j + LANES).intoArray(target, t + j + LANES);
      }
    }
  }
}
