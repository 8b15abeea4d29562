package org.gradcl.gpu.product;

/**
 * How long products should take on a device that nobody has at hand, from what their compiled
 * kernels cost a slice. An upper bound of the speed, never a measurement: it knows neither bank
 * conflicts nor clocks that fall under load, nor how well a scheduler hides what could be hidden.
 *
 * <p>A work-group's slice takes a unit C = max(issue, multiply-adds, local memory) cycles; alone on
 * a unit it takes T, with what nothing hides; a unit that holds b groups needs max(b·C, T) for b
 * slices (after Volkov, Understanding Latency Hiding on GPUs, 2016: the lesser of the throughput
 * bound and the latency bound by Little's law). Groups come in waves over the units. A launch ends
 * no sooner than its bytes have passed, and the first loads and the last stores are added once.
 */
public final class TimeModel {
  /** The first loads from memory, which nothing hides, and the epilogue. */
  private static final double ENDS_CYCLES = 1500;

  /** Bytes of local memory that a group takes beyond its own. */
  private static final double RESERVED_KIBIBYTES = 1;

  private static final int REGISTER_GRANULE = 8;
  private static final int MOST_GROUPS = 32;

  private TimeModel() {}

  /**
   * A product.
   *
   * @param m rows of C
   * @param n columns of C
   * @param k inner extent
   * @param batch number of matrices
   * @param splits parts of the inner extent, each with groups of its own
   */
  public record Product(int m, int n, int k, int batch, int splits) {
    /** Operations: two a multiply-add. */
    public double flops() {
      return 2.0 * m * n * k * batch;
    }

    private double bytes() {
      double c = (double) m * n * (splits == 1 ? 1 : 2 * splits + 1);
      return 4 * batch * ((double) m * k + (double) k * n + c);
    }
  }

  /** Groups of a kernel that a unit of a device holds at a time. */
  public static int groupsPerUnit(SliceCosts costs, GpuFigures gpu) {
    int registers = ceil(costs.registers(), REGISTER_GRANULE) * REGISTER_GRANULE * costs.items();
    int byMemory = (int) (gpu.localKibibytes() / (costs.localKibibytes() + RESERVED_KIBIBYTES));
    int groups = Math.min(gpu.registers() / registers, gpu.items() / costs.items());
    return Math.max(1, Math.min(Math.min(groups, byMemory), MOST_GROUPS));
  }

  /** Microseconds of a product's launch, and of the one that adds its parts if it is split. */
  public static double microseconds(Product product, SliceCosts costs, GpuFigures gpu) {
    double warps = (double) costs.items() / gpu.lanes();
    double issue = warps * costs.instructions() / gpu.issues();
    double multiplyAdds = warps * costs.multiplyAdds() * gpu.lanes() / gpu.multiplyAdds();
    double together = Math.max(Math.max(issue, multiplyAdds), warps * costs.localCycles());
    double alone =
        costs.roundTrips() * gpu.latency()
            + costs.fixedCycles()
            + Math.max(warps / gpu.issues(), 1) * costs.chain();
    int resident = gpu.units() * groupsPerUnit(costs, gpu);
    int slices = ceil(product.k / (double) product.splits, costs.tile().depth());
    long left =
        (long) ceil(product.m, costs.tile().rows())
            * ceil(product.n, costs.tile().columns())
            * product.splits
            * product.batch;
    double cycles = ENDS_CYCLES;
    while (left > 0) {
      long here = Math.min(left, resident);
      cycles += slices * Math.max(Math.ceil((double) here / gpu.units()) * together, alone);
      left -= here;
    }
    double computing = cycles / gpu.gigahertz() / 1e3;
    double moving = product.bytes() / gpu.gigabytes() / 1e3;
    int launches = product.splits == 1 ? 1 : 2;
    return Math.max(computing, moving) + launches * gpu.launchMicros();
  }

  /** Microseconds of a launch that moves bytes and does little else. */
  public static double microseconds(double bytes, GpuFigures gpu) {
    return bytes / gpu.gigabytes() / 1e3 + ENDS_CYCLES / gpu.gigahertz() / 1e3 + gpu.launchMicros();
  }

  private static int ceil(double a, double b) {
    return (int) Math.ceil(a / b);
  }
}
