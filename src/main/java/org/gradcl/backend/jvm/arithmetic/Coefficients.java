package org.gradcl.backend.jvm.arithmetic;

/**
 * The constants of the elementary functions, shared by the plain and the vector form so that both
 * compute the same bits.
 *
 * <p>The polynomials are minimax fits (least squares reweighted by Lawson's method, in 40 digits,
 * rounded to float one coefficient after the other, from the lowest power up). Coefficients are
 * named by the power they belong to.
 *
 * <p>Range reduction is that of W. J. Cody and W. Waite, Software Manual for the Elementary
 * Functions, 1980.
 */
public final class Coefficients {
  private Coefficients() {}

  /**
   * 1.5 · 2²³: adding it to a float of magnitude below 2²² rounds that to a whole number, which
   * then stands in the low bits of the sum.
   */
  public static final float ROUNDER = 0x1.8p23f;

  /** The bits of {@link #ROUNDER}. */
  public static final int ROUNDER_BITS = 0x4B400000;

  /** 2²³: from here on every float is a whole number. */
  public static final float WHOLE = 0x1p23f;

  /** log₂ e. */
  public static final float LOG2_E = 0x1.715476p0f;

  /** The upper bits of ln 2; a multiple of it by a whole number below 2¹⁵ is exact. */
  public static final float LN2_HIGH = 0x1.63p-1f;

  /** ln 2 − {@link #LN2_HIGH}. */
  public static final float LN2_LOW = -0x1.bd0106p-13f;

  /** Above it eˣ overflows. */
  public static final float EXP_MAX = 89f;

  /** Below it eˣ is zero. */
  public static final float EXP_MIN = -104f;

  /** Below it eˣ − 1 is −1. */
  public static final float EXPM1_MIN = -20f;

  /** Below this magnitude eˣ − 1 is x. */
  public static final float EXPM1_TINY = 0x1p-25f;

  // eʳ − 1 = r + r²·P(r) for |r| ≤ ½ ln 2; relative error of the fit 4.5e-10.

  /** Power 0 of the exponential's polynomial. */
  public static final float EXP_0 = 0.5f;

  /** Power 1. */
  public static final float EXP_1 = 0x1.555556p-3f;

  /** Power 2. */
  public static final float EXP_2 = 0x1.5554f2p-5f;

  /** Power 3. */
  public static final float EXP_3 = 0x1.111004p-7f;

  /** Power 4. */
  public static final float EXP_4 = 0x1.6d429p-10f;

  /** Power 5. */
  public static final float EXP_5 = 0x1.a242dap-13f;

  /** The bits of √½: the logarithm's argument is brought to [√½, √2). */
  public static final int SQRT_HALF_BITS = 0x3F3504F3;

  // ln(1 + f) = f − f²/2 + f³·P(f) for √½ ≤ 1 + f < √2; relative error of the fit 5.9e-9.

  /** Power 0 of the logarithm's polynomial. */
  public static final float LOG_0 = 0x1.55554ap-2f;

  /** Power 1. */
  public static final float LOG_1 = -0x1.000220p-2f;

  /** Power 2. */
  public static final float LOG_2 = 0x1.99a5a6p-3f;

  /** Power 3. */
  public static final float LOG_3 = -0x1.547888p-3f;

  /** Power 4. */
  public static final float LOG_4 = 0x1.226d7ep-3f;

  /** Power 5. */
  public static final float LOG_5 = -0x1.0ce024p-3f;

  /** Power 6. */
  public static final float LOG_6 = 0x1.07d43ap-3f;

  /** Power 7. */
  public static final float LOG_7 = -0x1.41f482p-4f;

  /** Below this magnitude the hyperbolic tangent is a polynomial. */
  public static final float TANH_SMALL = 0.625f;

  // tanh x = x + x·u·P(u), u = x², for |x| ≤ 0.625; relative error of the fit 4.2e-9.

  /** Power 0 of the hyperbolic tangent's polynomial. */
  public static final float TANH_0 = -0x1.555534p-2f;

  /** Power 1. */
  public static final float TANH_1 = 0x1.11076p-3f;

  /** Power 2. */
  public static final float TANH_2 = -0x1.b8434p-5f;

  /** Power 3. */
  public static final float TANH_3 = 0x1.52509ep-6f;

  /** Power 4. */
  public static final float TANH_4 = -0x1.76922ap-8f;

  /** From this magnitude on the error function is 1 within half a unit of the last place. */
  public static final float ERF_MAX = 4f;

  // erf x = x + x·P(x²) for |x| < 1; relative error of the fit 1.5e-9.

  /** Power 0 of the error function's polynomial. */
  public static final float ERF_0 = 0x1.06eba8p-3f;

  /** Power 1. */
  public static final float ERF_1 = -0x1.81273ep-2f;

  /** Power 2. */
  public static final float ERF_2 = 0x1.ce2ce6p-4f;

  /** Power 3. */
  public static final float ERF_3 = -0x1.b7f722p-6f;

  /** Power 4. */
  public static final float ERF_4 = 0x1.53f2cap-8f;

  /** Power 5. */
  public static final float ERF_5 = -0x1.a35990p-11f;

  /** Power 6. */
  public static final float ERF_6 = 0x1.47927p-14f;

  // ln(1 − erf x) = Q(x) for 1 ≤ x ≤ 4; error of the fit in erf x 2.3e-11.

  /** Power 0 of the complement's logarithm. */
  public static final float ERFC_0 = 0x1.8b424cp-13f;

  /** Power 1. */
  public static final float ERFC_1 = -0x1.212c2ep0f;

  /** Power 2. */
  public static final float ERFC_2 = -0x1.4434eap-1f;

  /** Power 3. */
  public static final float ERFC_3 = -0x1.bc1916p-4f;

  /** Power 4. */
  public static final float ERFC_4 = 0x1.9d0c9ep-6f;

  /** Power 5. */
  public static final float ERFC_5 = -0x1.139a34p-8f;

  /** Power 6. */
  public static final float ERFC_6 = 0x1.ceeecap-12f;

  /** Power 7. */
  public static final float ERFC_7 = -0x1.6c0b2cp-16f;
}
