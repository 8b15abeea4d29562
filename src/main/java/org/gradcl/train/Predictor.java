package org.gradcl.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.gradcl.backend.DeviceSelector;
import org.gradcl.data.BatchSource;
import org.gradcl.data.table.TableSchema;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.DeviceReport;
import org.gradcl.device.DeviceSettings;
import org.gradcl.graph.StateLayout;
import org.gradcl.metric.Metric;
import org.gradcl.nn.Sequential;
import org.gradcl.step.InferenceStep;
import org.gradcl.step.ValuesStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.text.ByteSize;
import org.gradcl.train.checkpoint.CheckpointContent;
import org.gradcl.train.feed.Samples;
import org.gradcl.train.inference.Inference;
import org.gradcl.train.report.CheckpointException;
import org.gradcl.train.report.Evaluation;
import org.gradcl.train.session.DeviceSession;

/**
 * Predicts with a saved model, on one device, without loss or optimiser in memory. Any number of
 * samples.
 *
 * <p>Whoever loads it closes it. One thread at a time, enforced as in {@link Trainer}.
 */
public final class Predictor implements AutoCloseable {
  private final ThreadGuard guard = new ThreadGuard("predictor");
  private final Checkpoint checkpoint;
  private final Sequential model;
  private final DeviceSession session;
  private final Inference inference;

  private Predictor(Checkpoint checkpoint, Sequential model, DeviceSession session) {
    this.checkpoint = checkpoint;
    this.model = model;
    this.session = session;
    this.inference = new Inference(session, model);
  }

  /**
   * {@return a predictor with the model of a file, on the device chosen by the policy or by a
   * setting of this process}
   *
   * @param file that {@link Trainer#save} or a fit wrote
   * @param policy which devices may be used
   * @throws CheckpointException if the file can't be read, is damaged, is no model, or has a layer
   *     that GradCL does not know
   * @throws org.gradcl.device.NoDeviceException if no device satisfies the policy
   */
  public static Predictor load(Path file, DevicePolicy policy) {
    Checkpoint checkpoint = Checkpoint.load(file);
    return of(checkpoint, checkpoint.model(), policy, DeviceSettings.ofProcess());
  }

  /**
   * {@return a predictor with the parameters of a checkpoint}
   *
   * @param checkpoint whose parameters predict
   * @param model of the text form in the checkpoint; a program's own layers can be in it
   * @param policy which devices may be used
   * @param settings which override the policy
   * @throws CheckpointException if model and checkpoint do not go together
   * @throws IllegalArgumentException if the model has more parameters than any device can hold
   * @throws org.gradcl.device.NoDeviceException if no device satisfies the policy
   */
  public static Predictor of(
      Checkpoint checkpoint, Sequential model, DevicePolicy policy, DeviceSettings settings) {
    return of(checkpoint, model, policy, DeviceSelector.of(settings));
  }

  static Predictor of(
      Checkpoint checkpoint, Sequential model, DevicePolicy policy, DeviceSelector selector) {
    StateLayout layout = InferenceStep.predicting(model).graph(1).stateLayout().frozen();
    CheckpointContent kept = checkpoint.content().forInference();
    kept.requireFit(layout);
    DeviceSession session = DeviceSession.open(selector, policy, layout);
    try {
      session.restore(kept.snapshot());
      return new Predictor(new Checkpoint(kept), model, session);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /**
   * {@return the prediction for one sample, {@code [output shape]}}
   *
   * @param sample row major, {@code [input shape]}
   * @throws org.gradcl.data.DataException if it has another length, or a number is not finite
   */
  public float[] predict(float[] sample) {
    return predict(Samples.one(model, sample)).floats();
  }

  /**
   * {@return the predictions for several samples, one array each}
   *
   * @param samples row major, {@code [samples][input shape]}
   * @throws org.gradcl.data.DataException if there are none, one has another length, or a number is
   *     not finite
   */
  public float[][] predict(float[][] samples) {
    return Samples.rows(predict(Samples.several(model, samples)));
  }

  /**
   * {@return the predictions for every sample of a source, {@code [samples, output shape]}}
   *
   * @param samples with the inputs of the model
   * @throws org.gradcl.graph.ShapeMismatchException if the model can't take its inputs
   * @throws org.gradcl.data.DataException if the source is empty or gives a number that is not
   *     finite
   */
  public HostTensor predict(BatchSource samples) {
    return guard.shared("predict", () -> inference.predict(samples));
  }

  /**
   * Predicts every sample of a source piece by piece, so that neither the data nor the predictions
   * need to fit into memory.
   *
   * @param samples with the inputs of the model; any number
   * @param pieces receives the predictions in the order of the data, {@code [rows, output shape]}
   *     of 1 to 1024 rows each, which it may keep; what it throws ends the prediction
   * @throws org.gradcl.graph.ShapeMismatchException if the model can't take its inputs
   * @throws org.gradcl.data.DataException if the source is empty or gives a number that is not
   *     finite
   */
  public void predict(BatchSource samples, Consumer<HostTensor> pieces) {
    Objects.requireNonNull(pieces, "pieces");
    guard.shared(
        "predict",
        () -> {
          inference.predict(samples, pieces);
          return null;
        });
  }

  /**
   * {@return labelled values of every sample of a source, {@code [samples, …]} each, by label in
   * the order asked for} The labels are those of {@link Trainer#values}.
   *
   * @param samples with the inputs of the model, and targets if the loss is asked for
   * @param labels at least one
   * @throws IllegalArgumentException if there is no such value; the message lists those there are
   * @throws org.gradcl.graph.ShapeMismatchException if model or loss can't take the data
   * @throws org.gradcl.data.DataException if the source is empty, lacks targets or gives a number
   *     that is not finite
   * @throws CheckpointException if the loss is asked for and is a program's own, which GradCL does
   *     not know
   */
  public Map<String, HostTensor> values(BatchSource samples, String... labels) {
    return guard.shared(
        "values",
        () -> inference.values(samples, ValuesStep.of(model, checkpoint::loss, List.of(labels))));
  }

  /**
   * {@return the loss that the model was trained with, and metrics, over every sample of a source}
   *
   * @param source inputs and targets
   * @param metrics further figures, of different names
   * @throws org.gradcl.graph.ShapeMismatchException if model, loss or a metric do not fit the data
   * @throws org.gradcl.data.DataException if the source is empty, lacks targets or gives a number
   *     that is not finite
   * @throws CheckpointException if the file's loss is a program's own, which GradCL does not know
   * @throws IllegalArgumentException if two metrics have one name
   */
  public Evaluation evaluate(BatchSource source, Metric... metrics) {
    return guard.shared(
        "evaluate", () -> inference.evaluate(source, checkpoint.loss(), Arrays.asList(metrics)));
  }

  /** {@return the model} */
  public Sequential model() {
    return model;
  }

  /** {@return layers with their shapes and parameters, device and memory, as text} */
  public String summary() {
    return String.format(
        "%s%ndevice     %s%nmemory     %s for the model%n",
        model.summary().stripTrailing(),
        session.report().headline(),
        ByteSize.text(session.state().placement().bytes()));
  }

  /** {@return the schema of the table that the model was trained on, if there was one} */
  public Optional<TableSchema> schema() {
    return checkpoint.schema();
  }

  /** {@return what the program that trained attached, by name} */
  public Map<String, String> attributes() {
    return checkpoint.attributes();
  }

  /** {@return which device predicts, and why} */
  public DeviceReport deviceReport() {
    return session.report();
  }

  /** Releases the device and all memory on it. A second call does nothing. */
  @Override
  public void close() {
    guard.close(session::close);
  }
}
