package org.gradcl.backend.jvm.launch;

import org.gradcl.plan.RecordCopy;
import org.gradcl.plan.Region;

/**
 * The arrays behind the regions of one executable, the step record and the loss of this step. Set
 * by one thread at a time, that of the executable; the team's threads read it and write each its
 * own piece of the arrays.
 */
public final class Memory {
  private final float[][] regions = new float[Region.values().length][];

  /** The record that forward reads and the update writes. */
  final StepRecord next;

  /** The record that backward and the update read; the loss launch copies it. */
  final StepRecord current;

  /** The loss of the latest step. */
  double loss;

  /** Memory over a state's two records. */
  public Memory(StepRecord next, StepRecord current) {
    this.next = next;
    this.current = current;
  }

  /** Sets the array of a region. */
  public void set(Region region, float[] array) {
    regions[region.ordinal()] = array;
  }

  /** The array of a region. */
  public float[] of(Region region) {
    return regions[region.ordinal()];
  }

  /** A copy of the step record. */
  StepRecord record(RecordCopy copy) {
    return switch (copy) {
      case NEXT -> next;
      case CURRENT -> current;
    };
  }

  /** The loss of the latest step. */
  public double loss() {
    return loss;
  }
}
