package org.gradcl.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.gradcl.data.table.TableSchema;
import org.gradcl.io.file.AtomicFile;
import org.gradcl.loss.Objective;
import org.gradcl.nn.Model;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.HostTensor;
import org.gradcl.train.checkpoint.CheckpointContent;
import org.gradcl.train.checkpoint.CheckpointFile;
import org.gradcl.train.checkpoint.FitProgress;
import org.gradcl.train.report.CheckpointException;
import org.gradcl.train.report.EpochReport;

/**
 * A model with its optimiser and, if it was taken within a fit, the progress of that fit: one
 * safetensors file. Python's {@code safetensors} reads its weights as {@code [out, in]} matrices.
 *
 * <pre>
 * tensors    layer.0.weight …                     parameters
 *            optimizer/momentum/layer.0.weight …  the optimiser's slots
 *            optimizer/ema/layer.0.weight …       where it averages parameters, those that predict
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

  private final CheckpointContent content;

  Checkpoint(CheckpointContent content) {
    this.content = content;
  }

  /**
   * Reads a file that {@link Trainer#save} or a fit wrote.
   *
   * @param file in the safetensors format
   * @return the checkpoint
   * @throws CheckpointException if it can't be read, is damaged, or is no checkpoint
   */
  public static Checkpoint load(Path file) {
    return new Checkpoint(CheckpointFile.read(Objects.requireNonNull(file, "file")));
  }

  /**
   * Writes a file as a whole or not at all.
   *
   * @param file in the safetensors format
   * @throws CheckpointException if it can't be written, or a file is there that is no checkpoint of
   *     GradCL; what was there is untouched
   */
  public void save(Path file) {
    CheckpointFile.write(content, Objects.requireNonNull(file, "file"), AtomicFile.files());
  }

  /**
   * {@return a builder of a trainer that continues from here: model, loss, optimiser and state are
   * set}
   */
  public TrainerBuilder trainer() {
    return Trainer.builder().restore(this);
  }

  /**
   * {@return the model}
   *
   * @throws CheckpointException if it has a layer that GradCL does not know; a program's own model
   *     must be given to the builder, or to {@link Predictor#of(Checkpoint, Model,
   *     org.gradcl.device.DevicePolicy, org.gradcl.device.DeviceSettings) Predictor.of}
   */
  public Model model() {
    return read("model", modelText(), Model::parse, "the builder or to Predictor.of");
  }

  /**
   * {@return what training minimised}
   *
   * @throws CheckpointException if GradCL does not know a loss of it
   */
  public Objective objective() {
    return read("loss", lossText(), Objective::parse, "the builder");
  }

  /**
   * {@return the optimiser}
   *
   * @throws CheckpointException if GradCL does not know it
   */
  public Optimizer optimizer() {
    return read("optimiser", optimizerText(), Optimizers::named, "the builder");
  }

  private <T> T read(String what, String text, Function<String, T> reader, String taker) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(
          content.origin(),
          String.format("its %s '%s' can't be used (%s)", what, text, e.getMessage()),
          "if it is the program's own, give it to " + taker + "; else use another file");
    }
  }

  /** {@return the text form of the model} */
  public String modelText() {
    return content.model();
  }

  /** {@return the text form of the loss} */
  public String lossText() {
    return content.loss();
  }

  /** {@return the text form of the optimiser} */
  public String optimizerText() {
    return content.optimizer();
  }

  /**
   * {@return the schema of the table that the model was trained on, if the program attached one}
   *
   * @throws org.gradcl.data.DataException if the file's schema is damaged
   */
  public Optional<TableSchema> schema() {
    return Optional.ofNullable(content.attributes().get(SCHEMA)).map(TableSchema::fromJson);
  }

  /** {@return what the program attached, by name} */
  public Map<String, String> attributes() {
    return content.attributes();
  }

  /** {@return the number of updates made since the model was new} */
  public long step() {
    return content.snapshot().step().step();
  }

  /** {@return the number of updates at the end of the run, on which schedules depend} */
  public long totalSteps() {
    return content.snapshot().step().totalSteps();
  }

  /**
   * {@return the parameters that predict, in order; not to be written to} They are the averages of
   * those that are trained where the optimiser keeps averages, {@link
   * org.gradcl.optim.Optimizer#withEma}.
   */
  public List<HostTensor> parameters() {
    return content.snapshot().predicting().tensors();
  }

  /** {@return epochs of the run that are completed; empty if this was not taken within a fit} */
  public List<EpochReport> history() {
    return content.progress().map(FitProgress::history).orElse(List.of());
  }

  /** {@return whether {@link Fit#resume} can continue from here} */
  public boolean resumable() {
    return content.progress().isPresent();
  }

  /** For example {@code runs/last.safetensors at step 188 of 940}. */
  @Override
  public String toString() {
    return content.origin() + " at step " + step() + " of " + totalSteps();
  }

  /** Model, state and run, as the rooms below know them. */
  CheckpointContent content() {
    return content;
  }
}
