package org.gradcl.train;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.gradcl.backend.DeviceSelector;
import org.gradcl.data.table.TableSchema;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.DeviceSettings;
import org.gradcl.device.Precision;
import org.gradcl.graph.StateLayout;
import org.gradcl.io.file.AtomicFile;
import org.gradcl.loss.Loss;
import org.gradcl.loss.Objective;
import org.gradcl.nn.Model;
import org.gradcl.optim.Optimizer;
import org.gradcl.random.RandomKey;
import org.gradcl.step.TrainingStep;
import org.gradcl.train.fit.FitContext;
import org.gradcl.train.fit.Fits;
import org.gradcl.train.fit.TrainerEnvironment;
import org.gradcl.train.inference.Inference;
import org.gradcl.train.report.CheckpointException;
import org.gradcl.train.session.DeviceSession;

/**
 * Builds a {@link Trainer}. Model, loss and optimiser are needed, or a checkpoint to {@link
 * #restore}; the rest has defaults. Each setting can be made once; a second time is an {@link
 * IllegalStateException} that names both values. Not safe for use by several threads.
 */
public final class TrainerBuilder {
  private final Setting<Model> model = new Setting<>("model");
  private final Setting<Objective> objective = new Setting<>("loss");
  private final Setting<Optimizer> optimizer = new Setting<>("optimiser");
  private final Setting<Checkpoint> checkpoint = new Setting<>("checkpoint");
  private final Setting<Restore> restored = new Setting<>("part of the checkpoint");
  private final Setting<DevicePolicy> policy = new Setting<>("device policy");
  private final Setting<Precision> precision = new Setting<>("precision");
  private final Setting<DeviceSettings> overriding = new Setting<>("device settings");
  private final Setting<DeviceSelector> selector = new Setting<>("device selector");
  private final Setting<Integer> accumulate = new Setting<>("number of batches of a step");
  private final Setting<Long> seed = new Setting<>("seed");
  private final Setting<Integer> totalSteps = new Setting<>("total steps");
  private final Setting<LongSupplier> clock = new Setting<>("clock");
  private final Setting<Executor> executor = new Setting<>("executor");
  private final Setting<AtomicFile.Opener> files = new Setting<>("files");
  private final Attributes attributes = new Attributes();

  TrainerBuilder() {}

  /**
   * The model.
   *
   * @param model layers in order, or a model of the program's own
   */
  public TrainerBuilder model(Model model) {
    this.model.set(model);
    return this;
  }

  /**
   * The loss that training minimises, of the model's only output.
   *
   * @param loss and its reduction
   */
  public TrainerBuilder loss(Loss loss) {
    return objective(Objective.of(Objects.requireNonNull(loss, "loss")));
  }

  /**
   * What training minimises, where that is several losses, or one with weights of samples.
   *
   * @param objective losses with what each of them reads
   */
  public TrainerBuilder objective(Objective objective) {
    this.objective.set(objective);
    return this;
  }

  /**
   * The optimiser.
   *
   * @param optimizer and its schedule
   */
  public TrainerBuilder optimizer(Optimizer optimizer) {
    this.optimizer.set(optimizer);
    return this;
  }

  /**
   * Steps of several batches, as {@link Optimizer#withAccumulation}: their loss is the mean of the
   * batches' losses, and a batch of n times the size needs n times the memory. {@code Trainer.step}
   * takes one batch of the step at a time.
   *
   * @param batches of a step, at least 1
   * @throws IllegalArgumentException if there is none
   */
  public TrainerBuilder accumulate(int batches) {
    if (batches < 1) {
      throw new IllegalArgumentException("A step takes at least 1 batch, found " + batches);
    }
    this.accumulate.set(batches);
    return this;
  }

  /**
   * Continues from a checkpoint, as {@link #restore(Checkpoint, Restore)} with {@link Restore#ALL}.
   *
   * @param checkpoint that {@link Checkpoint#load} read or {@link Trainer#checkpoint} took
   */
  public TrainerBuilder restore(Checkpoint checkpoint) {
    return restore(checkpoint, Restore.ALL);
  }

  /**
   * Takes from a checkpoint.
   *
   * <p>With {@link Restore#ALL} training continues: parameters, optimiser state, step, total steps
   * and random key are those of the file, and so are model, loss and optimiser. If one of these
   * three is given as well, it must have the same text form as in the file.
   *
   * <p>With {@link Restore#PARAMETERS} a new run begins from the file's parameters, with the given
   * loss, optimiser and seed; a model, loss or optimiser that is not given is taken from the file.
   *
   * <pre>{@code
   * Trainer.builder().restore(Checkpoint.load(file), Restore.PARAMETERS)
   *     .optimizer(Optimizers.adam(1e-5)).build()
   * }</pre>
   *
   * @param checkpoint that {@link Checkpoint#load} read or {@link Trainer#checkpoint} took
   * @param what is taken of it
   */
  public TrainerBuilder restore(Checkpoint checkpoint, Restore what) {
    this.checkpoint.set(checkpoint);
    this.restored.set(Objects.requireNonNull(what, "what"));
    return this;
  }

  /**
   * Which device is used; {@link DevicePolicy#preferGpu} unless given.
   *
   * @param policy settings of the process may override it
   */
  public TrainerBuilder device(DevicePolicy policy) {
    this.policy.set(policy);
    return this;
  }

  /**
   * How precisely products are computed; {@link Precision#FLOAT32} unless given, also where a
   * checkpoint is restored. What the device makes of it, {@link ModelOnDevice#deviceReport} says.
   *
   * @param precision what the device may do
   */
  public TrainerBuilder precision(Precision precision) {
    this.precision.set(precision);
    return this;
  }

