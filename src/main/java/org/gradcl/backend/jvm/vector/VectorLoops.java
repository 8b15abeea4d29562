package org.gradcl.backend.jvm.vector;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;

/**
 * The operators of one pass, in whole vectors: the last one may reach behind the block, as {@link
 * org.gradcl.backend.jvm.arithmetic.Arithmetic} allows.
 */
final class VectorLoops {
  private VectorLoops() {}

  static void sign(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector x = Width.load(a, i);
      VectorFunctions.sign(x).intoArray(out, i);
    }
  }

  static void exp(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector x = Width.load(a, i);
      VectorFunctions.exp(x).intoArray(out, i);
    }
  }

  static void expm1(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector x = Width.load(a, i);
      VectorFunctions.expm1(x).intoArray(out, i);
    }
  }

  static void log(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector x = Width.load(a, i);
      VectorFunctions.log(x).intoArray(out, i);
    }
  }

  static void floor(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector x = Width.load(a, i);
      VectorFunctions.floor(x).intoArray(out, i);
    }
  }

  static void greater(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector x = Width.load(a, i);
      Width.of(0f).blend(1f, x.compare(GT, Width.load(b, i))).intoArray(out, i);
    }
  }

  static void equal(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector x = Width.load(a, i);
      Width.of(0f).blend(1f, x.compare(EQ, Width.load(b, i))).intoArray(out, i);
    }
  }

  static void select(float[] a, float[] b, float[] c, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector condition = Width.load(a, i);
      FloatVector otherwise = Width.load(c, i);
      otherwise.blend(Width.load(b, i), condition.compare(NE, 0f)).intoArray(out, i);
    }
  }
}
