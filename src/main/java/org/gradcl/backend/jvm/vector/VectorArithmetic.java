package org.gradcl.backend.jvm.vector;

import java.util.Optional;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.backend.jvm.arithmetic.BlockPass;
import org.gradcl.backend.jvm.arithmetic.InPlaceKernel;
import org.gradcl.backend.jvm.arithmetic.PassTable;
import org.gradcl.backend.jvm.arithmetic.PlainArithmetic;
import org.gradcl.backend.jvm.arithmetic.RangePass;
import org.gradcl.backend.jvm.arithmetic.StripPacker;
import org.gradcl.backend.jvm.arithmetic.TileKernel;
import org.gradcl.expr.Operator;
import org.gradcl.graph.RowProgram.Combine;

/**
 * Arithmetic with the Vector API. Functions are composed of its elementary operations only: its own
 * {@code EXP}, {@code TANH} and {@code reduceLanes} may change bits when a method is compiled.
 *
 * <p>The simplest operators stay plain loops: the just-in-time compiler vectorises them as well, at
 * the same speed, and long before it has compiled a loop of the Vector API.
 */
final class VectorArithmetic implements Arithmetic {
  private static final Arithmetic PLAIN = new PlainArithmetic();
  private static final StripPacker PACKER = new VectorStripPacker();
  private static final PassTable TABLE = new PassTable(VectorArithmetic::rule);

  /** By reflection. */
  VectorArithmetic() {}

  private static BlockPass[] rule(Operator operator) {
    return switch (operator) {
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, NEGATE, ABSOLUTE, MINIMUM, MAXIMUM, SQUARE, SQRT, COS ->
          PLAIN.passes(operator);
      case SIGN -> PassTable.passes(VectorLoops::sign);
      case EXP -> PassTable.passes(VectorLoops::exp);
      case EXPM1 -> PassTable.passes(VectorLoops::expm1);
      case LOG -> PassTable.passes(VectorLoops::log);
      case LOG1P -> PassTable.passes(VectorPasses::logOfOnePlus, VectorPasses::log1p);
      case TANH -> PassTable.passes(VectorPasses::expOfTwiceMagnitude, VectorPasses::tanh);
      case SIGMOID -> PassTable.passes(VectorPasses::expOfMinusMagnitude, VectorPasses::sigmoid);
      case SOFTPLUS ->
          PassTable.passes(
              VectorPasses::expOfMinusMagnitude,
              VectorPasses::log1pOfResult,
              VectorPasses::softplus);
      case ERF ->
          PassTable.passes(
              VectorPasses::logOfErfComplement, VectorPasses::expOfResult, VectorPasses::erf);
      case FLOOR -> PassTable.passes(VectorLoops::floor);
      case GREATER -> PassTable.passes(VectorLoops::greater);
      case EQUAL -> PassTable.passes(VectorLoops::equal);
      case SELECT -> PassTable.passes(VectorLoops::select);
      case CONSTANT, VARIABLE, INDEX, UNIFORM -> new BlockPass[0];
    };
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public int vectorBits() {
    return Width.FLOATS.vectorBitSize();
  }

  @Override
  public BlockPass[] passes(Operator operator) {
    return TABLE.of(operator);
  }

  @Override
  public Optional<RangePass> rangePass(Operator operator) {
    return VectorRanges.of(operator);
  }

  @Override
  public Optional<RangePass> rangePassWithProduct(Operator operator) {
    return VectorRanges.withProduct(operator);
  }

  @Override
  public TileKernel tileKernel() {
    return new VectorTileKernel(Width.REGISTERS > 16);
  }

  @Override
  public TileKernel otherTileKernel() {
    return new VectorTileKernel(Width.REGISTERS <= 16);
  }

  @Override
  public Optional<InPlaceKernel> inPlaceKernel() {
    return Optional.of(new VectorInPlaceKernel());
  }

  @Override
  public StripPacker stripPacker() {
    return PACKER;
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

  @Override
  public void accumulateRows(float[] a, int offset, int stride, int rows, float[] sums, int n) {
    VectorReductions.accumulateRows(a, offset, stride, rows, sums, n);
  }

  @Override
  public void combine(Combine combine, float[] a, int from, float[] results, int to, int n) {
    VectorReductions.combine(combine, a, from, results, to, n);
  }

  @Override
  public void multiplyAdds(int rounds, float[] sums) {
    VectorMultiplyAdds.run(rounds, sums);
  }

  @Override
  public int operationsOfRound() {
    return VectorMultiplyAdds.OPERATIONS;
  }
}
