package org.gradcl.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradcl.graph.StepPart;
import org.gradcl.tensor.Shape;

/**
 * The launches and the memory of one step over a fixed number of rows, as a device executes them.
 * Immutable.
 *
 * @param rows the extent of the batch
 * @param target what it was compiled for
 * @param state where the tensors that outlive the step lie
 * @param launches in order
 * @param inputs what a batch source fills, by name, all in {@link Region#INPUT}
 * @param outputs what can be read after a run, by name
 * @param inputElements floats of {@link Region#INPUT}
 * @param workspaceElements floats of {@link Region#WORKSPACE}
 * @param outputElements floats of {@link Region#OUTPUT}
 * @param fullRows the extent of a full batch, for which an engine chooses how it computes, so that
 *     partial batches of the same training are computed as full ones are
 */
public record Plan(
    int rows,
    Target target,
    StatePlacement state,
    List<Launch> launches,
    Map<String, Binding> inputs,
    Map<String, Binding> outputs,
    int inputElements,
    int workspaceElements,
    int outputElements,
    int fullRows) {

  /**
   * A named place.
   *
   * @param place where it lies
   * @param shape logical extents
   */
  public record Binding(Place place, Shape shape) {}

  /** Copies the collections, keeping their order. */
  public Plan {
    launches = List.copyOf(launches);
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /** A plan of full batches. */
  public Plan(
      int rows,
      Target target,
      StatePlacement state,
      List<Launch> launches,
      Map<String, Binding> inputs,
      Map<String, Binding> outputs,
      int inputElements,
      int workspaceElements,
      int outputElements) {
    this(
        rows,
        target,
        state,
        launches,
        inputs,
        outputs,
        inputElements,
        workspaceElements,
        outputElements,
        rows);
  }

  /** This plan as one of partial batches, where full ones have so many rows. */
  public Plan partOf(int fullBatch) {
    return new Plan(
        rows,
        target,
        state,
        launches,
        inputs,
        outputs,
        inputElements,
        workspaceElements,
        outputElements,
        fullBatch);
  }

  /** Whether running this plan changes parameters. */
  public boolean trains() {
    return launches.stream().anyMatch(Launch::updates);
  }

  /** Whether gradients are clipped, so that their checks include squares. */
  public boolean clips() {
    return launches.stream().anyMatch(Launch::clips);
  }

  /** Which of a step's batches this is a plan of; the only one, where nothing is learnt. */
  public StepPart part() {
    return launches.stream()
        .map(Launch::batchOfStep)
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(StepPart.WHOLE);
  }

  /** Where the gradients lie of whose norm they are clipped by; empty if none are. */
  public Optional<Place> norm() {
    return launches.stream().map(Launch::norm).flatMap(Optional::stream).findFirst();
  }

  /** Floating-point operations of a run. */
  public long flops() {
    return launches.stream().mapToLong(Launch::flops).sum();
  }

  /** Bytes of this plan's own memory: workspace, outputs and one batch. State comes on top. */
  public long bytes() {
    return 4L * ((long) inputElements + workspaceElements + outputElements);
  }

  /**
   * The plan as a table: a row a launch with its shape (products as layout and m×n×k), operations,
   * bytes and the memory it reads and writes, then its formulas and the totals.
   */
  public String explain() {
    return PlanTable.of(this);
  }
}
