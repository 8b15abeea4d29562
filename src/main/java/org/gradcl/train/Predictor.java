package org.gradcl.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.gradcl.backend.DeviceSelector;
import org.gradcl.data.BatchSource;
import org.gradcl.data.table.TableSchema;
import org.gradcl.device.Counters;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.DeviceReport;
import org.gradcl.device.DeviceSettings;
import org.gradcl.device.Precision;
import org.gradcl.graph.StateLayout;
import org.gradcl.metric.Metric;
import org.gradcl.nn.Model;
import org.gradcl.step.InferenceStep;
import org.gradcl.step.ValuesStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.text.ByteSize;
import org.gradcl.train.checkpoint.CheckpointContent;
import org.gradcl.train.inference.Inference;
import org.gradcl.train.report.CheckpointException;
import org.gradcl.train.report.Evaluation;
import org.gradcl.train.session.DeviceSession;

/**
 * Predicts with a saved model, on one device, without loss or optimiser in memory. Whoever loads it
 * closes it. One thread at a time, enforced as a {@link ModelOnDevice} says.
 */
public final class Predictor implements ModelOnDevice {
  private final ThreadGuard guard = new ThreadGuard("predictor");
  private final Checkpoint checkpoint;
  private final Model model;
  private final DeviceSession session;
  private final Inference inference;

  private Predictor(Checkpoint checkpoint, Model model, DeviceSession session) {
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
    Objects.requireNonNull(policy, "policy");
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
   * @throws CheckpointException if the model is another than the checkpoint's, by its text form, or
   *     the checkpoint's tensors are not the model's
   * @throws IllegalArgumentException if the model has more parameters than any device can hold
   * @throws org.gradcl.device.NoDeviceException if no device satisfies the policy
   */
  public static Predictor of(
      Checkpoint checkpoint, Model model, DevicePolicy policy, DeviceSettings settings) {
    return of(checkpoint, model, policy, settings, Precision.FLOAT32);
  }

  /**
   * {@return a predictor with the parameters of a checkpoint, whose products may be of another
   * precision than float32}
   *
   * @param checkpoint whose parameters predict
   * @param model of the text form in the checkpoint; a program's own layers can be in it
   * @param policy which devices may be used
   * @param settings which override the policy
   * @param precision what the device may do
   * @throws CheckpointException as {@link #of(Checkpoint, Model, DevicePolicy, DeviceSettings)}
   *     throws it, and all else that it throws
   */
  public static Predictor of(
      Checkpoint checkpoint,
      Model model,
      DevicePolicy policy,
      DeviceSettings settings,
      Precision precision) {
    Objects.requireNonNull(checkpoint, "checkpoint");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(precision, "precision");
    return of(checkpoint, model, policy, DeviceSelector.of(settings).withPrecision(precision));
  }

  static Predictor of(
      Checkpoint checkpoint, Model model, DevicePolicy policy, DeviceSelector selector) {
    StateLayout layout = InferenceStep.predicting(model).graph(1).stateLayout().frozen();
    CheckpointContent kept = checkpoint.content().forInference();
    requireSame(kept, model);
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

  /** With another activation, for example, all shapes fit and all predictions are wrong. */
  private static void requireSame(CheckpointContent kept, Model model) {
    if (!kept.model().equals(model.describe())) {
      throw new CheckpointException(
          kept.origin(),
          String.format("its model is '%s', the one given is '%s'", kept.model(), model.describe()),
          "give the model that was trained, for example Checkpoint.model()");
    }
  }

  @Override
  public HostTensor predict(BatchSource source) {
    return guard.shared("predict", () -> inference.predictOnly(source));
  }

  @Override
  public void predict(BatchSource source, Consumer<HostTensor> pieces) {
    Objects.requireNonNull(pieces, "pieces");
    guard.shared("predict", () -> inference.predictOnly(source, pieces));
  }

  @Override
  public Map<String, HostTensor> outputs(BatchSource source) {
    return guard.shared("predict", () -> inference.predict(source));
  }

  @Override
  public void outputs(BatchSource source, Consumer<Map<String, HostTensor>> pieces) {
    Objects.requireNonNull(pieces, "pieces");
    guard.shared("predict", () -> inference.predict(source, pieces));
  }

  @Override
  public Map<String, HostTensor> values(BatchSource source, String... labels) {
    return guard.shared(
        "values",
        () -> inference.values(source, ValuesStep.of(model(), checkpoint::objective, labels)));
  }

  @Override
  public Evaluation evaluate(BatchSource source, Metric... metrics) {
    Objects.requireNonNull(metrics, "metrics");
    return guard.shared(
        "evaluate",
        () -> inference.evaluate(source, checkpoint.objective(), Arrays.asList(metrics)));
  }

  @Override
  public Model model() {
    return model;
  }

  @Override
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

  @Override
  public DeviceReport deviceReport() {
    return session.report();
  }

  /** {@return what the device has done since this predictor was made} */
  public Counters counters() {
    return guard.shared("counters", () -> session.device().counters());
  }

  @Override
  public void close() {
    guard.close(session::close);
  }
}
