package org.gradcl.backend.jvm.arithmetic;

import java.util.Arrays;

/**
 * Packing in plain Java. Transposition is plain also where there is the Vector API: rearranging
 * lanes is half as fast on JDK 17, and about as fast on 25.
 */
public class PlainStripPacker implements StripPacker {
  /** Stateless. */
  public PlainStripPacker() {}

  @Override
  public final void neighbours(
      float[] source, int from, int stride, int count, int depth, Strips strips) {
    int width = strips.width;
    int whole = count / width;
    int left = count % width;
    for (int p = 0; p < depth && whole > 0; p++) {
      copyWhole(source, from + p * stride, whole, strips, strips.to + p * width);
    }
    if (left > 0) {
      int last = strips.to + whole * strips.stripStride;
      Arrays.fill(strips.target, last, last + depth * width, 0f);
      runs(source, from + whole * width, stride, depth, left, strips.target, last, width);
    }
  }

  /**
   * Copies neighbours into whole strips, at one depth.
   *
   * @param s where the first one lies
   * @param whole how many strips
   * @param t where the first one goes
   */
  protected void copyWhole(float[] source, int s, int whole, Strips strips, int t) {
    for (int strip = 0; strip < whole; strip++) {
      int to = t + strip * strips.stripStride;
      System.arraycopy(source, s + strip * strips.width, strips.target, to, strips.width);
    }
  }

  @Override
  public final void transposed(
      float[] source, int from, int stride, int count, int depth, Strips strips) {
    if (strips.ofRows()) {
      rows(source, from, stride, count, depth, strips);
      return;
    }
    int width = strips.width;
    for (int first = 0; first < count; first += width) {
      int here = Math.min(width, count - first);
      int to = strips.to + first / width * strips.stripStride;
      strip(source, from + first * stride, stride, here, depth, strips.target, to, width);
    }
  }

  private void rows(float[] source, int from, int stride, int count, int depth, Strips strips) {
    runs(source, from, stride, count, depth, strips.target, strips.to, strips.lineStride);
    for (int j = count; j % strips.width != 0; j++) {
      Arrays.fill(strips.target, strips.place(j), strips.place(j) + depth, 0f);
    }
  }

  @Override
  public void runs(
      float[] source, int from, int step, int count, int size, float[] target, int to, int stride) {
    if (size >= 8 && size < 16) {
      copyEights(source, from, step, count, size - 8, target, to, stride);
    } else if (size >= 4 && size < 8) {
      copyFours(source, from, step, count, size - 4, target, to, stride);
    } else {
      for (int i = 0; i < count; i++) {
        System.arraycopy(source, from + i * step, target, to + i * stride, size);
      }
    }
  }

  /** Short runs as their first eight numbers and their last eight: a call takes longer. */
  private static void copyEights(
      float[] source, int from, int step, int count, int last, float[] target, int to, int stride) {
    for (int i = 0; i < count; i++) {
      int s = from + i * step;
      int t = to + i * stride;
      copyEight(source, s, target, t);
      if (last > 0) {
        copyEight(source, s + last, target, t + last);
      }
    }
  }

  private static void copyEight(float[] source, int s, float[] target, int t) {
    copyFour(source, s, target, t);
    copyFour(source, s + 4, target, t + 4);
  }

  /** The same of four numbers. */
  private static void copyFours(
      float[] source, int from, int step, int count, int last, float[] target, int to, int stride) {
    for (int i = 0; i < count; i++) {
      int s = from + i * step;
      int t = to + i * stride;
      copyFour(source, s, target, t);
      if (last > 0) {
        copyFour(source, s + last, target, t + last);
      }
    }
  }

  private static void copyFour(float[] source, int s, float[] target, int t) {
    target[t] = source[s];
    target[t + 1] = source[s + 1];
    target[t + 2] = source[s + 2];
    target[t + 3] = source[s + 3];
  }

  private static void strip(
      float[] source, int s, int stride, int count, int depth, float[] target, int t, int width) {
    int j = 0;
    for (; j + 4 <= count; j += 4) {
      four(source, s + j * stride, stride, depth, target, t + j, width);
    }
    for (; j < width; j++) {
      int from = s + j * stride;
      int to = t + j;
      for (int p = 0; p < depth; p++) {
        target[to] = j < count ? source[from + p] : 0f;
        to += width;
      }
    }
  }

  private static void four(
      float[] source, int s, int stride, int depth, float[] target, int t, int width) {
    int s1 = s + stride;
    int s2 = s1 + stride;
    int s3 = s2 + stride;
    for (int p = 0; p < depth; p++) {
      target[t] = source[s + p];
      target[t + 1] = source[s1 + p];
      target[t + 2] = source[s2 + p];
      target[t + 3] = source[s3 + p];
      t += width;
    }
  }
}
