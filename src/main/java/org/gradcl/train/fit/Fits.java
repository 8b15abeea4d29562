package org.gradcl.train.fit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.gradcl.data.BatchSource;
import org.gradcl.random.RandomKey;
import org.gradcl.step.TrainingStep;
import org.gradcl.train.checkpoint.CheckpointContent;
import org.gradcl.train.checkpoint.FitProgress;
import org.gradcl.train.inference.Inference;
import org.gradcl.train.report.TrainingReport;
import org.gradcl.train.session.DeviceSession;

/**
 * The fits of one trainer, one after the other, and what each leaves to the next: the random key,
 * how many passes the model has seen, and where a cancelled one stands. Used by one thread at a
 * time; {@link #cancel} by any.
 */
public final class Fits {
  private final DeviceSession session;
  private final TrainingStep step;
  private final Inference inference;
  private final TrainerEnvironment environment;
  private final Map<String, String> attributes;
  private final OptionalInt statedSteps;
  private volatile boolean cancelled;
  private RandomKey key;
  private int passes;
  private Optional<FitRun> lastRun = Optional.empty();

  /**
   * Before the first fit.
   *
   * @param key decides the orders of samples
   * @param attributes are saved with the model
   * @param statedSteps the total that the builder was told, if it was
   * @param passes epochs that the model was trained for before
   */
  public Fits(
      DeviceSession session,
      TrainingStep step,
      Inference inference,
      TrainerEnvironment environment,
      RandomKey key,
      Map<String, String> attributes,
      OptionalInt statedSteps,
      int passes) {
    this.session = session;
    this.step = step;
    this.inference = inference;
    this.environment = environment;
    this.key = key;
    this.attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    this.statedSteps = statedSteps;
    this.passes = passes;
  }

  /** From now on a fit is in progress, which {@link #cancel} ends. */
  public void begin() {
    cancelled = false;
  }

  /** Trains, or goes on training, after {@link #begin}. */
  public TrainingReport fit(BatchSource trainingSet, FitSettings fit) {
    RandomKey keyOfRun = fit.resumed().map(CheckpointContent::key).orElse(key);
    FitContext context =
        new FitContext(
            session,
            step,
            inference,
            keyOfRun,
            statedSteps,
            environment,
            progress -> checkpoint(Optional.of(progress)),
            () -> cancelled);
    FitRun run = new FitRun(context, fit, trainingSet, passes);
    key = keyOfRun;
    lastRun = Optional.of(run);
    try {
      return run.run();
    } catch (RuntimeException | Error e) {
      lastRun = Optional.empty();
      throw e;
    } finally {
      passes = run.passes();
      inference.largestPieces();
    }
  }

  /** Ends the fit in progress, if there is one, after its present step. Any thread may call it. */
  public void cancel() {
    cancelled = true;
  }

  /** Something other than a fit has changed the state: no run can be resumed from here. */
  public void forgetRun() {
    lastRun = Optional.empty();
  }

  /** The present state, and how far the fit in progress, or the one just cancelled, has come. */
  public CheckpointContent checkpoint() {
    return checkpoint(lastRun.map(FitRun::progress));
  }

  private CheckpointContent checkpoint(Optional<FitProgress> progress) {
    return new CheckpointContent(
        step.model().describe(),
        step.loss().describe(),
        step.optimizer().describe(),
        attributes,
        session.snapshot(),
        progress,
        "the trainer's checkpoint");
  }
}
