package org.gradcl.plan;

import java.util.List;
import java.util.Optional;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StepField;
import org.gradcl.graph.StepPart;

/**
 * One entry of a plan: the work that a device does at once. Sizes are run-time arguments of a
 * kernel; only tapes (and a backend's tiles) are compiled into it.
 *
 * <p>The set is closed. What all kinds have in common each says of itself here; what is done with a
 * kind is a {@link Visitor}, so that the compiler lists what a new one lacks.
 */
public sealed interface Launch
    permits MatmulLaunch,
        MapLaunch,
        RowLaunch,
        ScatterLaunch,
        ColumnSumsLaunch,
        ClipLaunch,
        UpdateLaunch {
  /** Its name for people, such as {@code layer.0 forward}; unique in the plan. */
  String name();

  /** The part of the step that it belongs to. */
  Phase phase();

  /**
   * The copy of the step record that it reads, in operands and for random numbers: up to the loss
   * launch, which copies it, the next step's.
   */
  default RecordCopy recordCopy() {
    return phase().compareTo(Phase.LOSS) <= 0 ? RecordCopy.NEXT : RecordCopy.CURRENT;
  }

  /** Which kind this is, for people. */
  LaunchKind kind();

  /** The formulas that it computes, for people. */
  String formula();

  /** Its extents for people: products as layout and m×n×k, such as {@code NT 128×64×26}. */
  String shape();

  /** The memory that it reads. */
  List<Place> reads();

  /** The memory that it writes. */
  List<Place> writes();

  /**
   * Whether it may write a place though it reads there: each element is read by the work-item that
   * writes it, and before.
   *
   * @param written one of {@link #writes}
   */
  default boolean writesInPlace(Place written) {
    return false;
  }

  /** The tapes that it computes, with what their variables may be. */
  default List<LaunchTape> tapes() {
    return List.of();
  }

  /**
   * Floating-point operations: two for each multiply-add of a product, one for each other; what is
   * the same for all elements once. Checks of finiteness and the squares for the clip norm, which
   * the launches leave that write gradients, are not counted.
   */
  long flops();

  /** The least bytes moved: each place read or written once; checks and the step record are not. */
  default long bytes() {
    long floats = 0;
    for (Place place : reads()) {
      floats += place.elements();
    }
    for (Place place : writes()) {
      floats += place.elements();
    }
    return 4 * floats;
  }

  /** Whether it leaves checks of the gradients that it writes, for the update or clip launch. */
  default boolean checked() {
    return false;
  }

  /** Whether it copies the step record's {@code next} to {@code current}: the loss launch. */
  default boolean beginsStep() {
    return false;
  }

  /**
   * The gradients from whose checks it writes the clip scale into the step record; empty if it
   * writes none.
   */
  default Optional<Place> norm() {
    return Optional.empty();
  }

  /** Whether it writes the clip scale into the step record. */
  default boolean clips() {
    return norm().isPresent();
  }

  /**
   * Which batch of a step it ends, if it writes parameters, slots, statistics and the next step
   * record; it is the plan's last then.
   */
  default Optional<StepPart> batchOfStep() {
    return Optional.empty();
  }

  /** Whether it writes parameters, slots, statistics and the next step record. */
  default boolean updates() {
    return batchOfStep().isPresent();
  }

  /** Whether a tape of it reads the clip scale. */
  default boolean readsClipScale() {
    String scale = StepField.CLIP_SCALE.variableName();
    return tapes().stream().anyMatch(tape -> tape.tape().variables().contains(scale));
  }

  /** Hands this to the visitor's method for its kind. */
  <R> R accept(Visitor<R> visitor);

  /**
   * What is done with a launch of each kind.
   *
   * @param <R> what comes of it
   */
  interface Visitor<R> {
    /** A matrix product. */
    R matmul(MatmulLaunch launch);

    /** Scalar expressions over a domain. */
    R map(MapLaunch launch);

    /** A row program. */
    R row(RowLaunch launch);

    /** Sums in the rows of a table. */
    R scatter(ScatterLaunch launch);

    /** Column sums. */
    R columnSums(ColumnSumsLaunch launch);

    /** The clip scale. */
    R clip(ClipLaunch launch);

    /** The update. */
    R update(UpdateLaunch launch);
  }
}
