package org.gradcl.backend.jvm.vector;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.gradcl.backend.jvm.arithmetic.Coefficients.*;
import static org.gradcl.backend.jvm.vector.Width.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * The elementary functions of {@link org.gradcl.backend.jvm.arithmetic.FloatFunctions}, operation
 * by operation on vectors, so that every lane has the bits of the scalar form. The formulas are
 * explained there.
 *
 * <p>Each function is one straight piece of code without helpers, and functions of an exponential
 * take it ready made. The just-in-time compiler stops inlining ordinary methods where a method has
 * become long (some forty vector operations), and a vector that passes through a real call becomes
 * an object: four to six times slower, depending on the luck of compilation.
 */
final class VectorFunctions {
  private static final int SIGN_BIT = 0x80000000;
  private static final int EXPONENT_BIAS = 127;
  private static final int MANTISSA_BITS = 23;
  private static final int MANTISSA_MASK = 0x7FFFFF;

  private VectorFunctions() {}

  static FloatVector exp(FloatVector x) {
    FloatVector y = x.blend(EXP_MAX, x.compare(GT, EXP_MAX));
    y = y.blend(EXP_MIN, y.compare(LT, EXP_MIN));
    FloatVector shifted = y.mul(LOG2_E).add(ROUNDER);
    FloatVector n = shifted.sub(ROUNDER);
    FloatVector r = y.sub(n.mul(LN2_HIGH)).sub(n.mul(LN2_LOW));
    FloatVector p = r.mul(EXP_5).add(EXP_4).mul(r).add(EXP_3).mul(r).add(EXP_2);
    p = p.mul(r).add(EXP_1).mul(r).add(EXP_0);
    FloatVector exponential = r.add(r.mul(r).mul(p)).add(1f);
    IntVector k = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
    IntVector half = k.lanewise(ASHR, 1);
    IntVector rest = k.sub(half);
    return exponential
        .mul(half.add(EXPONENT_BIAS).lanewise(LSHL, MANTISSA_BITS).reinterpretAsFloats())
        .mul(rest.add(EXPONENT_BIAS).lanewise(LSHL, MANTISSA_BITS).reinterpretAsFloats());
  }

  static FloatVector expm1(FloatVector x) {
    FloatVector y = x.blend(EXP_MAX, x.compare(GT, EXP_MAX));
    y = y.blend(EXPM1_MIN, y.compare(LT, EXPM1_MIN));
    FloatVector shifted = y.mul(LOG2_E).add(ROUNDER);
    FloatVector n = shifted.sub(ROUNDER);
    FloatVector r = y.sub(n.mul(LN2_HIGH)).sub(n.mul(LN2_LOW));
    FloatVector p = r.mul(EXP_5).add(EXP_4).mul(r).add(EXP_3).mul(r).add(EXP_2);
    p = p.mul(r).add(EXP_1).mul(r).add(EXP_0);
    FloatVector reduced = r.add(r.mul(r).mul(p));
    IntVector exponent = shifted.reinterpretAsInts().sub(ROUNDER_BITS + 1 - EXPONENT_BIAS);
    FloatVector scale = exponent.lanewise(LSHL, MANTISSA_BITS).reinterpretAsFloats();
    FloatVector result = scale.mul(reduced).add(scale.sub(0.5f)).mul(2f);
    return result.blend(x, x.abs().compare(LT, EXPM1_TINY));
  }

