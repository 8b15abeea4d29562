package org.gradcl.device;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gradcl.graph.Phase;

/**
 * The work of a device for one step over a batch: one entry for each launch, in order, and the
 * memory that they need. Immutable.
 *
 * @param device the device's name
 * @param batchSize samples of a batch
 * @param launches in order
 * @param memory what the step needs
 * @param notes notes for the reader, such as why times are missing; may be empty
 * @param profile how the times of the launches were measured; empty if they were not
 */
public record Explanation(
    String device,
    int batchSize,
    List<Launch> launches,
    Memory memory,
    List<String> notes,
    Optional<Profile> profile) {

  /**
   * One launch: the work that a device does at once. Some devices do a chain of launches at once,
   * in which no row depends on another; it is one entry, with the sums of its operations and bytes.
   *
   * @param name its name for people, such as {@code layer.0 forward}; unique in the step
   * @param phase the part of the step that it belongs to
   * @param kind {@code matmul}, {@code map}, {@code row}, {@code reduce}, {@code scatter}, {@code
   *     clip}, {@code update} or {@code chain}
   * @param shape its extents: products as layout and m×n×k, such as {@code NT 128×64×26}
   * @param formula what it computes
   * @param flops floating-point operations: two for each multiply-add of a product, one for each
   *     other
   * @param bytes the least bytes moved: each place read or written once
   * @param reads the memory that it reads
   * @param writes the memory that it writes
   * @param kernel by which it runs
   * @param microseconds the measured median time, if profiled
   */
  public record Launch(
      String name,
      Phase phase,
      String kind,
      String shape,
      String formula,
      long flops,
      long bytes,
      List<Place> reads,
      List<Place> writes,
      Kernel kernel,
      OptionalDouble microseconds) {

    /** Copies the lists. */
    public Launch {
      reads = List.copyOf(reads);
      writes = List.copyOf(writes);
    }

    /** Thousand million floating-point operations a second; empty if it was not profiled. */
    public OptionalDouble gflops() {
      return microseconds.isEmpty()
          ? OptionalDouble.empty()
          : OptionalDouble.of(1e-3 * flops / microseconds.getAsDouble());
    }
  }

  /**
   * One launch.
   *
   * @param name the kernel, or the routine of the JVM engine; of several kernels all, in order
   * @param variant which variant of it, with its tiles
   * @param shape the launch shape, such as global and local sizes
   * @param enqueues how many commands it takes: 1, more where a sum is cut into parts, which a
   *     further kernel folds
   */
  public record Kernel(String name, String variant, String shape, int enqueues) {}

  /**
   * A matrix in a region of memory.
   *
   * @param region {@code parameter}, {@code gradient}, {@code frozen}, {@code slot}, {@code input},
   *     {@code workspace} or {@code output}
   * @param offset of the first number from the region's begin, in numbers
   * @param rows at least 1
   * @param columns at least 1
   * @param stride from one row to the next, in numbers, at least {@code columns}
   */
  public record Place(String region, int offset, int rows, int columns, int stride) {
    /** The offset after the last number. */
    public int end() {
      return offset + (rows - 1) * stride + columns;
    }
  }

  /**
   * Memory in bytes.
   *
   * @param state for parameters, gradients and the optimiser
   * @param workspace for what lives within a step
   * @param batch for the inputs of one batch
   * @param outputs for what can be read after a step
   * @param device on the device in all: state, workspace, outputs, batches and scratch
   */
  public record Memory(long state, long workspace, long batch, long outputs, long device) {}

  /**
   * The conditions of a measurement of times.
   *
   * @param runs measured steps, of which a launch's time is the median
   * @param warmUpSeconds how long the step was run before the measurement
   * @param settled whether successive rounds of the warm-up agreed within 5 % in the end; if they
   *     did not, the engine was still changing or the machine was busy
   */
  public record Profile(int runs, double warmUpSeconds, boolean settled) {}

  /** Not measured. */
  public Explanation(
      String device, int batchSize, List<Launch> launches, Memory memory, List<String> notes) {
    this(device, batchSize, launches, memory, notes, Optional.empty());
  }

  /** Copies the lists. */
  public Explanation {
    launches = List.copyOf(launches);
    notes = List.copyOf(notes);
  }

  /** This explanation with the conditions of its measurement. */
  public Explanation with(Profile measured) {
    return new Explanation(device, batchSize, launches, memory, notes, Optional.of(measured));
  }

  /** Floating-point operations of the step. */
  public long flops() {
    return launches.stream().mapToLong(Launch::flops).sum();
  }

  /** The time of the whole step, the sum over its launches; empty if they were not measured. */
  public OptionalDouble stepMicroseconds() {
    return launches.stream().allMatch(launch -> launch.microseconds().isPresent())
        ? OptionalDouble.of(
            launches.stream().mapToDouble(launch -> launch.microseconds().getAsDouble()).sum())
        : OptionalDouble.empty();
  }

  /** Thousand million floating-point operations a second of the whole step; empty likewise. */
  public OptionalDouble gflops() {
    OptionalDouble time = stepMicroseconds();
    return time.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(1e-3 * flops() / time.getAsDouble());
  }

  /** The share of a launch in the time of the whole step, 0 to 1; empty likewise. */
  public OptionalDouble share(Launch launch) {
    OptionalDouble time = stepMicroseconds();
    return time.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(launch.microseconds().getAsDouble() / time.getAsDouble());
  }

  /**
   * A table of the launches, with times, shares of the whole step and GFLOP/s if they were
   * measured; of each what it computes and where in memory; and the totals.
   */
  public String text() {
    return ExplanationText.of(this);
  }

  @Override
  public String toString() {
    return text();
  }
}
