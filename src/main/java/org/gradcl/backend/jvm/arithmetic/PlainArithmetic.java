package org.gradcl.backend.jvm.arithmetic;

import org.gradcl.expr.Operator;

/**
 * Arithmetic in plain Java: simple loops from index 0, the form that the just-in-time compiler
 * turns into vector instructions by itself (with an offset in an index it does not: measured on JDK
 * 17 and 25). No fused multiply-add, which is thousands of times slower where the processor lacks
 * it.
 */
public final class PlainArithmetic implements Arithmetic {
  @Override
  public String name() {
    return "plain";
  }

  @Override
  public int vectorBits() {
    return 0;
  }

  @Override
  public TileKernel tileKernel() {
    return new PlainTileKernel();
  }

  @Override
  public void apply(Operator operator, float[] a, float[] b, float[] c, float[] out, int n) {
    switch (operator) {
      case ADD -> PlainLoops.add(a, b, out, n);
      case SUBTRACT -> PlainLoops.subtract(a, b, out, n);
      case MULTIPLY -> PlainLoops.multiply(a, b, out, n);
      case DIVIDE -> PlainLoops.divide(a, b, out, n);
      case NEGATE -> PlainLoops.negate(a, out, n);
      case ABSOLUTE -> PlainLoops.absolute(a, out, n);
      case SIGN -> PlainLoops.sign(a, out, n);
      case MINIMUM -> PlainLoops.minimum(a, b, out, n);
      case MAXIMUM -> PlainLoops.maximum(a, b, out, n);
      case SQUARE -> PlainLoops.multiply(a, a, out, n);
      case SQRT -> PlainLoops.sqrt(a, out, n);
      case EXP -> PlainLoops.exp(a, out, n);
      case EXPM1 -> PlainLoops.expm1(a, out, n);
      case LOG -> PlainLoops.log(a, out, n);
      case LOG1P -> PlainLoops.log1p(a, out, n);
      case TANH -> PlainLoops.tanh(a, out, n);
      case SIGMOID -> PlainLoops.sigmoid(a, out, n);
      case SOFTPLUS -> PlainLoops.softplus(a, out, n);
      case ERF -> PlainLoops.erf(a, out, n);
      case COS -> PlainLoops.cos(a, out, n);
      case FLOOR -> PlainLoops.floor(a, out, n);
      case GREATER -> PlainLoops.greater(a, b, out, n);
      case EQUAL -> PlainLoops.equal(a, b, out, n);
      case SELECT -> PlainLoops.select(a, b, c, out, n);
      case CONSTANT, VARIABLE, COLUMN, UNIFORM ->
          throw new IllegalArgumentException(operator + " is a leaf, no function of operands");
    }
  }

  @Override
  public float sum(float[] a, int from, int to) {
    return PlainReductions.sum(a, from, to);
  }

  @Override
  public float finiteness(float[] a, int from, int to) {
    return PlainReductions.finiteness(a, from, to);
  }

  @Override
  public float maximum(float[] a, int from, int to) {
    return PlainReductions.maximum(a, from, to);
  }

  @Override
  public float minimum(float[] a, int from, int to) {
    return PlainReductions.minimum(a, from, to);
  }

  @Override
  public void accumulate(float[] a, int offset, float[] sums, int n) {
    PlainReductions.accumulate(a, offset, sums, n);
  }
}
