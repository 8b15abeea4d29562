package org.gradcl.backend.jvm.launch;

import java.util.List;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.plan.PartialSum;
import org.gradcl.plan.Place;

/**
 * The sums that a launch takes over its domain, as partial sums: partial p covers the elements (or
 * rows) from p · chunk up to (p + 1) · chunk. Sums of blocks are added in float64, in order.
 */
final class PartialSums {
  private final List<PartialSum> sums;
  private final Memory memory;
  private final Arithmetic arithmetic;
  private final int partials;
  private final int chunk;
  private final double[][] totals;

  /**
   * Sums over a domain.
   *
   * @param length elements (or rows) of the domain
   * @param partials how many partial sums a sum leaves
   */
  PartialSums(List<PartialSum> sums, int length, int partials, RunnerContext context) {
    this.sums = sums;
    this.memory = context.memory();
    this.arithmetic = context.arithmetic();
    this.partials = partials;
    this.chunk = (length + partials - 1) / partials;
    this.totals = new double[sums.size()][partials];
  }

  /** How many elements (or rows) a partial sum covers. */
  int chunk() {
    return chunk;
  }

  /** Begins the partial sums from one number up to, but not including, another. */
  void begin(int from, int to) {
    for (double[] total : totals) {
      java.util.Arrays.fill(total, from, to, 0);
    }
  }

  /**
   * Adds numbers of the domain that follow each other.
   *
   * @param elements of the launch, which have just computed a block
   * @param first the place of the first number in the domain
   */
  void add(BoundTape elements, int first, int count, int thread) {
    for (int s = 0; s < totals.length; s++) {
      float[] values = elements.output(sums.get(s).output(), thread);
      int done = 0;
      while (done < count) {
        int partial = (first + done) / chunk;
        int next = Math.min(count, (partial + 1) * chunk - first);
        totals[s][partial] += arithmetic.sum(values, done, next);
        done = next;
      }
    }
  }

  /** Writes the partial sums from one number up to another to where they go. */
  void put(int from, int to) {
    for (int s = 0; s < totals.length; s++) {
      Place place = sums.get(s).place();
      float[] target = place == null ? memory.lossPartials : memory.of(place.region());
      int offset = place == null ? 0 : place.base();
      for (int partial = from; partial < to; partial++) {
        target[offset + partial] = (float) totals[s][partial];
      }
    }
  }

  /** Zero if the partial sums of the loss from one number up to another are finite, else NaN. */
  float finiteness(int from, int to) {
    float word = 0;
    for (int s = 0; s < sums.size(); s++) {
      if (sums.get(s).destination() == PartialSum.Destination.RING) {
        word += arithmetic.finiteness(memory.lossPartials, from, to);
      }
    }
    return word;
  }

  /** The number of partial sums. */
  int partials() {
    return partials;
  }
}
