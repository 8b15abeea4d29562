package org.gradcl.train;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.gradcl.backend.DeviceSelector;
import org.gradcl.backend.jvm.JvmBackendProvider;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.BatchCursor;
import org.gradcl.data.BatchSource;
import org.gradcl.data.SampleOrder;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.DeviceSettings;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.optim.Schedules;
import org.gradcl.random.Purpose;
import org.gradcl.random.RandomKey;
import org.gradcl.random.RandomStream;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.EngineProvider;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.train.report.FitControl;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.StepEvent;
import org.gradcl.train.session.Snapshot;

/** What tests of this room share: trainers on one engine alone, and made-up data. */
final class Trainers {
  private Trainers() {}

  static DeviceSelector jvmEngine() {
    return DeviceSelector.of(List.of(new JvmBackendProvider()), DeviceSettings.none());
  }

  static TrainerBuilder onJvm() {
    return Trainer.builder().deviceSelector(jvmEngine()).device(DevicePolicy.jvm()).seed(7);
  }

  /** A builder on an engine, without a seed. */
  static TrainerBuilder on(EngineUnderTest engine) {
    return on(Trainer.builder(), engine);
  }

  /** A builder on an engine. */
  static TrainerBuilder on(TrainerBuilder builder, EngineUnderTest engine) {
    DevicePolicy policy = DevicePolicy.named(engine.candidate().description().id());
    return builder.deviceSelector(EngineProvider.selector(engine)).device(policy);
  }

  /** A builder on a device that is open and stays open. */
  static TrainerBuilder on(
      TrainerBuilder builder, EngineUnderTest engine, EngineUnderTest.Open open) {
    DevicePolicy policy = DevicePolicy.named(engine.candidate().description().id());
    return builder.deviceSelector(EngineProvider.selector(engine, open)).device(policy);
  }

  /** A small net with everything that has a memory: dropout, Adam, a schedule. */
  static TrainerBuilder eventful(TrainerBuilder builder) {
    return builder
        .model(Sequential.of(Dense.of(3, 16, Activations.TANH), Dropout.of(0.2), Dense.of(16, 1)))
        .loss(Losses.meanSquaredError())
        .optimizer(Optimizers.adam(0.02).withSchedule(Schedules.cosine()));
  }

  /** An eventful trainer on an engine, always with the same seed. */
  static Trainer eventful(EngineUnderTest engine) {
    return eventful(on(engine).seed(42)).build();
  }

  /** A trainer that continues from a checkpoint on an engine. */
  static Trainer restored(Checkpoint checkpoint, EngineUnderTest engine) {
    return on(checkpoint.trainer(), engine).build();
  }

  /** A listener that acts once, after the step of that number, counted from 1. */
  static Listener atStep(long step, Consumer<FitControl> action) {
    return new Listener() {
      @Override
      public void onStep(StepEvent event, FitControl control) {
        if (event.step() == step) {
          action.accept(control);
        }
      }
    };
  }

  /** A small net that just learns. */
  static TrainerBuilder plain(TrainerBuilder builder) {
    return builder
        .model(Sequential.of(Dense.of(3, 8, Activations.TANH), Dense.of(8, 1)))
        .loss(Losses.meanSquaredError())
        .optimizer(Optimizers.sgd(0.1));
  }

  /** Three inputs in [−1, 1), the target a smooth function of them. */
  static ArrayDataSet curve(int samples, long seed) {
    RandomStream stream = new RandomStream(RandomKey.ofSeed(seed), Purpose.SPLIT, 1, 0);
    float[] x = new float[samples * 3];
    float[] y = new float[samples];
    for (int i = 0; i < samples; i++) {
      double sum = 0;
      for (int j = 0; j < 3; j++) {
        x[i * 3 + j] = 2 * stream.uniform(i, j) - 1;
        sum += (j + 1) * x[i * 3 + j];
      }
      y[i] = (float) Math.sin(sum);
    }
    return ArrayDataSet.of(Shape.of(3), x, Shape.of(1), y);
  }

  /** Validation data on which a model gets worse the better it is trained on {@link #curve}. */
  static ArrayDataSet contrary(ArrayDataSet data) {
    float[] targets = data.targets().clone();
    for (int i = 0; i < targets.length; i++) {
      targets[i] = -3 * targets[i];
    }
    return ArrayDataSet.of(data.inputShape(), data.inputs(), data.targetShape(), targets);
  }

