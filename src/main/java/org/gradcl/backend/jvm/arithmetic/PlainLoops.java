package org.gradcl.backend.jvm.arithmetic;

/**
 * A loop for each operator, in the form of {@link BlockPass}: from index 0, which is what the
 * just-in-time compiler turns into vector instructions by itself where it can. Safe for use by
 * several threads.
 */
final class PlainLoops {
  private PlainLoops() {}

  /** a + b. */
  static void add(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] + b[i];
    }
  }

  /** a − b. */
  static void subtract(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] - b[i];
    }
  }

  /** a · b. */
  static void multiply(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] * b[i];
    }
  }

  /** a / b. */
  static void divide(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] / b[i];
    }
  }

  /** The smaller of a and b. */
  static void minimum(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.min(a[i], b[i]);
    }
  }

  /** The larger of a and b. */
  static void maximum(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.max(a[i], b[i]);
    }
  }

  /** a². */
  static void square(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] * a[i];
    }
  }

  /** −a. */
  static void negate(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = -a[i];
    }
  }

  /** |a|. */
  static void absolute(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.abs(a[i]);
    }
  }

  /** √a. */
  static void sqrt(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = (float) Math.sqrt(a[i]);
    }
  }

  /** −1, 0 or 1 with the sign of a. */
  static void sign(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.sign(a[i]);
    }
  }

  /** The largest whole number not above a. */
  static void floor(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.floor(a[i]);
    }
  }

  /** eᵃ. */
  static void exp(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.exp(a[i]);
    }
  }

  /** eᵃ − 1. */
  static void expm1(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.expm1(a[i]);
    }
  }

  /** ln a. */
  static void log(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.log(a[i]);
    }
  }

  /** ln(1 + a). */
  static void log1p(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.log1p(a[i]);
    }
  }

  /** The hyperbolic tangent. */
  static void tanh(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.tanh(a[i]);
    }
  }

  /** 1 / (1 + e⁻ᵃ). */
  static void sigmoid(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.sigmoid(a[i]);
    }
  }

  /** ln(1 + eᵃ). */
  static void softplus(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.softplus(a[i]);
    }
  }

  /** The error function. */
  static void erf(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.erf(a[i]);
    }
  }

  /** The cosine. */
  static void cos(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.cos(a[i]);
    }
  }

  /** 1 where a &gt; b, else 0. */
  static void greater(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] > b[i] ? 1f : 0f;
    }
  }

  /** 1 where a = b, else 0. */
  static void equal(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] == b[i] ? 1f : 0f;
    }
  }

  /** b where a is not 0, else c. */
  static void select(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] != 0f ? b[i] : c[i];
    }
  }
}
