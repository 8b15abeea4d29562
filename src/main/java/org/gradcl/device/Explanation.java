package org.gradcl.device;

import java.util.List;
import java.util.OptionalDouble;
import org.gradcl.graph.Phase;

/**
 * What a device does for one step over a batch: an entry a launch, in order, and the memory that
 * they need. Immutable.
 *
 * @param device the device's name
 * @param batchSize samples of a batch
 * @param launches in order
 * @param memory what the step needs
 * @param notes what a reader must know, such as why times are missing; may be empty
 */
public record Explanation(
    String device, int batchSize, List<Launch> launches, Memory memory, List<String> notes) {

  /**
   * One launch: what a device does in one go.
   *
   * @param name what people call it, such as {@code layer.0 forward}; unique in the step
   * @param phase the part of the step that it belongs to
   * @param kind {@code matmul}, {@code map}, {@code row}, {@code reduce} or {@code update}
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
   * How a launch runs.
   *
   * @param name the kernel, or the routine of the JVM engine
   * @param variant which variant of it, with its tiles
   * @param shape the launch shape, such as global and local sizes
   * @param enqueues how many commands it takes; 1, more where operands are packed first
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

  /** Copies the lists. */
  public Explanation {
    launches = List.copyOf(launches);
    notes = List.copyOf(notes);
  }

  /** Floating-point operations of the step. */
  public long flops() {
    return launches.stream().mapToLong(Launch::flops).sum();
  }

  /**
   * A table of the launches, with times and GFLOP/s if they were measured; of each what it computes
   * and where in memory; and the totals.
   */
  public String text() {
    return ExplanationText.of(this);
  }

  @Override
  public String toString() {
    return text();
  }
}
