package org.gradcl.train;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.gradcl.backend.StepState;
import org.gradcl.data.TableSchema;
import org.gradcl.graph.StateLayout;
import org.gradcl.io.AtomicFile;
import org.gradcl.loss.Loss;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
import org.gradcl.random.RandomKey;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;

/**
 * A model with its optimiser and, if it was taken within a fit, how far that fit has come: one
 * safetensors file. Python's {@code safetensors} reads its weights as {@code [out, in]} matrices.
 *
 * <pre>
 * tensors    layer.0.weight …                     parameters
 *            optimizer/momentum/layer.0.weight …  the optimiser's slots
 *            best/…                               both, at the end of the best epoch, with patience
 * metadata   model, loss, optimizer               their text forms
 *            step                                 step, total steps, learning rate, random key
 *            fit                                  epochs, position, running sums, history …
 *            attribute.NAME                       the program's own; attribute.schema is a table's
 * </pre>
 *
 * <p>Immutable.
 */
public final class Checkpoint {
  /** The attribute that holds a table's schema. */
  static final String SCHEMA = "schema";

  private final String modelText;
  private final String lossText;
  private final String optimizerText;
  private final Map<String, String> attributes;
  private final Snapshot snapshot;
  private final Optional<FitProgress> progress;
  private final String origin;

  Checkpoint(
      String modelText,
      String lossText,
      String optimizerText,
      Map<String, String> attributes,
      Snapshot snapshot,
      Optional<FitProgress> progress,
      String origin) {
    this.modelText = modelText;
    this.lossText = lossText;
    this.optimizerText = optimizerText;
    this.attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    this.snapshot = snapshot;
    this.progress = progress;
    this.origin = origin;
  }

  /**
   * Reads a file that {@link Trainer#save} or a fit wrote.
   *
   * @param file in the safetensors format
   * @return the checkpoint
   * @throws CheckpointException if it can't be read, is damaged, or is no checkpoint
   */
  public static Checkpoint load(Path file) {
    return CheckpointFile.read(file);
  }

  /**
   * Writes a file as a whole or not at all.
   *
   * @param file in the safetensors format
   * @throws CheckpointException if it can't be written; an older one is untouched
   */
  public void save(Path file) {
    CheckpointFile.write(this, file, AtomicFile.files());
  }

  /**
   * {@return a builder of a trainer that goes on from here: model, loss, optimiser and state are
   * set}
   */
  public TrainerBuilder trainer() {
    return Trainer.builder().restore(this);
  }

  /**
   * {@return the model}
   *
   * @throws CheckpointException if it has a layer that GradCL does not know: a program's own must
   *     be given to the builder
   */
  public Sequential model() {
    return read("model", modelText, Sequential::parse);
  }

  /**
   * {@return the loss}
   *
   * @throws CheckpointException if GradCL does not know it
   */
  public Loss loss() {
    return read("loss", lossText, Losses::named);
  }

  /**
   * {@return the optimiser}
   *
   * @throws CheckpointException if GradCL does not know it
   */
  public Optimizer optimizer() {
    return read("optimiser", optimizerText, Optimizers::named);
  }

  private <T> T read(String what, String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(
          origin,
          String.format("its %s '%s' can't be used (%s)", what, text, e.getMessage()),
          "if it is the program's own, give it to the builder; else use another file");
    }
  }

  /** {@return the text form of the model} */
  public String modelText() {
    return modelText;
  }

  /** {@return the text form of the loss} */
  public String lossText() {
    return lossText;
  }

  /** {@return the text form of the optimiser} */
  public String optimizerText() {
    return optimizerText;
  }

  /**
   * {@return the schema of the table that the model was trained on, if the program attached one}
   *
   * @throws org.gradcl.data.DataException if the file's schema is damaged
   */
  public Optional<TableSchema> schema() {
    return Optional.ofNullable(attributes.get(SCHEMA)).map(TableSchema::fromJson);
  }

  /** {@return what the program attached, by name} */
  public Map<String, String> attributes() {
    return attributes;
  }

  /** {@return the record of the next step} */
  public StepState step() {
    return snapshot.step();
  }

  /** {@return the parameters, in order; not to be written to} */
  public List<HostTensor> parameters() {
    return snapshot.withoutSlots().tensors();
  }

  /** {@return epochs of the run that are completed; empty if this was not taken within a fit} */
  public List<EpochReport> history() {
    return progress.map(FitProgress::history).orElse(List.of());
  }

  /** {@return whether {@link Fit#resume} can continue from here} */
  public boolean resumable() {
    return progress.isPresent();
  }

  RandomKey key() {
    return new RandomKey(snapshot.step().key0(), snapshot.step().key1());
  }

  Snapshot snapshot() {
    return snapshot;
  }

  Optional<FitProgress> progress() {
    return progress;
  }

  FitProgress requireProgress() {
    return progress.orElseThrow(
        () ->
            new IllegalArgumentException(
                origin
                    + " was not written by a fit, so there is no run to resume; train on from it"
                    + " with Checkpoint.trainer() and a new Fit"));
  }

  /**
   * Refuses to be restored into the state of another model or optimiser. To be called before a
   * device allocates what the text forms ask for: a damaged file may ask for anything.
   *
   * @throws CheckpointException if the tensors are not those of the layout
   */
  void requireFit(StateLayout layout) {
    try {
      snapshot.requireFit(layout);
      progress.flatMap(FitProgress::best).ifPresent(best -> best.requireFit(layout));
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(origin, e.getMessage(), "give a checkpoint of this model");
    }
  }

  /**
   * Refuses another model, loss or optimiser than this checkpoint's, by their text forms.
   *
   * @throws IllegalStateException naming both
   */
  void requireSame(TrainingStep step) {
    requireSame("model", modelText, step.model().describe());
    requireSame("loss", lossText, step.loss().describe());
    requireSame("optimiser", optimizerText, step.optimizer().describe());
  }

  /**
   * Refuses what is given beside this checkpoint and says something else.
   *
   * @throws IllegalStateException naming both
   */
  void requireSame(String what, String saved, String given) {
    if (!saved.equals(given)) {
      throw new IllegalStateException(
          String.format(
              "The %s in %s is '%s', the one given is '%s'; leave it out, or start without the"
                  + " checkpoint and set its parameters",
              what, origin, saved, given));
    }
  }

  /**
   * Makes a session's state this one.
   *
   * @throws CheckpointException if the tensors are not those of the session's model and optimiser
   */
  void restore(DeviceSession session) {
    requireFit(session.state().placement().layout());
    session.restore(snapshot);
  }

  /** Bytes of all tensors. */
  long bytes() {
    return snapshot.bytes() + progress.flatMap(FitProgress::best).map(Snapshot::bytes).orElse(0L);
  }

  /** What a predictor needs of this: no optimiser state, no run. */
  Checkpoint forInference() {
    return new Checkpoint(
        modelText,
        lossText,
        optimizerText,
        attributes,
        snapshot.withoutSlots(),
        Optional.empty(),
        origin);
  }

  /** The file it was read from, or words for what it was taken of. */
  String origin() {
    return origin;
  }
}
