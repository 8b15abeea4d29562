package org.gradcl.backend.jvm.launch;

import java.util.Optional;
import org.gradcl.backend.jvm.product.Factor;
import org.gradcl.backend.jvm.product.ProductScratch;
import org.gradcl.backend.jvm.product.ProductShape;
import org.gradcl.backend.jvm.product.WeightsProduct;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.ProductOperand;
import org.gradcl.plan.Region;

/**
 * A matrix of the state that products read as op(B) and that is worth being kept in strips: where
 * it lies, and how large it is. Immutable.
 *
 * @param region learnt, frozen, or averages of what is learnt
 * @param base of its first number
 * @param stride distance of its lines, or of inner indices where lines are neighbours
 * @param linesAreNeighbours whether it lies with its columns of op(B) beside each other
 * @param lines columns of op(B)
 * @param depth of each
 * @param floats of its strips
 */
public record WeightMatrix(
    Region region,
    int base,
    int stride,
    boolean linesAreNeighbours,
    int lines,
    int depth,
    int floats) {

  /**
   * That of a launch, if it has one.
   *
   * @param trains whether other launches of the step are to read it, not other runs
   */
  static Optional<WeightMatrix> of(MatmulLaunch launch, boolean trains, ProductScratch scratch) {
    ProductOperand b = launch.b();
    Region region = b.stored().region();
    ProductShape shape = MatmulRunner.shape(launch);
    Factor left = MatmulRunner.factor(launch.a());
    Factor right = MatmulRunner.factor(b);
    boolean weights =
        region == Region.PARAMETER || region == Region.FROZEN || region == Region.SLOT;
    if (!weights || !WeightsProduct.suits(shape, trains, left, right, scratch)) {
      return Optional.empty();
    }
    return Optional.of(
        new WeightMatrix(
            region,
            b.base(),
            b.linesAreNeighbours() ? b.innerStride() : b.lineStride(),
            b.linesAreNeighbours(),
            launch.n(),
            launch.k(),
            WeightsProduct.floats(shape, right, scratch)));
  }

  long bytes() {
    return 4L * floats;
  }
}
