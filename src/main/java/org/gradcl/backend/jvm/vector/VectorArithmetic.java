package org.gradcl.backend.jvm.vector;

import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.backend.jvm.arithmetic.TileKernel;
import org.gradcl.expr.Operator;

/**
 * Arithmetic with the Vector API. Functions are composed of its elementary operations only: its own
 * {@code EXP}, {@code TANH} and {@code reduceLanes} may change bits when a method is compiled.
 */
public final class VectorArithmetic implements Arithmetic {
  @Override
  public String name() {
    return "vector";
  }

  @Override
  public int vectorBits() {
    return Width.FLOATS.vectorBitSize();
  }

  @Override
  public TileKernel tileKernel() {
    return new VectorTileKernel();
  }

  @Override
  public void apply(Operator operator, float[] a, float[] b, float[] c, float[] out, int n) {
    switch (operator) {
      case ADD -> VectorLoops.add(a, b, out, n);
      case SUBTRACT -> VectorLoops.subtract(a, b, out, n);
      case MULTIPLY -> VectorLoops.multiply(a, b, out, n);
      case DIVIDE -> VectorLoops.divide(a, b, out, n);
      case NEGATE -> VectorLoops.negate(a, out, n);
      case ABSOLUTE -> VectorLoops.absolute(a, out, n);
      case SIGN -> VectorLoops.sign(a, out, n);
      case MINIMUM -> VectorLoops.minimum(a, b, out, n);
      case MAXIMUM -> VectorLoops.maximum(a, b, out, n);
      case SQUARE -> VectorLoops.multiply(a, a, out, n);
      case SQRT -> VectorLoops.sqrt(a, out, n);
      case EXP -> VectorLoops.exp(a, out, n);
      case EXPM1 -> VectorLoops.expm1(a, out, n);
      case LOG -> VectorLoops.log(a, out, n);
      case LOG1P -> VectorLoops.log1p(a, out, n);
      case TANH -> VectorLoops.tanh(a, out, n);
      case SIGMOID -> VectorLoops.sigmoid(a, out, n);
      case SOFTPLUS -> VectorLoops.softplus(a, out, n);
      case ERF -> VectorLoops.erf(a, out, n);
      case COS -> VectorLoops.cos(a, out, n);
      case FLOOR -> VectorLoops.floor(a, out, n);
      case GREATER -> VectorLoops.greater(a, b, out, n);
      case EQUAL -> VectorLoops.equal(a, b, out, n);
      case SELECT -> VectorLoops.select(a, b, c, out, n);
      case CONSTANT, VARIABLE, COLUMN, UNIFORM ->
          throw new IllegalArgumentException(operator + " is a leaf, no function of operands");
    }
  }

  @Override
  public float sum(float[] a, int from, int to) {
    return VectorReductions.sum(a, from, to);
  }

  @Override
  public float finiteness(float[] a, int from, int to) {
    return VectorReductions.finiteness(a, from, to);
  }

  @Override
  public float maximum(float[] a, int from, int to) {
    return VectorReductions.maximum(a, from, to);
  }

  @Override
  public float minimum(float[] a, int from, int to) {
    return VectorReductions.minimum(a, from, to);
  }

  @Override
  public void accumulate(float[] a, int offset, float[] sums, int n) {
    VectorReductions.accumulate(a, offset, sums, n);
  }
}
