package org.gradcl.backend.jvm.arithmetic;

import static org.gradcl.backend.jvm.arithmetic.Coefficients.*;

/**
 * The elementary functions of one float, by additions, multiplications and divisions that are each
 * rounded (no fused multiply-add), so that {@code backend.jvm.vector} yields the same bits lane by
 * lane.
 *
 * <p>Accurate to a few units of the last place over the whole range, subnormal numbers included
 * ({@code FloatFunctionsTest} states the bounds); infinities, signed zeros and NaN as in {@link
 * Math}. The products with NaN that arise on the way are harmless.
 */
public final class FloatFunctions {
  private static final int SIGN_BIT = 0x80000000;
  private static final int EXPONENT_BIAS = 127;
  private static final int MANTISSA_BITS = 23;
  private static final int MANTISSA_MASK = 0x7FFFFF;

  private FloatFunctions() {}

  /** 2ᵏ for −126 ≤ k ≤ 127. */
  private static float powerOfTwo(int k) {
    return Float.intBitsToFloat((k + EXPONENT_BIAS) << MANTISSA_BITS);
  }

  /** eʳ − 1 for |r| ≤ ½ ln 2. */
  private static float expm1Reduced(float r) {
    float p = ((((EXP_5 * r + EXP_4) * r + EXP_3) * r + EXP_2) * r + EXP_1) * r + EXP_0;
    return r + (r * r) * p;
  }

  /** eˣ = 2ⁿ · eʳ with n = round(x / ln 2) and r = x − n ln 2. */
  public static float exp(float x) {
    float y = x > EXP_MAX ? EXP_MAX : x;
    y = y < EXP_MIN ? EXP_MIN : y;
    float shifted = y * LOG2_E + ROUNDER;
    float n = shifted - ROUNDER;
    float r = (y - n * LN2_HIGH) - n * LN2_LOW;
    int k = Float.floatToRawIntBits(shifted) - ROUNDER_BITS;
    // In two factors, since 2ⁿ alone may be beyond the range where the result is not.
    int half = k >> 1;
    return (1f + expm1Reduced(r)) * powerOfTwo(half) * powerOfTwo(k - half);
  }

  /** eˣ − 1 = 2 · (2ⁿ⁻¹·(eʳ − 1) + (2ⁿ⁻¹ − ½)), n and r as in {@link #exp}. */
  public static float expm1(float x) {
    float y = x > EXP_MAX ? EXP_MAX : x;
    y = y < EXPM1_MIN ? EXPM1_MIN : y;
    float shifted = y * LOG2_E + ROUNDER;
    float n = shifted - ROUNDER;
    float r = (y - n * LN2_HIGH) - n * LN2_LOW;
    float scale = powerOfTwo(Float.floatToRawIntBits(shifted) - ROUNDER_BITS - 1);
    float result = (scale * expm1Reduced(r) + (scale - 0.5f)) * 2f;
    return Math.abs(x) < EXPM1_TINY ? x : result;
  }

  /** ln x = ln m + k ln 2 with x = m·2ᵏ and √½ ≤ m &lt; √2. */
  public static float log(float x) {
    boolean small = x < Float.MIN_NORMAL;
    int bits = Float.floatToRawIntBits(small ? x * WHOLE : x) - SQRT_HALF_BITS;
    float k = Float.intBitsToFloat((bits >> MANTISSA_BITS) + ROUNDER_BITS) - ROUNDER;
    k = small ? k - MANTISSA_BITS : k;
    float f = Float.intBitsToFloat((bits & MANTISSA_MASK) + SQRT_HALF_BITS) - 1f;
    float p = (((((LOG_7 * f + LOG_6) * f + LOG_5) * f + LOG_4) * f + LOG_3) * f + LOG_2) * f;
    p = (p + LOG_1) * f + LOG_0;
    float square = f * f;
    float rest = (f * square) * p + k * LN2_LOW - 0.5f * square;
    float result = (f + rest) + k * LN2_HIGH;
    result = x < Float.POSITIVE_INFINITY ? result : x;
    result = x == 0f ? Float.NEGATIVE_INFINITY : result;
    return x < 0f ? Float.NaN : result;
  }

  /** ln(1 + x) = ln u + (x − (u − 1))/u with u the rounded 1 + x. */
  public static float log1p(float x) {
    float u = 1f + x;
    float log = log(u);
    float result = u > 0f ? log + (x - (u - 1f)) / u : log;
    result = x < Float.POSITIVE_INFINITY ? result : x;
    return u == 1f ? x : result;
  }

  /** tanh x = 1 − 2/(e²ˣ + 1), a polynomial near zero. */
  public static float tanh(float x) {
    float magnitude = Math.abs(x);
    float u = magnitude * magnitude;
    float p = (((TANH_4 * u + TANH_3) * u + TANH_2) * u + TANH_1) * u + TANH_0;
    float near = magnitude + magnitude * (u * p);
    float far = 1f - 2f / (exp(magnitude + magnitude) + 1f);
    return withSignOf(x, magnitude < TANH_SMALL ? near : far);
  }

  /** 1/(1 + e⁻ˣ), by the exponential of a negative number on both sides. */
  public static float sigmoid(float x) {
    float z = exp(-Math.abs(x));
    float q = 1f / (1f + z);
    return x < 0f ? z * q : q;
  }

  /** ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|). */
  public static float softplus(float x) {
    return (x > 0f ? x : 0f) + log1p(exp(-Math.abs(x)));
  }

  /** The error function: a polynomial below 1, one minus the exponential of one above. */
  public static float erf(float x) {
    float a = Math.abs(x);
    float u = a * a;
    float p = ((((ERF_6 * u + ERF_5) * u + ERF_4) * u + ERF_3) * u + ERF_2) * u;
    p = (p + ERF_1) * u + ERF_0;
    float near = a + a * p;
    float t = a > ERF_MAX ? ERF_MAX : a;
    float q = (((((ERFC_7 * t + ERFC_6) * t + ERFC_5) * t + ERFC_4) * t + ERFC_3) * t + ERFC_2) * t;
    q = (q + ERFC_1) * t + ERFC_0;
    float far = 1f - exp(q);
    return withSignOf(x, a < 1f ? near : far);
  }

  /**
   * The cosine, through float64: exact to half a unit at any argument. No activation of the
   * catalogue uses it; schedules do, for one number a step.
   */
  public static float cos(float x) {
    return (float) StrictMath.cos(x);
  }

  /** The largest whole number not above x: rounds to nearest by adding 2²³, then corrects. */
  public static float floor(float x) {
    float magnitude = Math.abs(x);
    float rounded = withSignOf(x, (magnitude + WHOLE) - WHOLE);
    float result = rounded > x ? rounded - 1f : rounded;
    return magnitude < WHOLE ? result : x;
  }

  /** −1, 0 or 1; signed zeros and NaN are kept. */
  public static float sign(float x) {
    return x > 0f ? 1f : x < 0f ? -1f : x;
  }

  /** The magnitude of a number that is not negative with the sign of x. */
  private static float withSignOf(float x, float magnitude) {
    int sign = Float.floatToRawIntBits(x) & SIGN_BIT;
    return Float.intBitsToFloat(Float.floatToRawIntBits(magnitude) | sign);
  }
}
