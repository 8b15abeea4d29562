package org.gradcl.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.gradcl.data.BatchSource;
import org.gradcl.device.Counters;
import org.gradcl.device.DeviceReport;
import org.gradcl.device.Explanation;
import org.gradcl.io.file.AtomicFile;
import org.gradcl.metric.Metric;
import org.gradcl.nn.Model;
import org.gradcl.step.TrainingStep;
import org.gradcl.step.ValuesStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.text.ByteSize;
import org.gradcl.train.checkpoint.CheckpointFile;
import org.gradcl.train.feed.Samples;
import org.gradcl.train.fit.Fits;
import org.gradcl.train.inference.Inference;
import org.gradcl.train.report.CheckpointException;
import org.gradcl.train.report.Evaluation;
import org.gradcl.train.report.NonFiniteLossException;
import org.gradcl.train.report.Trace;
import org.gradcl.train.report.TrainingReport;
import org.gradcl.train.session.DeviceSession;

/**
 * A model in training, on one device.
 *
 * <pre>{@code
 * try (Trainer trainer = Trainer.builder()
 *     .model(Sequential.of(Dense.of(784, 512, RELU), Dense.of(512, 10)))
 *     .loss(Losses.meanSquaredError())
 *     .optimizer(Optimizers.adam(1e-3))
 *     .device(DevicePolicy.preferGpu())
 *     .build()) {
 *   TrainingReport report = trainer.fit(trainingSet, Fit.epochs(5).batchSize(128).shuffle());
 *   float[] prediction = trainer.predict(sample);
 * }
 * }</pre>
 *
 * <p>Whoever builds it closes it. One thread at a time, enforced as a {@link ModelOnDevice} says,
 * which also says what is thrown for data that does not fit; {@link #cancel} alone may be called
 * from any thread at any time. Within a fit its listener may predict, evaluate, read parameters and
 * gradients, and save. The same seed, data and device give the same bits.
 */
public final class Trainer implements ModelOnDevice {
  private final ThreadGuard guard = new ThreadGuard("trainer");
  private final DeviceSession session;
  private final TrainingStep step;
  private final AtomicFile.Opener files;
  private final Inference inference;
  private final StepRunner steps;
  private final Fits fits;

  Trainer(
      DeviceSession session,
      TrainingStep step,
      AtomicFile.Opener files,
      Inference inference,
      StepRunner steps,
      Fits fits) {
    this.session = session;
    this.step = step;
    this.files = files;
    this.inference = inference;
    this.steps = steps;
    this.fits = fits;
  }

  /** {@return a builder without settings} */
  public static TrainerBuilder builder() {
    return new TrainerBuilder();
  }

  /**
   * Trains for a number of epochs or steps, or continues a run.
   *
   * <p>A further fit of the same trainer counts steps on: its schedule runs from the first step
   * that the model ever made to the last of this fit, so that a warm-up is not repeated. For a
   * schedule from its beginning build another trainer with {@link Restore#PARAMETERS}.
   *
   * @param trainingSet inputs and targets
   * @param fit how long and how
   * @return the result, also if the fit was cancelled or stopped early
   * @throws org.gradcl.device.DeviceMemoryException if a batch does not fit on the device
   * @throws NonFiniteLossException if a loss or gradient became NaN or infinite; the parameters are
   *     those before that step; also if an update left such a parameter or slot of the optimiser,
   *     which is checked when a checkpoint is written and at the end
   * @throws CheckpointException if a checkpoint can't be written
   * @throws IllegalStateException if settings of the fit contradict each other, or its number of
   *     steps the one that the builder was given
   */
  public TrainingReport fit(BatchSource trainingSet, Fit fit) {
    Objects.requireNonNull(trainingSet, "trainingSet");
    Objects.requireNonNull(fit, "fit");
    return guard.alone(
        "fit",
        () -> {
          // First: waiting for single steps may take long, and may be cancelled.
          steps.requireWholeSteps();
          fits.begin();
          steps.collect(true);
          try {
            return fits.fit(trainingSet, fit.settings());
          } finally {
            steps.resume();
          }
        });
  }

