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
import org.gradcl.device.Explanation;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.Operation;
import org.gradcl.graph.ProductAxis;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
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
 * @param words what it is, for programs of other systems
 * @param step what is trained
 * @param samples rows of the batch
 */
public record TrainingWorkload(
    String name, String description, String words, TrainingStep step, int samples)
    implements Workload {
  /**
   * The batch is a few samples over and over, so that its mean loss and gradients are those of the
   * few, which float64 has soon computed.
   */
  private static final int MOST_DISTINCT_SAMPLES = 8;

  /** Float64 takes some seconds for them. */
  private static final double MOST_CHECKED_FLOPS = 5e8;

  private static final double TOLERANCE = 1e-4;
  private static final double WARM_UP_SECONDS = 0.5;
  private static final RandomKey KEY = RandomKey.ofSeed(1);

  /** Of a net of nothing but dense layers, as every peer has one. */
  static TrainingWorkload ofDense(String name, String description, TrainingStep step, int samples) {
    // The optimiser's settings are those that all systems begin with.
    String optimizer = step.optimizer().method().replaceFirst(" .*", "");
    String words = "train," + DenseNet.of(step).text() + "," + samples + "," + optimizer;
    return new TrainingWorkload(name, description, words, step, samples);
  }

  /** Products of forward and gradients, two operations a term. */
  @Override
  public double flops() {
    double flops = 0;
    for (Value value : step.graph(samples).live()) {
      if (value.operation() instanceof Operation.Product product) {
        double terms = 1;
        for (ProductAxis axis : product.axes()) {
          terms *= axis.extent();
        }
        flops += 2 * terms;
      }
    }
    return flops;
  }

  /**
   * As many as divide the batch, so that each is in it as often as the others, and as float64 can
   * take; at least two, where there are, for norms can't learn from one.
   */
  private int distinctSamples() {
    int distinct = Math.min(samples, Integer.lowestOneBit(samples | MOST_DISTINCT_SAMPLES));
    double flopsOfOne = flops() / samples;
    while (distinct > 2 && distinct * flopsOfOne > MOST_CHECKED_FLOPS) {
      distinct /= 2;
    }
    return distinct;
  }

  @Override
  public Session start(Device device) {
    return new Running(device);
  }

  /** The launches of a step, each with its median time over some warm runs. */
  public Explanation profile(Device device, int runs) {
    try (Running running = new Running(device)) {
      Timing.warmUp(running::run, WARM_UP_SECONDS);
      return running.executable.profile(running.batchBuffer(), runs);
    }
  }

  private final class Running implements Session {
    private final int distinct = distinctSamples();
    private final Map<String, float[]> batch = new LinkedHashMap<>();
    private final List<HostTensor> parameters = step.model().initialParameters(KEY);
    private final Set<FloatBuffer> filled = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Device device;
    private final State state;
    private final Executable executable;

    Running(Device device) {
      this.device = device;
      step.arrays()
          .specs()
          .forEach((array, spec) -> batch.put(array, numbers(1 + batch.size(), spec)));
      StepGraph graph = step.graph(samples);
      state = device.allocate(graph.stateLayout());
      try {
        executable = device.load(Compiler.compile(graph, device.target()), state);
        begin();
      } catch (RuntimeException e) {
        state.close();
        throw e;
      }
    }

    /** Of an array of the batch: indices, or numbers from −1 to 1. */
    private float[] numbers(long seed, InputSpec spec) {
      SplittableRandom random = new SplittableRandom(seed);
      float[] values = new float[distinct * spec.shape().elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            spec.classes().isPresent()
                ? random.nextInt(spec.classes().getAsInt())
                : (float) (2 * random.nextDouble() - 1);
      }
      return values;
    }

    /** Puts parameters and step where a training has them before its first step. */
    private void begin() {
      parameters.forEach(state::write);
      float rate = (float) step.optimizer().learningRate();
      state.writeStep(new StepState(0, 1, rate, KEY.key0(), KEY.key1(), false));
    }

    @Override
    public void check() {
      begin();
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
      StepGraph graph = step.graph(distinct);
      Map<String, double[]> arrays = new LinkedHashMap<>();
      batch.forEach((array, values) -> arrays.put(array, ReferenceState.float64(values)));
      return new Interpreter(graph)
          .run(arrays, ReferenceState.initial(graph.stateLayout(), parameters, 1, KEY));
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
      for (Map.Entry<String, FloatBuffer> array : batchBuffer.inputs().entrySet()) {
        fill(array.getValue(), batch.get(array.getKey()));
      }
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
