package org.gradcl.backend.jvm.arithmetic;

import org.gradcl.expr.Operator;
import org.gradcl.graph.RowProgram.Combine;

/**
 * Arithmetic in plain Java: simple loops from index 0, the form that the just-in-time compiler
 * turns into vector instructions by itself (with an offset in an index it does not: measured on JDK
 * 17 and 25). No fused multiply-add, which is thousands of times slower where the processor lacks
 * it.
 */
public final class PlainArithmetic implements Arithmetic {
  private static final StripPacker PACKER = new PlainStripPacker();
  private static final PassTable TABLE = new PassTable(PlainArithmetic::rule);

  private static BlockPass[] rule(Operator operator) {
    return switch (operator) {
      case ADD -> PassTable.passes(PlainLoops::add);
      case SUBTRACT -> PassTable.passes(PlainLoops::subtract);
      case MULTIPLY -> PassTable.passes(PlainLoops::multiply);
      case DIVIDE -> PassTable.passes(PlainLoops::divide);
      case NEGATE -> PassTable.passes(PlainLoops::negate);
      case ABSOLUTE -> PassTable.passes(PlainLoops::absolute);
      case SIGN -> PassTable.passes(PlainLoops::sign);
      case MINIMUM -> PassTable.passes(PlainLoops::minimum);
      case MAXIMUM -> PassTable.passes(PlainLoops::maximum);
      case SQUARE -> PassTable.passes(PlainLoops::square);
      case SQRT -> PassTable.passes(PlainLoops::sqrt);
      case EXP -> PassTable.passes(PlainLoops::exp);
      case EXPM1 -> PassTable.passes(PlainLoops::expm1);
      case LOG -> PassTable.passes(PlainLoops::log);
      case LOG1P -> PassTable.passes(PlainLoops::log1p);
      case TANH -> PassTable.passes(PlainLoops::tanh);
      case SIGMOID -> PassTable.passes(PlainLoops::sigmoid);
      case SOFTPLUS -> PassTable.passes(PlainLoops::softplus);
      case ERF -> PassTable.passes(PlainLoops::erf);
      case COS -> PassTable.passes(PlainLoops::cos);
      case FLOOR -> PassTable.passes(PlainLoops::floor);
      case GREATER -> PassTable.passes(PlainLoops::greater);
      case EQUAL -> PassTable.passes(PlainLoops::equal);
      case SELECT -> PassTable.passes(PlainLoops::select);
      case CONSTANT, VARIABLE, INDEX, UNIFORM -> new BlockPass[0];
    };
  }

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public int vectorBits() {
    return 0;
  }

  @Override
  public BlockPass[] passes(Operator operator) {
    return TABLE.of(operator);
  }

  @Override
  public TileKernel tileKernel() {
    return new PlainTileKernel();
  }

  @Override
  public StripPacker stripPacker() {
    return PACKER;
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

  @Override
  public void accumulateRows(float[] a, int offset, int stride, int rows, float[] sums, int n) {
    for (int row = 0; row < rows; row++) {
      accumulate(a, offset + row * stride, sums, n);
    }
  }

  @Override
  public void combine(Combine combine, float[] a, int from, float[] results, int to, int n) {
    PlainReductions.combine(combine, a, from, results, to, n);
  }

  @Override
  public void multiplyAdds(int rounds, float[] sums) {
    PlainMultiplyAdds.run(rounds, sums);
  }

  @Override
  public int operationsOfRound() {
    return PlainMultiplyAdds.OPERATIONS;
  }
}
