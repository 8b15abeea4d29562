package org.gradcl.backend.jvm.vector;

import jdk.incubator.vector.FloatVector;

/**
 * The passes of operators that are too long for one loop: each leaves in {@code out} what the next
 * one needs.
 */
final class VectorPasses {
  private VectorPasses() {}

  static void expOfTwiceMagnitude(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector x = Width.load(a, i);
      VectorFunctions.exp(x.abs().add(x.abs())).intoArray(out, i);
    }
  }

  static void expOfMinusMagnitude(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector x = Width.load(a, i);
      VectorFunctions.exp(x.abs().neg()).intoArray(out, i);
    }
  }

  static void logOfOnePlus(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector x = Width.load(a, i);
      VectorFunctions.log(x.add(1f)).intoArray(out, i);
    }
  }

  static void logOfErfComplement(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector x = Width.load(a, i);
      VectorFunctions.logOfErfComplement(x).intoArray(out, i);
    }
  }

  static void expOfResult(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector x = Width.load(out, i);
      VectorFunctions.exp(x).intoArray(out, i);
    }
  }

  /** ln(1 + out) for 0 ≤ out ≤ 1, where the formula of {@code log1p} needs no exceptions. */
  static void log1pOfResult(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector x = Width.load(out, i);
      FloatVector u = x.add(1f);
      VectorFunctions.log(u).add(x.sub(u.sub(1f)).div(u)).intoArray(out, i);
    }
  }

  static void log1p(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector x = Width.load(a, i);
      VectorFunctions.log1p(x, Width.load(out, i)).intoArray(out, i);
    }
  }

  static void tanh(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector x = Width.load(a, i);
      VectorFunctions.tanh(x, Width.load(out, i)).intoArray(out, i);
    }
  }

  static void sigmoid(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector x = Width.load(a, i);
      VectorFunctions.sigmoid(x, Width.load(out, i)).intoArray(out, i);
    }
  }

  static void softplus(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector x = Width.load(a, i);
      VectorFunctions.softplus(x, Width.load(out, i)).intoArray(out, i);
    }
  }

  static void erf(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector x = Width.load(a, i);
      VectorFunctions.erf(x, Width.load(out, i)).intoArray(out, i);
    }
  }
}