  /**
   * The seed of initial parameters, sample orders and dropout; 0 unless given.
   *
   * @param seed any number
   */
  public TrainerBuilder seed(long seed) {
    this.seed.set(seed);
    return this;
  }

  /**
   * The number of steps of the whole training, for programs that call {@link Trainer#step} with a
   * schedule that needs it; {@code fit} computes it itself, and is refused if it would end at
   * another.
   *
   * @param steps at least 1
   * @throws IllegalArgumentException if it is below 1
   */
  public TrainerBuilder totalSteps(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("There must be at least 1 step in total, found " + steps);
    }
    this.totalSteps.set(steps);
    return this;
  }

  /**
   * The schema of the table that the model is trained on; it is saved with the model.
   *
   * @param schema the one that encoded the data
   */
  public TrainerBuilder schema(TableSchema schema) {
    return attribute(Checkpoint.SCHEMA, Objects.requireNonNull(schema, "schema").toJson());
  }

  /**
   * A text that is saved with the model for the program's own use.
   *
   * @param name unique among the attributes
   * @param text any Unicode text
   * @throws IllegalArgumentException if name or text contain half of a surrogate pair, which can't
   *     be saved
   */
  public TrainerBuilder attribute(String name, String text) {
    attributes.put(name, text);
    return this;
  }

  /**
   * Which settings override the device policy: those of this process, {@link
   * DeviceSettings#ofProcess}, unless given. For programs with their own flag, and, with {@link
   * DeviceSettings#none}, for those whose policy must not be overridden.
   *
   * @param overriding flag, system property and environment variable
   */
  public TrainerBuilder deviceSettings(DeviceSettings overriding) {
    this.overriding.set(overriding);
    return this;
  }

  /** The source of devices in a test, instead of the engines of this process. */
  TrainerBuilder deviceSelector(DeviceSelector selector) {
    this.selector.set(selector);
    return this;
  }

  /** The clock of a test, in nanoseconds; {@link System#nanoTime} unless given. */
  TrainerBuilder clock(LongSupplier nanoTime) {
    this.clock.set(nanoTime);
    return this;
  }

  /**
   * The executor on which streaming sources fill their batches; a thread for each fit unless given.
   *
   * @param executor is not shut down; it must have a thread beside the one that calls {@code fit},
   *     which waits for the batches
   */
  public TrainerBuilder executor(Executor executor) {
    this.executor.set(executor);
    return this;
  }

  /** The opener of checkpoint files; tests simulate a full disk. */
  TrainerBuilder files(AtomicFile.Opener files) {
    this.files.set(files);
    return this;
  }

  /**
   * Chooses and opens a device, and places the model on it.
   *
   * @return a trainer, which the caller closes
   * @throws IllegalStateException if model, loss or optimiser is missing, or does not go with the
   *     checkpoint
   * @throws CheckpointException if the checkpoint's tensors are not those of its model and
   *     optimiser
   * @throws IllegalArgumentException if the model has more parameters than any device can hold
   * @throws org.gradcl.graph.ShapeMismatchException if the loss can't judge the model's prediction
   * @throws org.gradcl.device.NoDeviceException if no device satisfies the policy; the message is
   *     the report
   */
  public Trainer build() {
    Beginning beginning =
        new Beginning(
            checkpoint.get(), restored.get().orElse(Restore.ALL), seed.get(), totalSteps.get());
    TrainingStep step = trainingStep();
    beginning.requireSame(step);
    StateLayout layout = step.stateLayout();
    beginning.requireFit(layout);
    Map<String, String> saved = attributes.over(beginning.attributes());
    DeviceSession session =
        DeviceSession.open(
            deviceSelector(), policy.get().orElseGet(DevicePolicy::preferGpu), layout);
    try {
      RandomKey key = beginning.write(session, step);
      OptionalInt stated = totalSteps.get().map(OptionalInt::of).orElse(OptionalInt.empty());
      TrainerEnvironment environment = environment();
      Inference inference = new Inference(session, step.model());
      return new Trainer(
          session,
          step,
          environment.files(),
          inference,
          new StepRunner(session, step, beginning.isTotalKnown(), environment.nanoTime()),
          new Fits(
              new FitContext(session, step, inference, environment, saved, stated),
              key,
              beginning.passes()));
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private DeviceSelector deviceSelector() {
    return selector
        .get()
        .orElseGet(() -> DeviceSelector.of(overriding.get().orElseGet(DeviceSettings::ofProcess)))
        .withPrecision(precision.get().orElse(Precision.FLOAT32));
  }

  private TrainerEnvironment environment() {
    return new TrainerEnvironment(
        clock.get().orElse(System::nanoTime),
        executor.get(),
        files.get().orElseGet(AtomicFile::files));
  }

  private TrainingStep trainingStep() {
    if (checkpoint.get().isPresent()) {
      Checkpoint given = checkpoint.get().get();
      return new TrainingStep(
          model.get().orElseGet(given::model),
          objective.get().orElseGet(given::objective),
          accumulating(optimizer.get().orElseGet(given::optimizer)));
    }
    List<String> missing =
        Stream.of(model, objective, optimizer)
            .filter(setting -> setting.get().isEmpty())
            .map(Setting::name)
            .toList();
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "A trainer needs a model, a loss and an optimiser, or a checkpoint to restore; missing: "
              + String.join(", ", missing));
    }
    return new TrainingStep(
        model.get().get(), objective.get().get(), accumulating(optimizer.get().get()));
  }

  private Optimizer accumulating(Optimizer given) {
    return accumulate.get().map(given::withAccumulation).orElse(given);
  }
}
