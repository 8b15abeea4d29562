package org.gradcl.backend.jvm.launch;

import java.util.List;
import org.gradcl.plan.PartialSum;
import org.gradcl.plan.View;

/** Where a launch leaves its partial sums. */
final class PartialSums {
  private final List<PartialSum> sums;
  private final Memory memory;

  PartialSums(List<PartialSum> sums, Memory memory) {
    this.sums = sums;
    this.memory = memory;
  }

  int count() {
    return sums.size();
  }

  int output(int i) {
    return sums.get(i).output();
  }

  void put(int i, int partial, double value) {
    View view = sums.get(i).view();
    if (view == null) {
      memory.lossPartials[partial] = (float) value;
    } else {
      memory.of(view.region())[view.offset() + partial] = (float) value;
    }
  }

  /** Zero if the partial sum of the loss is finite, else NaN. */
  float finiteness(int partial) {
    for (PartialSum sum : sums) {
      if (sum.destination() == PartialSum.Destination.RING) {
        return memory.lossPartials[partial] * 0;
      }
    }
    return 0;
  }
}
