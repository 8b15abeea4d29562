package org.gradcl.train.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.gradcl.graph.StateLayout;
import org.gradcl.random.RandomKey;
import org.gradcl.step.TrainingStep;
import org.gradcl.train.report.CheckpointException;
import org.gradcl.train.session.DeviceSession;
import org.gradcl.train.session.Snapshot;

/**
 * All that a checkpoint holds.
 *
 * @param model its text form
 * @param loss its text form
 * @param optimizer its text form
 * @param attributes the program's own texts by name
 * @param snapshot parameters, optimiser slots and step record
 * @param progress the progress of the fit; empty if this was not taken within one, or is the best
 *     state that a stopped fit restored
 * @param origin the file that it was read from, or words for its source
 */
public record CheckpointContent(
    String model,
    String loss,
    String optimizer,
    Map<String, String> attributes,
    Snapshot snapshot,
    Optional<FitProgress> progress,
    String origin) {

  /** Copies the map and keeps its order. */
  public CheckpointContent {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** The random key of the run. */
  public RandomKey key() {
    return new RandomKey(snapshot.step().key0(), snapshot.step().key1());
  }

  /**
   * The progress of the fit.
   *
   * @throws IllegalArgumentException if this was not taken within one, or is of a best state
   */
  public FitProgress requireProgress() {
    return progress.orElseThrow(
        () ->
            new IllegalArgumentException(
                origin
                    + " holds no run to resume: it was not saved by a fit, or is of the best state"
                    + " that a stopped fit restored, from which its run does not go on (from the"
                    + " last.safetensors of Fit.checkpoints it does); train on from it with"
                    + " Checkpoint.trainer() and a new Fit"));
  }

  /**
   * Refuses to be restored into the state of another model or optimiser. Must be called before a
   * device allocates tensors by the text forms, since a damaged file may ask for any size.
   *
   * @throws CheckpointException if the tensors are not those of the layout
   */
  public void requireFit(StateLayout layout) {
    requireFit(layout, "give a checkpoint of this model");
  }

  /**
   * As {@link #requireFit(StateLayout)}, of a model to which other parameters could be given.
   *
   * @param advice for whoever has no such checkpoint
   */
  public void requireFit(StateLayout layout, String advice) {
    try {
      snapshot.requireFit(layout);
      progress.flatMap(FitProgress::best).ifPresent(best -> best.requireFit(layout));
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(origin, e.getMessage(), advice);
    }
  }

  /**
   * Refuses another model, loss or optimiser than this checkpoint's, by their text forms.
   *
   * @throws IllegalStateException naming both
   */
  public void requireSame(TrainingStep step) {
    requireSame("model", model, step.model().describe());
    requireSame("loss", loss, step.objective().describe());
    requireSame("optimiser", optimizer, step.optimizer().describe());
  }

  /**
   * Refuses a value that differs from the one saved in this checkpoint.
   *
   * @throws IllegalStateException naming both
   */
  public void requireSame(String what, String saved, String given) {
    if (!saved.equals(given)) {
      throw new IllegalStateException(
          String.format(
              "The %s in %s is '%s', the one given is '%s'; leave it out, or begin a run of its own"
                  + " from the checkpoint's parameters, with Restore.PARAMETERS",
              what, origin, saved, given));
    }
  }

  /**
   * Makes a session's state this one.
   *
   * @throws CheckpointException if the tensors are not those of the session's model and optimiser
   */
  public void restore(DeviceSession session) {
    requireFit(session.state().placement().layout());
    session.restore(snapshot);
  }

  /** Bytes of all tensors. */
  long bytes() {
    return snapshot.bytes() + progress.flatMap(FitProgress::best).map(Snapshot::bytes).orElse(0L);
  }

  /** The part that a predictor needs, without optimiser state and run. */
  public CheckpointContent forInference() {
    return new CheckpointContent(
        model, loss, optimizer, attributes, snapshot.predicting(), Optional.empty(), origin);
  }
}
