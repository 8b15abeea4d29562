package org.gradcl.backend;

import java.util.List;
import java.util.OptionalDouble;
import org.gradcl.plan.Launch;
import org.gradcl.plan.Plan;

/**
 * A plan as it runs on a device: a row a launch.
 *
 * @param plan what was compiled
 * @param device the device's name
 * @param rows one for each launch, in order
 * @param deviceBytes bytes of the device's memory for state, workspace, batches and scratch
 * @param notes what a reader must know, such as why times are missing; may be empty
 */
public record Explanation(
    Plan plan, String device, List<Row> rows, long deviceBytes, List<String> notes) {

  /**
   * A launch as it runs.
   *
   * @param launch what is computed
   * @param kernel the kernel, or the routine of the JVM engine
   * @param variant which variant of it, with its tiles
   * @param shape the launch shape, such as global and local sizes
   * @param enqueues how many commands it takes; 1, more where operands are packed first
   * @param microseconds the measured median time, if profiled
   */
  public record Row(
      Launch launch,
      String kernel,
      String variant,
      String shape,
      int enqueues,
      OptionalDouble microseconds) {}

  /** Copies the lists. */
  public Explanation {
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
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
