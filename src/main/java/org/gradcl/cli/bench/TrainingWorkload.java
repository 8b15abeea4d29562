package org.gradcl.cli.bench;

import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.Device;
import org.gradcl.backend.Executable;
import org.gradcl.backend.State;
import org.gradcl.backend.StepState;
import org.gradcl.device.Counters;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.ReferenceResult;
import org.gradcl.reference.ReferenceState;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;

/**
 * Training steps on one batch that never changes, so that nothing but the step is timed. Immutable.
 *
 * @param name of the workload
 * @param description of the workload
 * @param step what is trained: a dense network
 * @param samples rows of the batch
 */
public record TrainingWorkload(String name, String description, TrainingStep step, int samples)
    implements Workload {
  /**
   * The batch is a few samples over and over, so that its mean loss and gradients are those of the
   * few, which float64 has soon computed.
   */
  private static final int MOST_DISTINCT_SAMPLES = 8;

  private static final double TOLERANCE = 1e-4;
  private static final RandomKey KEY = RandomKey.ofSeed(1);

  /** Products of forward and both gradients, 2·m·n·k each; the first layer has no ∂L/∂X. */
  @Override
  public double flops() {
    double flops = 0;
    for (long products : DenseNet.of(step).products()) {
      double product = 2.0 * samples * products;
      flops += flops == 0 ? 2 * product : 3 * product;
    }
    return flops;
  }

  @Override
  public String words() {
    // Its settings are those that all systems begin with.
    String optimizer = step.optimizer().method().replaceFirst(" .*", "");
    return "train," + DenseNet.of(step).text() + "," + samples + "," + optimizer;
  }

  /** As many as divide the batch, so that each is in it as often as the others. */
  private int distinctSamples() {
    return Math.min(samples, Integer.lowestOneBit(samples | MOST_DISTINCT_SAMPLES));
  }

  @Override
  public Session start(Device device) {
    return new Running(device);
  }

  private final class Running implements Session {
    private final float[] inputs = normals(1, DenseNet.of(step).model().inputShape().elements());
    private final float[] targets = normals(2, step.targetShape().elements());
    private final List<HostTensor> parameters = step.model().initialParameters(KEY);
    private final Set<FloatBuffer> filled = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Device device;
    private final State state;
    private final Executable executable;

    Running(Device device) {
      this.device = device;
      StepGraph graph = step.graph(samples);
      state = device.allocate(graph.stateLayout());
      try {
        executable = device.load(Compiler.compile(graph, device.target()), state);
      } catch (RuntimeException e) {
        state.close();
        throw e;
      }
    }

    private float[] normals(long seed, int width) {
      SplittableRandom random = new SplittableRandom(seed);
      float[] values = new float[distinctSamples() * width];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (2 * random.nextDouble() - 1);
      }
      return values;
    }

    @Override
    public void check() {
      parameters.forEach(state::write);
      float rate = (float) step.optimizer().learningRate();
      state.writeStep(new StepState(0, 1, rate, KEY.key0(), KEY.key1(), false));
      double[] loss = new double[1];
      executable.run(batchBuffer());
      state.collect(true, (number, value) -> loss[0] = value);
      ReferenceResult expected = reference();
      WrongResultException.check(
          name + ", loss", loss, new double[] {expected.loss().orElseThrow()}, TOLERANCE);
      expected
          .gradients()
          .forEach(
              (parameter, gradient) -> {
                String read = StateLayout.gradientName(parameter);
                double[] found = ReferenceState.float64(state.read(read));
                WrongResultException.check(name + ", " + read, found, gradient, TOLERANCE);
              });
    }

    private ReferenceResult reference() {
      StepGraph graph = step.graph(distinctSamples());
      Map<String, double[]> batch = new LinkedHashMap<>();
      batch.put(TrainingStep.INPUT, ReferenceState.float64(inputs));
      batch.put(TrainingStep.TARGET, ReferenceState.float64(targets));
      return new Interpreter(graph)
          .run(batch, ReferenceState.initial(graph.stateLayout(), parameters, 1, KEY));
    }

    @Override
    public void run(int times) {
      for (int i = 0; i < times; i++) {
        executable.run(batchBuffer());
      }
      if (state.collect(true, (number, loss) -> {}).nonFinite()) {
        throw new WrongResultException(name + ": the loss is no longer finite");
      }
    }

    /** A batch buffer that holds the batch: each is filled the first time it is seen. */
    private BatchBuffer batchBuffer() {
      BatchBuffer batchBuffer = executable.acquire();
      fill(batchBuffer.inputs().get(TrainingStep.INPUT), inputs);
      fill(batchBuffer.inputs().get(TrainingStep.TARGET), targets);
      return batchBuffer;
    }

    private void fill(FloatBuffer buffer, float[] values) {
      if (filled.add(buffer)) {
        for (int i = 0; i < buffer.capacity(); i += values.length) {
          buffer.put(i, values);
        }
      }
    }

    @Override
    public Counters counters() {
      return device.counters();
    }

    @Override
    public void close() {
      executable.close();
      state.close();
    }
  }
}
