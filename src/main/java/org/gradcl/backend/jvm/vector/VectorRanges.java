package org.gradcl.backend.jvm.vector;

import static org.gradcl.backend.jvm.vector.Width.LANES;

import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import org.gradcl.backend.jvm.arithmetic.RangePass;
import org.gradcl.expr.Operator;

/** The loops of what updates are made of, as {@link RangePass} has them. */
final class VectorRanges {
  private VectorRanges() {}

  static Optional<RangePass> of(Operator operator) {
    return switch (operator) {
      case ADD -> Optional.of(VectorRanges::add);
      case SUBTRACT -> Optional.of(VectorRanges::subtract);
      case MULTIPLY -> Optional.of(VectorRanges::multiply);
      case DIVIDE -> Optional.of(VectorRanges::divide);
      case SQUARE -> Optional.of(VectorRanges::square);
      case SQRT -> Optional.of(VectorRanges::sqrt);
      case NEGATE -> Optional.of(VectorRanges::negate);
      default -> Optional.empty();
    };
  }

  static Optional<RangePass> withProduct(Operator operator) {
    return switch (operator) {
      case ADD -> Optional.of(VectorRanges::plusProduct);
      case SUBTRACT -> Optional.of(VectorRanges::minusProduct);
      default -> Optional.empty();
    };
  }

  /** a + b. */
  static void add(
      float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      Width.load(a, aAt + i).add(Width.load(b, bAt + i)).intoArray(out, outAt + i);
    }
  }

  /** a − b. */
  static void subtract(
      float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      Width.load(a, aAt + i).sub(Width.load(b, bAt + i)).intoArray(out, outAt + i);
    }
  }

  /** a · b. */
  static void multiply(
      float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      Width.load(a, aAt + i).mul(Width.load(b, bAt + i)).intoArray(out, outAt + i);
    }
  }

  /** a / b. */
  static void divide(
      float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      Width.load(a, aAt + i).div(Width.load(b, bAt + i)).intoArray(out, outAt + i);
    }
  }

  /** a². */
  static void square(
      float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector x = Width.load(a, aAt + i);
      x.mul(x).intoArray(out, outAt + i);
    }
  }

  /** √a. */
  static void sqrt(
      float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      Width.load(a, aAt + i).sqrt().intoArray(out, outAt + i);
    }
  }

  /** −a. */
  static void negate(
      float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      Width.load(a, aAt + i).neg().intoArray(out, outAt + i);
    }
  }

  /** c + a · b, rounded twice. */
  static void plusProduct(
      float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector product = Width.load(a, aAt + i).mul(Width.load(b, bAt + i));
      Width.load(c, cAt + i).add(product).intoArray(out, outAt + i);
    }
  }

  /** c − a · b, rounded twice. */
  static void minusProduct(
      float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, float[] out, int outAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector product = Width.load(a, aAt + i).mul(Width.load(b, bAt + i));
      Width.load(c, cAt + i).sub(product).intoArray(out, outAt + i);
    }
  }
}
