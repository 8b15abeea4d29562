package org.gradcl.backend.opencl;

import org.gradcl.plan.Plan;
import org.gradcl.plan.View;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;

/** Turns what was read of an output's memory into a tensor of its logical shape. */
final class Outputs {
  private Outputs() {}

  /**
   * The tensor of an output.
   *
   * @param values from the view's first element to its last, gaps included
   */
  static HostTensor tensor(String name, Plan.Binding binding, float[] values) {
    if (binding.partialSums()) {
      double sum = 0;
      for (float partial : values) {
        sum += partial;
      }
      return HostTensor.of(name, Shape.scalar(), new double[] {sum});
    }
    View view = binding.view();
    if (view.stride() == view.columns()) {
      return HostTensor.of(name, binding.shape(), values);
    }
    float[] dense = new float[view.elements()];
    for (int row = 0; row < view.rows(); row++) {
      System.arraycopy(values, row * view.stride(), dense, row * view.columns(), view.columns());
    }
    return HostTensor.of(name, binding.shape(), dense);
  }
}
