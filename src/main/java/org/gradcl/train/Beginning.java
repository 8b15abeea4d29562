package org.gradcl.train;

import java.util.Map;
import java.util.Optional;
import org.gradcl.backend.StepState;
import org.gradcl.graph.StateLayout;
import org.gradcl.random.RandomKey;
import org.gradcl.step.TrainingStep;
import org.gradcl.train.checkpoint.CheckpointContent;
import org.gradcl.train.checkpoint.FitProgress;
import org.gradcl.train.session.DeviceSession;
import org.gradcl.train.session.LearningRate;

/**
 * The initial state of a trainer: all that a checkpoint holds, its parameters alone, or first
 * parameters drawn by the seed.
 *
 * @param checkpoint from which something is taken
 * @param restore what is taken of it
 * @param seed given to the builder
 * @param totalSteps given to the builder
 */
record Beginning(
    Optional<Checkpoint> checkpoint,
    Restore restore,
    Optional<Long> seed,
    Optional<Integer> totalSteps) {

  private Optional<CheckpointContent> content() {
    return checkpoint.map(Checkpoint::content);
  }

  private Optional<CheckpointContent> resumed() {
    return content().filter(content -> restore == Restore.ALL);
  }

  /** The texts that were saved with the model. */
  Map<String, String> attributes() {
    return content().map(CheckpointContent::attributes).orElse(Map.of());
  }

  /** Epochs that the model was trained for before. */
  int passes() {
    return resumed().flatMap(CheckpointContent::progress).map(FitProgress::passes).orElse(0);
  }

  /** Whether the learning rate can depend on the total number of steps. */
  boolean isTotalKnown() {
    return resumed().isPresent() || totalSteps.isPresent();
  }

  /**
   * Refuses another model, loss or optimiser than those resumed.
   *
   * @throws IllegalStateException naming both
   */
  void requireSame(TrainingStep step) {
    resumed().ifPresent(content -> content.requireSame(step));
  }

  /**
   * Refuses a checkpoint whose tensors are not those of a step.
   *
   * @throws org.gradcl.train.report.CheckpointException naming what differs
   */
  void requireFit(StateLayout layout) {
    if (restore == Restore.ALL) {
      content().ifPresent(content -> content.requireFit(layout));
    } else {
      content().map(CheckpointContent::forInference).ifPresent(p -> requireFit(p, layout.frozen()));
    }
  }

  private static void requireFit(CheckpointContent parameters, StateLayout layout) {
    parameters.requireFit(
        layout,
        "give a checkpoint of this model, or build the trainer without it and load what fits, under"
            + " other names if need be, with Parameters.load and Match.SOME");
  }

  /**
   * Writes the state to the device.
   *
   * @return the key of the run's random numbers
   * @throws IllegalStateException if seed or total steps are others than those resumed
   */
  RandomKey write(DeviceSession session, TrainingStep step) {
    return resumed()
        .map(content -> writeAll(session, content))
        .orElseGet(() -> writeParameters(session, step));
  }

  private RandomKey writeAll(DeviceSession session, CheckpointContent content) {
    RandomKey key = content.key();
    seed.ifPresent(
        given -> content.requireSame("seed", Long.toString(key.seed()), Long.toString(given)));
    totalSteps.ifPresent(
        total ->
            content.requireSame(
                "total steps",
                Integer.toString(content.snapshot().step().totalSteps()),
                Integer.toString(total)));
    content.restore(session);
    return key;
  }

  /** A run of its own. */
  private RandomKey writeParameters(DeviceSession session, TrainingStep step) {
    RandomKey key = RandomKey.ofSeed(seed.orElse(0L));
    session.writeParameters(
        checkpoint
            .map(Checkpoint::parameters)
            .orElseGet(() -> step.model().initialParameters(key)));
    int total = totalSteps.orElse(1);
    float rate = new LearningRate(step.optimizer()).at(0, total);
    session.state().writeStep(new StepState(0, total, rate, key.key0(), key.key1(), false));
    return key;
  }
}
