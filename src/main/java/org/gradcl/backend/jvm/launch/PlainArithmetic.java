package org.gradcl.backend.jvm.launch;

import org.gradcl.expr.Operator;
import org.gradcl.expr.ScalarFunctions;

/** Operators over blocks in plain Java. */
public final class PlainArithmetic implements BlockArithmetic {
  /** Stateless. */
  public PlainArithmetic() {}

  @Override
  public void unary(
      Operator operator, float[] a, int aOffset, float[] out, int outOffset, int count) {
    for (int i = 0; i < count; i++) {
      float x = a[aOffset + i];
      switch (operator) {
        case NEGATE:
          out[outOffset + i] = -x;
          break;
        case SQUARE:
          out[outOffset + i] = x * x;
          break;
        default:
          out[outOffset + i] = (float) ScalarFunctions.apply(operator, x);
      }
    }
  }

  @Override
  public void binary(
      Operator operator,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] out,
      int outOffset,
      int count) {
    switch (operator) {
      case ADD:
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = a[aOffset + i] + b[bOffset + i];
        }
        break;
      case SUBTRACT:
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = a[aOffset + i] - b[bOffset + i];
        }
        break;
      case MULTIPLY:
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = a[aOffset + i] * b[bOffset + i];
        }
        break;
      case DIVIDE:
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = a[aOffset + i] / b[bOffset + i];
        }
        break;
      case MINIMUM:
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = Math.min(a[aOffset + i], b[bOffset + i]);
        }
        break;
      case MAXIMUM:
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = Math.max(a[aOffset + i], b[bOffset + i]);
        }
        break;
      case GREATER:
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = a[aOffset + i] > b[bOffset + i] ? 1 : 0;
        }
        break;
      case EQUAL:
        for (int i = 0; i < count; i++) {
          out[outOffset + i] = a[aOffset + i] == b[bOffset + i] ? 1 : 0;
        }
        break;
      default:
        throw new IllegalArgumentException(operator + " does not take two operands");
    }
  }

  @Override
  public void select(
      float[] condition,
      int conditionOffset,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] out,
      int outOffset,
      int count) {
    for (int i = 0; i < count; i++) {
      out[outOffset + i] = condition[conditionOffset + i] != 0 ? a[aOffset + i] : b[bOffset + i];
    }
  }

  @Override
  public float sum(float[] a, int offset, int count) {
    float sum = 0;
    for (int i = 0; i < count; i++) {
      sum += a[offset + i];
    }
    return sum;
  }

  @Override
  public float sumOfSquares(float[] a, int offset, int count) {
    float sum = 0;
    for (int i = 0; i < count; i++) {
      sum += a[offset + i] * a[offset + i];
    }
    return sum;
  }

  @Override
  public float finiteness(float[] a, int offset, int count) {
    float sum = 0;
    for (int i = 0; i < count; i++) {
      sum += a[offset + i] * 0;
    }
    return sum;
  }

  @Override
  public float maximum(float[] a, int offset, int count) {
    float maximum = a[offset];
    for (int i = 1; i < count; i++) {
      maximum = Math.max(maximum, a[offset + i]);
    }
    return maximum;
  }

  @Override
  public float minimum(float[] a, int offset, int count) {
    float minimum = a[offset];
    for (int i = 1; i < count; i++) {
      minimum = Math.min(minimum, a[offset + i]);
    }
    return minimum;
  }
}