  /** Ends the fit in progress, if there is one, after its present step. Any thread may call it. */
  public void cancel() {
    fits.cancel();
  }

  /**
   * Trains on one batch, without waiting for its loss. Where a step takes several batches, this is
   * the next of them, and the loss is that of the whole step.
   *
   * @param inputs row major, {@code [rows, input shape]}
   * @param targets row major, {@code [rows, target shape]}
   * @return the step, whose loss can be asked for
   * @throws NonFiniteLossException if an earlier step had a loss or gradient that was not finite
   * @throws org.gradcl.device.DeviceMemoryException if the batch does not fit on the device
   * @throws IllegalStateException if the schedule depends on the total number of steps, which was
   *     not given to the builder
   */
  public StepResult step(float[] inputs, float[] targets) {
    return step(Samples.batch(step, inputs, targets));
  }

  /** Trains on all samples of a source as one batch; as {@link #step(float[], float[])}. */
  public StepResult step(BatchSource batch) {
    Objects.requireNonNull(batch, "batch");
    return guard.alone(
        "step",
        () -> {
          fits.forgetRun();
          return steps.run(this, batch);
        });
  }

  /**
   * Trains on one batch as {@link #step(float[], float[])} does, and yields every value of the step
   * as the device computed it, beside its formula, its float64 value and numeric derivatives.
   *
   * @param inputs row major, {@code [rows, input shape]}
   * @param targets row major, {@code [rows, target shape]}
   * @return the values in the order in which they flow
   * @throws NonFiniteLossException if this step or an earlier one had a loss or gradient that was
   *     not finite
   * @throws IllegalStateException as {@link #step(float[], float[])} throws it
   */
  public Trace trace(float[] inputs, float[] targets) {
    return trace(Samples.batch(step, inputs, targets));
  }

