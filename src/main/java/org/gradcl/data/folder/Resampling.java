package org.gradcl.data.folder;

/**
 * Scales images by a triangle filter, one axis after the other:
 *
 * <pre>
 * y[i] = Σⱼ wᵢⱼ·x[j] / Σⱼ wᵢⱼ,   wᵢⱼ = max(0, 1 − |j + ½ − c| / s),
 * c = from + (i + ½)·r,   r = extent / size,   s = max(1, r)
 * </pre>
 *
 * <p>Enlarging, s = 1, it is linear interpolation; reducing, it averages over what a new pixel
 * covers, so that nothing flickers. The formula is that of Pillow's {@code BILINEAR}; Java's own
 * scaling depends on the platform.
 */
final class Resampling {
  private final int[] first;
  private final float[][] weights;

  /**
   * Scales one axis.
   *
   * @param length pixels of the image
   * @param from the first of the part that is taken, perhaps between two pixels
   * @param extent of that part
   * @param size pixels that it becomes
   */
  Resampling(int length, double from, double extent, int size) {
    this.first = new int[size];
    this.weights = new float[size][];
    double ratio = extent / size;
    double reach = Math.max(1, ratio);
    for (int i = 0; i < size; i++) {
      double centre = from + (i + 0.5) * ratio;
      int begin = (int) Math.max(0, Math.floor(centre - reach));
      int end = (int) Math.min(length, Math.ceil(centre + reach));
      double[] taps = new double[end - begin];
      double sum = 0;
      for (int j = begin; j < end; j++) {
        taps[j - begin] = Math.max(0, 1 - Math.abs(j + 0.5 - centre) / reach);
        sum += taps[j - begin];
      }
      first[i] = begin;
      weights[i] = new float[taps.length];
      for (int j = 0; j < taps.length; j++) {
        weights[i][j] = (float) (taps[j] / sum);
      }
    }
  }

  /**
   * Scales an axis of an array [outer, length, inner] to [outer, size, inner].
   *
   * @param outer numbers before the axis
   * @param inner numbers behind it
   */
  float[] along(float[] values, int outer, int inner) {
    int length = values.length / outer / inner;
    int size = first.length;
    float[] scaled = new float[outer * size * inner];
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < size; i++) {
        int target = (o * size + i) * inner;
        for (int tap = 0; tap < weights[i].length; tap++) {
          float weight = weights[i][tap];
          int source = (o * length + first[i] + tap) * inner;
          for (int n = 0; n < inner; n++) {
            scaled[target + n] += weight * values[source + n];
          }
        }
      }
    }
    return scaled;
  }
}