  /** The data with one target replaced: 3e38 is finite, but its square is not. */
  static ArrayDataSet withTarget(ArrayDataSet data, int sample, float value) {
    float[] targets = data.targets().clone();
    targets[sample] = value;
    return ArrayDataSet.of(data.inputShape(), data.inputs(), data.targetShape(), targets);
  }

  /** Every number of a trainer's state: parameters, slots, step record. */
  static State state(Trainer trainer) {
    Snapshot snapshot = trainer.checkpoint().content().snapshot();
    return new State(
        snapshot.step().toString(), snapshot.tensors().stream().map(Trainers::bits).toList());
  }

  /** Values that compare bit by bit. */
  record State(String step, List<String> tensors) {}

  private static String bits(HostTensor tensor) {
    StringBuilder text = new StringBuilder(tensor.toString());
    for (float value : tensor.floats()) {
      text.append(' ').append(Integer.toHexString(Float.floatToRawIntBits(value)));
    }
    return text.toString();
  }

  /**
   * The same samples as a source that is not in memory; it can shuffle but not seek.
   *
   * @param spoilt a sample of each pass that has its first number replaced, or −1
   * @param name of the array in which it is replaced
   * @param value that stands there instead
   * @param beforeFill is run before each batch
   */
  record Streamed(ArrayDataSet data, int spoilt, String name, float value, Runnable beforeFill)
      implements BatchSource {
    static Streamed of(ArrayDataSet data) {
      return new Streamed(data, -1, "", 0, () -> {});
    }

    static Streamed of(ArrayDataSet data, Runnable beforeFill) {
      return new Streamed(data, -1, "", 0, beforeFill);
    }

    static Streamed spoilt(ArrayDataSet data, int sample, String name, float value) {
      return new Streamed(data, sample, name, value, () -> {});
    }

    @Override
    public long samples() {
      return data.samples();
    }

    @Override
    public Map<String, Shape> sampleShapes() {
      return data.sampleShapes();
    }

    @Override
    public BatchCursor open(SampleOrder order) {
      BatchCursor cursor = data.open(order);
      return new BatchCursor() {
        @Override
        public void fill(int rows, Map<String, FloatBuffer> buffers) {
          beforeFill.run();
          long first = cursor.position();
          cursor.fill(rows, buffers);
          FloatBuffer buffer = buffers.get(name);
          if (buffer != null && spoilt >= first && spoilt < first + rows) {
            int width = data.sampleShapes().get(name).elements();
            buffer.put((int) (spoilt - first) * width, value);
          }
        }

        @Override
        public long position() {
          return cursor.position();
        }

        @Override
        public void close() {
          cursor.close();
        }

        @Override
        public String toString() {
          return "a stream";
        }
      };
    }
  }

  /**
   * A source that says that it has so many samples, and of each pass gives the first few.
   *
   * @param data from which they come, over and over
   * @param size what it says
   * @param given how many it writes; it is silent about those that it does not
   */
  record Sized(ArrayDataSet data, LongSupplier size, long given) implements BatchSource {
    static Sized of(ArrayDataSet data, long samples) {
      return new Sized(data, () -> samples, samples);
    }

    @Override
    public long samples() {
      return size.getAsLong();
    }

    @Override
    public Map<String, Shape> sampleShapes() {
      return data.sampleShapes();
    }

    @Override
    public BatchCursor open(SampleOrder order) {
      return new BatchCursor() {
        private long position;

        @Override
        public void fill(int rows, Map<String, FloatBuffer> buffers) {
          for (int row = 0; row < rows && position < given; row++, position++) {
            int sample = (int) (position % data.samples());
            for (int i = 0; i < 3; i++) {
              buffers.get(INPUT).put(row * 3 + i, data.inputs()[sample * 3 + i]);
            }
            if (buffers.containsKey(TARGET)) {
              buffers.get(TARGET).put(row, data.targets()[sample]);
            }
          }
        }

        @Override
        public long position() {
          return position;
        }

        @Override
        public void close() {}
      };
    }
  }
}
