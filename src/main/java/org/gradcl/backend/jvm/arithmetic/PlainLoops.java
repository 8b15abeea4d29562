package org.gradcl.backend.jvm.arithmetic;

/** One loop an operator, so that each is compiled by itself. */
final class PlainLoops {
  private PlainLoops() {}

  static void add(float[] a, float[] b, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] + b[i];
    }
  }

  static void subtract(float[] a, float[] b, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] - b[i];
    }
  }

  static void multiply(float[] a, float[] b, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] * b[i];
    }
  }

  static void divide(float[] a, float[] b, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] / b[i];
    }
  }

  static void minimum(float[] a, float[] b, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.min(a[i], b[i]);
    }
  }

  static void maximum(float[] a, float[] b, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.max(a[i], b[i]);
    }
  }

  static void greater(float[] a, float[] b, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] > b[i] ? 1f : 0f;
    }
  }

  static void equal(float[] a, float[] b, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[i] == b[i] ? 1f : 0f;
    }
  }

  static void negate(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = -a[i];
    }
  }

  static void absolute(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.abs(a[i]);
    }
  }

  static void sign(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.sign(a[i]);
    }
  }

  static void sqrt(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = (float) Math.sqrt(a[i]);
    }
  }

  static void exp(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.exp(a[i]);
    }
  }

  static void expm1(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.expm1(a[i]);
    }
  }

  static void log(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.log(a[i]);
    }
  }

  static void log1p(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.log1p(a[i]);
    }
  }

  static void tanh(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.tanh(a[i]);
    }
  }

  static void sigmoid(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.sigmoid(a[i]);
    }
  }

  static void softplus(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.softplus(a[i]);
    }
  }

  static void erf(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.erf(a[i]);
    }
  }

  static void cos(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.cos(a[i]);
    }
  }

  static void floor(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.floor(a[i]);
    }
  }

  static void select(float[] condition, float[] a, float[] b, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = condition[i] != 0f ? a[i] : b[i];
    }
  }
}
