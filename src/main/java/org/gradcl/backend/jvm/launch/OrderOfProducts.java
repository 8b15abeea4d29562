package org.gradcl.backend.jvm.launch;

import org.gradcl.backend.jvm.arithmetic.InPlaceKernel;
import org.gradcl.backend.jvm.product.SumOrder;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Plan;

/**
 * In which order the products of a plan add: sequentially outside of training, so that a prediction
 * has the same bits in any batch. In training lanes may be summed where a full batch has few rows;
 * a partial batch adds as the full one does. Immutable.
 *
 * @param trains whether the plan trains
 * @param rows of its batch
 * @param fullRows of a full batch
 */
public record OrderOfProducts(boolean trains, int rows, int fullRows) {
  /** That of a plan. */
  public static OrderOfProducts of(Plan plan) {
    return new OrderOfProducts(plan.trains(), plan.rows(), plan.fullRows());
  }

  SumOrder of(MatmulLaunch launch) {
    // A row of the batch may have several rows of a product, for its positions.
    long ofFullBatch = launch.m() % rows == 0 ? (long) launch.m() / rows * fullRows : launch.m();
    return trains && launch.batch() == 1 && ofFullBatch <= InPlaceKernel.MOST_ROWS_OF_DOTS
        ? SumOrder.IN_LANES
        : SumOrder.SEQUENTIAL;
  }
}