  static FloatVector log(FloatVector x) {
    VectorMask<Float> small = x.compare(LT, Float.MIN_NORMAL);
    IntVector bits = x.blend(x.mul(WHOLE), small).reinterpretAsInts().sub(SQRT_HALF_BITS);
    FloatVector k =
        bits.lanewise(ASHR, MANTISSA_BITS).add(ROUNDER_BITS).reinterpretAsFloats().sub(ROUNDER);
    k = k.blend(k.sub(MANTISSA_BITS), small);
    FloatVector f = bits.and(MANTISSA_MASK).add(SQRT_HALF_BITS).reinterpretAsFloats().sub(1f);
    FloatVector p = f.mul(LOG_7).add(LOG_6).mul(f).add(LOG_5).mul(f).add(LOG_4).mul(f).add(LOG_3);
    p = p.mul(f).add(LOG_2).mul(f).add(LOG_1).mul(f).add(LOG_0);
    FloatVector square = f.mul(f);
    FloatVector rest = f.mul(square).mul(p).add(k.mul(LN2_LOW)).sub(square.mul(0.5f));
    FloatVector result = f.add(rest).add(k.mul(LN2_HIGH));
    result = x.blend(result, x.compare(LT, Float.POSITIVE_INFINITY));
    result = result.blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0f));
    return result.blend(Float.NaN, x.compare(LT, 0f));
  }

  /** From x and ln u, where u is the rounded 1 + x. */
  static FloatVector log1p(FloatVector x, FloatVector log) {
    FloatVector u = x.add(1f);
    FloatVector rest = x.sub(u.sub(1f)).div(u);
    FloatVector result = log.blend(log.add(rest), u.compare(GT, 0f));
    result = x.blend(result, x.compare(LT, Float.POSITIVE_INFINITY));
    return result.blend(x, u.compare(EQ, 1f));
  }

  /** From x and e^(2|x|). */
  static FloatVector tanh(FloatVector x, FloatVector exp) {
    FloatVector magnitude = x.abs();
    FloatVector u = magnitude.mul(magnitude);
    FloatVector p = u.mul(TANH_4).add(TANH_3).mul(u).add(TANH_2).mul(u).add(TANH_1);
    p = p.mul(u).add(TANH_0);
    FloatVector near = magnitude.add(magnitude.mul(u.mul(p)));
    FloatVector quotient = FloatVector.broadcast(FLOATS, 2f).div(exp.add(1f));
    FloatVector far = FloatVector.broadcast(FLOATS, 1f).sub(quotient);
    FloatVector result = far.blend(near, magnitude.compare(LT, TANH_SMALL));
    IntVector sign = x.reinterpretAsInts().and(SIGN_BIT);
    return result.reinterpretAsInts().or(sign).reinterpretAsFloats();
  }

  /** From x and z = e^−|x|. */
  static FloatVector sigmoid(FloatVector x, FloatVector z) {
    FloatVector q = FloatVector.broadcast(FLOATS, 1f).div(z.add(1f));
    return q.blend(z.mul(q), x.compare(LT, 0f));
  }

  /** From x and ln(1 + e^−|x|). */
  static FloatVector softplus(FloatVector x, FloatVector log) {
    FloatVector zero = FloatVector.broadcast(FLOATS, 0f);
    return zero.blend(x, x.compare(GT, 0f)).add(log);
  }

  /** ln(1 − erf |x|), which holds from |x| = 1 on. */
  static FloatVector logOfErfComplement(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector t = a.blend(ERF_MAX, a.compare(GT, ERF_MAX));
    FloatVector q = t.mul(ERFC_7).add(ERFC_6).mul(t).add(ERFC_5).mul(t).add(ERFC_4);
    return q.mul(t).add(ERFC_3).mul(t).add(ERFC_2).mul(t).add(ERFC_1).mul(t).add(ERFC_0);
  }

  /** From x and 1 − erf |x|, which holds from |x| = 1 on. */
  static FloatVector erf(FloatVector x, FloatVector complement) {
    FloatVector a = x.abs();
    FloatVector u = a.mul(a);
    FloatVector p = u.mul(ERF_6).add(ERF_5).mul(u).add(ERF_4).mul(u).add(ERF_3).mul(u).add(ERF_2);
    p = p.mul(u).add(ERF_1).mul(u).add(ERF_0);
    FloatVector near = a.add(a.mul(p));
    FloatVector far = FloatVector.broadcast(FLOATS, 1f).sub(complement);
    FloatVector result = far.blend(near, a.compare(LT, 1f));
    IntVector sign = x.reinterpretAsInts().and(SIGN_BIT);
    return result.reinterpretAsInts().or(sign).reinterpretAsFloats();
  }

  static FloatVector floor(FloatVector x) {
    FloatVector magnitude = x.abs();
    IntVector sign = x.reinterpretAsInts().and(SIGN_BIT);
    FloatVector rounded =
        magnitude.add(WHOLE).sub(WHOLE).reinterpretAsInts().or(sign).reinterpretAsFloats();
    FloatVector result = rounded.blend(rounded.sub(1f), rounded.compare(GT, x));
    return x.blend(result, magnitude.compare(LT, WHOLE));
  }

  static FloatVector sign(FloatVector x) {
    return x.blend(1f, x.compare(GT, 0f)).blend(-1f, x.compare(LT, 0f));
  }
}
