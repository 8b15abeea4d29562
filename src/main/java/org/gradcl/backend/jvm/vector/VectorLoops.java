package org.gradcl.backend.jvm.vector;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;
import org.gradcl.backend.jvm.arithmetic.FloatFunctions;

/**
 * One loop an operator, in whole vectors: the last one may reach behind the block, as {@link
 * org.gradcl.backend.jvm.arithmetic.Arithmetic} allows.
 */
final class VectorLoops {
  private VectorLoops() {}

  static void add(float[] first, float[] second, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector a = Width.load(first, i);
      FloatVector b = Width.load(second, i);
      a.add(b).intoArray(out, i);
    }
  }

  static void subtract(float[] first, float[] second, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector a = Width.load(first, i);
      FloatVector b = Width.load(second, i);
      a.sub(b).intoArray(out, i);
    }
  }

  static void multiply(float[] first, float[] second, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector a = Width.load(first, i);
      FloatVector b = Width.load(second, i);
      a.mul(b).intoArray(out, i);
    }
  }

  static void divide(float[] first, float[] second, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector a = Width.load(first, i);
      FloatVector b = Width.load(second, i);
      a.div(b).intoArray(out, i);
    }
  }

  static void minimum(float[] first, float[] second, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector a = Width.load(first, i);
      FloatVector b = Width.load(second, i);
      a.min(b).intoArray(out, i);
    }
  }

  static void maximum(float[] first, float[] second, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector a = Width.load(first, i);
      FloatVector b = Width.load(second, i);
      a.max(b).intoArray(out, i);
    }
  }

  static void greater(float[] first, float[] second, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector a = Width.load(first, i);
      FloatVector b = Width.load(second, i);
      Width.of(0f).blend(1f, a.compare(GT, b)).intoArray(out, i);
    }
  }

  static void equal(float[] first, float[] second, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector a = Width.load(first, i);
      FloatVector b = Width.load(second, i);
      Width.of(0f).blend(1f, a.compare(EQ, b)).intoArray(out, i);
    }
  }

  static void negate(float[] first, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector a = Width.load(first, i);
      a.neg().intoArray(out, i);
    }
  }

  static void absolute(float[] first, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector a = Width.load(first, i);
      a.abs().intoArray(out, i);
    }
  }

  static void sqrt(float[] first, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector a = Width.load(first, i);
      a.sqrt().intoArray(out, i);
    }
  }

  static void sign(float[] first, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector a = Width.load(first, i);
      VectorFunctions.sign(a).intoArray(out, i);
    }
  }

  static void exp(float[] first, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector a = Width.load(first, i);
      VectorFunctions.exp(a).intoArray(out, i);
    }
  }

  static void expm1(float[] first, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector a = Width.load(first, i);
      VectorFunctions.expm1(a).intoArray(out, i);
    }
  }

  static void log(float[] first, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector a = Width.load(first, i);
      VectorFunctions.log(a).intoArray(out, i);
    }
  }

  static void log1p(float[] first, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector a = Width.load(first, i);
      VectorFunctions.log1p(a).intoArray(out, i);
    }
  }

  static void tanh(float[] first, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector a = Width.load(first, i);
      VectorFunctions.tanh(a).intoArray(out, i);
    }
  }

  static void sigmoid(float[] first, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector a = Width.load(first, i);
      VectorFunctions.sigmoid(a).intoArray(out, i);
    }
  }

  static void softplus(float[] first, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector a = Width.load(first, i);
      VectorFunctions.softplus(a).intoArray(out, i);
    }
  }

  static void erf(float[] first, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector a = Width.load(first, i);
      VectorFunctions.erf(a).intoArray(out, i);
    }
  }

  static void floor(float[] first, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector a = Width.load(first, i);
      VectorFunctions.floor(a).intoArray(out, i);
    }
  }

  static void cos(float[] a, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = FloatFunctions.cos(a[i]);
    }
  }

  static void select(float[] condition, float[] first, float[] second, float[] out, int n) {
    for (int i = 0; i < n; i += Width.LANES) {
      FloatVector a = Width.load(first, i);
      FloatVector b = Width.load(second, i);
      b.blend(a, Width.load(condition, i).compare(NE, 0f)).intoArray(out, i);
    }
  }
}
