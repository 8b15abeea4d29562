package org.gradcl.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.gradcl.backend.Device;
import org.gradcl.backend.Limits;
import org.gradcl.text.ByteSize;

/**
 * What bounds the speed of a device, as it was measured: no plan is faster than the slowest of its
 * arithmetic, its memory traffic and its launches, each alone at its best.
 *
 * @param flopsPerSecond floating-point operations of multiply-adds in registers
 * @param bandwidths of memory, by the size of what is read and written, smallest first: what fits
 *     in caches is moved faster
 * @param launchSeconds the cost of an empty launch
 */
public record Roofline(double flopsPerSecond, List<Bandwidth> bandwidths, double launchSeconds) {
  private static final int SMALLEST = 1 << 16;
  private static final int LARGEST = 1 << 28;
  private static final int GROWTH = 8;

  /**
   * How fast memory is.
   *
   * @param workingSet bytes that are read and written over and over
   * @param bytesPerSecond that are moved
   */
  public record Bandwidth(long workingSet, double bytesPerSecond) {}

  /** What a run takes at least, and why. */
  public enum Bound {
    /** The multiply-adds. */
    ARITHMETIC("arithmetic"),
    /** The bytes that are read and written. */
    MEMORY("memory"),
    /** The number of launches. */
    LAUNCHES("launches");

    private final String word;

    Bound(String word) {
      this.word = word;
    }

    /** The word for tables and files. */
    public String word() {
      return word;
    }
  }

  /**
   * What a run does.
   *
   * @param flops floating-point operations
   * @param bytes read and written
   * @param workingSet bytes of all memory that it uses
   * @param launches of its plan
   */
  public record Work(double flops, long bytes, long workingSet, int launches) {}

  /** Copies the list. */
  public Roofline {
    bandwidths = List.copyOf(bandwidths);
  }

  /**
   * Measures a device.
   *
   * @param seconds to warm up and to measure each of the limits
   */
  public static Roofline of(Device device, double seconds) {
    Limits limits = device.limits();
    double flops = rate(limits.multiplyAdds(), seconds);
    List<Bandwidth> bandwidths = new ArrayList<>();
    for (long size = SMALLEST; size <= LARGEST; size *= GROWTH) {
      bandwidths.add(new Bandwidth(size, rate(limits.update(size), seconds)));
    }
    return new Roofline(flops, bandwidths, 1 / rate(limits.emptyLaunches(), seconds));
  }

  /** How much a loop does in a second of its best round. */
  private static double rate(Limits.Loop loop, double seconds) {
    try (loop) {
      return loop.amount() / Timing.of(loop::run, seconds).bestSeconds();
    }
  }

  /** Bytes a second of what uses so many: as was measured for the next larger size. */
  double bandwidth(long workingSet) {
    return bandwidths.stream()
        .filter(measured -> measured.workingSet() >= workingSet)
        .findFirst()
        .orElse(bandwidths.get(bandwidths.size() - 1))
        .bytesPerSecond();
  }

  /** The seconds that one bound alone takes. */
  double seconds(Bound bound, Work work) {
    return switch (bound) {
      case ARITHMETIC -> work.flops() / flopsPerSecond;
      case MEMORY -> work.bytes() / bandwidth(work.workingSet());
      case LAUNCHES -> work.launches() * launchSeconds;
    };
  }

  /** Which bound takes longest. */
  Bound bound(Work work) {
    Bound slowest = Bound.ARITHMETIC;
    for (Bound bound : Bound.values()) {
      if (seconds(bound, work) > seconds(slowest, work)) {
        slowest = bound;
      }
    }
    return slowest;
  }

  /** For people, in one line. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "roofline: %.0f GFLOP/s of multiply-adds; memory %s; %.2f µs an empty launch",
        1e-9 * flopsPerSecond,
        bandwidths.stream()
            .map(
                measured ->
                    String.format(
                        Locale.ROOT,
                        "%.1f GB/s at %s",
                        1e-9 * measured.bytesPerSecond(),
                        ByteSize.text(measured.workingSet())))
            .collect(Collectors.joining(", ")),
        1e6 * launchSeconds);
  }
}