  /**
   * Trains on all samples of a source as one batch and yields every value of the step, for models
   * and losses of any inputs; as {@link #trace(float[], float[])}.
   *
   * @param batch with all that model and losses read
   * @return the values in the order in which they flow
   */
  public Trace trace(BatchSource batch) {
    Objects.requireNonNull(batch, "batch");
    return guard.alone(
        "trace",
        () -> {
          fits.forgetRun();
          return steps.trace(batch);
        });
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

  /**
   * {@return every output of the model for the samples of a source, together as one batch of
   * training, by name} With dropout, and norms by the batch's own statistics; nothing is learnt and
   * no statistic moves.
   *
   * @param batch with the inputs of the model
   * @throws org.gradcl.device.DeviceMemoryException if the batch does not fit on the device
   */
  public Map<String, HostTensor> trainingOutputs(BatchSource batch) {
    return guard.shared("trainingOutputs", () -> inference.trainingOutputs(batch));
  }

  @Override
  public Map<String, HostTensor> values(BatchSource source, String... labels) {
    return guard.shared(
        "values", () -> inference.values(source, ValuesStep.of(model(), step::objective, labels)));
  }

  @Override
  public Evaluation evaluate(BatchSource source, Metric... metrics) {
    Objects.requireNonNull(metrics, "metrics");
    return guard.shared(
        "evaluate", () -> inference.evaluate(source, step.objective(), Arrays.asList(metrics)));
  }

  /** {@return the parameters, which can be read and set by name} */
  public Parameters parameters() {
    return new Parameters(this, session.state().placement().layout());
  }

  /**
   * {@return the gradients of the latest step by the parameters' names, before clipping} Waits for
   * that step. A listener sees those of the step just made.
   *
   * @throws IllegalStateException if this trainer has made no step
   */
  public Map<String, HostTensor> gradients() {
    return guard.shared("gradients", steps::gradients);
  }

  /**
   * {@return the plan of a training step as it runs on the device}
   *
   * @param batchSize at least 1
   * @throws org.gradcl.device.DeviceMemoryException if such a batch does not fit on the device
   * @throws IllegalArgumentException if it is below 1
   */
  public Explanation explain(int batchSize) {
    return guard.shared("explain", () -> steps.explain(batchSize));
  }

  /**
   * {@return the plan of a training step with the median time of each launch; parameters stay}
   *
   * <p>Before, the step is run until its times have settled, for at most ten seconds; the
   * explanation's profile says whether they have.
   *
   * @param batchSize at least 1
   * @param runs how many measured steps, at least 1
   * @throws org.gradcl.device.DeviceMemoryException if such a batch does not fit on the device
   * @throws IllegalArgumentException if one of the two is below 1
   * @throws NonFiniteLossException if an earlier step had a loss or gradient that was not finite
   */
  public Explanation profile(int batchSize, int runs) {
    return guard.alone("profile", () -> steps.profile(batchSize, runs));
  }

  @Override
  public DeviceReport deviceReport() {
    return session.report();
  }

  /** {@return what the device has done since this trainer was built} */
  public Counters counters() {
    return guard.shared("counters", () -> session.device().counters());
  }

  @Override
  public Model model() {
    return step.model();
  }

  /** {@return layers with their shapes, loss, optimiser, device and memory, as text} */
  @Override
  public String summary() {
    return String.format(
        "%s%nloss       %s%noptimiser  %s%ndevice     %s%nmemory     %s for model and optimiser%n",
        step.model().summary().stripTrailing(),
        step.objective().describe(),
        step.optimizer().describe(),
        session.report().headline(),
        ByteSize.text(session.state().placement().bytes()));
  }

  /**
   * {@return the present state: parameters, optimiser, step, and the progress of the current or the
   * last fit} Waits for all steps so far. After a fit that was stopped and restored its best state,
   * the run can't continue from that state, and {@link Checkpoint#resumable} is false; after one
   * that was completed or stopped early it can be extended, see {@link Fit#resume(Checkpoint,
   * int)}.
   *
   * @throws NonFiniteLossException if an earlier step had a loss or gradient that was not finite,
   *     or if the update of one left a parameter or a slot that is NaN or infinite
   * @throws IllegalStateException between the batches of a step that takes several
   */
  public Checkpoint checkpoint() {
    return guard.shared(
        "checkpoint",
        () -> {
          steps.requireWholeSteps();
          steps.collect(true);
          Checkpoint checkpoint = new Checkpoint(fits.checkpoint());
          long lastStep = checkpoint.step() - 1;
          session.requireFinite(
              checkpoint.content().snapshot().tensors(), lastStep, Optional::empty);
          return checkpoint;
        });
  }

  /**
   * Writes {@link #checkpoint()} to a file, as a whole or not at all.
   *
   * @param file to be replaced or created, in the safetensors format
   * @throws CheckpointException if it can't be written, or a file is there that is no checkpoint of
   *     GradCL; what was there is untouched
   * @throws NonFiniteLossException as {@link #checkpoint()} throws it; likewise
   */
  public void save(Path file) {
    Objects.requireNonNull(file, "file");
    guard.shared("save", () -> CheckpointFile.write(checkpoint().content(), file, files));
  }

  @Override
  public void close() {
    guard.close(session::close);
  }

  HostTensor readParameter(String name) {
    return guard.shared("parameters().get", () -> session.state().read(name));
  }

  void writeParameters(String operation, List<HostTensor> values) {
    guard.alone(
        operation,
        () -> {
          // After a failure the parameters are those before that step, and must not be replaced
          // unnoticed.
          steps.collect(true);
          fits.forgetRun();
          session.writeParameters(values);
          return null;
        });
  }

  void await(StepResult result) {
    guard.shared("loss", () -> steps.await(result));
  }

  void reported(NonFiniteLossException failure) {
    steps.reported(failure);
  }
}
