package org.gradcl.backend.jvm.launch;

import java.util.Optional;
import org.gradcl.backend.jvm.product.Factor;
import org.gradcl.backend.jvm.product.KeptProduct;
import org.gradcl.backend.jvm.product.ProductScratch;
import org.gradcl.backend.jvm.product.ProductShape;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.ProductOperand;
import org.gradcl.plan.Region;

/**
 * A matrix of the state that products read as op(B) and that is worth being kept in strips: where
 * it lies, and how large it is. Immutable.
 *
 * @param region learnt, frozen, or averages of what is learnt
 * @param base of its first number
 * @param stride distance of its lines
 * @param lines columns of op(B)
 * @param depth of each
 * @param floats of its strips
 */
public record WeightMatrix(Region region, int base, int stride, int lines, int depth, int floats) {

  /** That of a launch, if it has one. */
  static Optional<WeightMatrix> of(MatmulLaunch launch, ProductScratch scratch) {
    ProductOperand b = launch.b();
    Region region = b.stored().region();
    ProductShape shape = MatmulRunner.shape(launch);
    Factor right = MatmulRunner.factor(b);
    boolean weights =
        region == Region.PARAMETER || region == Region.FROZEN || region == Region.SLOT;
    if (!weights || !KeptProduct.suits(shape, MatmulRunner.factor(launch.a()), right, scratch)) {
      return Optional.empty();
    }
    int floats = KeptProduct.floats(shape, right, scratch);
    return Optional.of(
        new WeightMatrix(region, b.base(), b.lineStride(), launch.n(), launch.k(), floats));
  }

  long bytes() {
    return 4L * floats;
  }
}
