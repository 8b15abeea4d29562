package org.gradcl.cli.bench;

import java.util.Map;
import java.util.SplittableRandom;
import org.gradcl.backend.Device;
import org.gradcl.device.Counters;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.DeviceSettings;
import org.gradcl.graph.StepGraph;
import org.gradcl.nn.Sequential;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.ReferenceState;
import org.gradcl.step.InferenceStep;
import org.gradcl.step.TrainingStep;
import org.gradcl.train.Checkpoint;
import org.gradcl.train.Predictor;
import org.gradcl.train.Trainer;

/**
 * One row through the net of a training workload, by the library's {@link Predictor}: the latency
 * of a prediction, from an array to an array. Immutable.
 *
 * @param trained whose net predicts
 */
record PredictionWorkload(TrainingWorkload trained) implements Workload {
  private static final double TOLERANCE = 1e-4;
  private static final long SEED = 1;

  @Override
  public String name() {
    return "predict-" + trained.name();
  }

  @Override
  public String description() {
    return "one row through the net of " + trained.name();
  }

  @Override
  public String words() {
    return "predict," + DenseNet.of(trained.step()).text();
  }

  @Override
  public double flops() {
    return 2.0 * new DenseNet(model()).products().stream().mapToLong(products -> products).sum();
  }

  @Override
  public int samples() {
    return 1;
  }

  private Sequential model() {
    return DenseNet.of(trained.step()).model();
  }

  /** The predictor opens the device for itself, as in a program. */
  @Override
  public Session start(Device device) {
    DeviceSettings settings = DeviceSettings.none().withFlag(device.description().id());
    TrainingStep step = trained.step();
    Checkpoint checkpoint;
    try (Trainer trainer =
        Trainer.builder()
            .model(step.model())
            .objective(step.objective())
            .optimizer(step.optimizer())
            .seed(SEED)
            .deviceSettings(settings)
            .build()) {
      checkpoint = trainer.checkpoint();
    }
    return new Running(
        checkpoint, Predictor.of(checkpoint, model(), DevicePolicy.preferGpu(), settings));
  }

  private final class Running implements Session {
    private final Checkpoint checkpoint;
    private final Predictor predictor;
    private final float[] row = new float[model().inputShape().elements()];

    Running(Checkpoint checkpoint, Predictor predictor) {
      this.checkpoint = checkpoint;
      this.predictor = predictor;
      SplittableRandom random = new SplittableRandom(SEED);
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) (2 * random.nextDouble() - 1);
      }
    }

    @Override
    public void check() {
      StepGraph graph = InferenceStep.predicting(model()).graph(1);
      RandomKey key = RandomKey.ofSeed(SEED);
      double[] expected =
          new Interpreter(graph)
              .run(
                  Map.of(TrainingStep.INPUT, ReferenceState.float64(row)),
                  ReferenceState.initial(graph.stateLayout(), checkpoint.parameters(), 1, key))
              .outputs()
              .get(Sequential.PREDICTION);
      double[] found = ReferenceState.float64(predictor.predict(row));
      WrongResultException.check(name(), found, expected, TOLERANCE);
    }

    @Override
    public void run(int times) {
      for (int i = 0; i < times; i++) {
        predictor.predict(row);
      }
    }

    @Override
    public Counters counters() {
      return predictor.counters();
    }

    @Override
    public void close() {
      predictor.close();
    }
  }
}
