package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.gradcl.backend.opencl.memory.ResourceLedger;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.device.Explanation;
import org.gradcl.loss.Losses;
import org.gradcl.nn.BatchNorm;
import org.gradcl.nn.Conv2d;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Embedding;
import org.gradcl.nn.Flatten;
import org.gradcl.nn.LayerNorm;
import org.gradcl.nn.Lstm;
import org.gradcl.nn.MaxPool;
import org.gradcl.nn.MultiHeadAttention;
import org.gradcl.nn.Residual;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.RequiresOpenCl;
import org.gradcl.testing.Samples;
import org.junit.jupiter.api.Test;

/** Models that are opened, trained, asked and closed one after the other leave nothing behind. */
class ManyModelsTest {
  private static final int MODELS = 200;

  /** After so many, what is made once for all of them is there: classes, caches, pools. */
  private static final int FIRST = 40;

  private static final int SAMPLES = 5;

  /** Bytes that the process may hold beside what it held before: less than 7 kB a model. */
  private static final long FEW_BYTES = 1 << 20;

  /** Threads that others in the process may have begun meanwhile. */
  private static final int FEW_THREADS = 10;

  /** Images, sequences, tokens: what they read is told by the first number of their shapes. */
  private static final List<Sequential> NETS =
      List.of(
          Sequential.ofInput(
              Shape.of(4, 4, 1),
              Conv2d.of(2, 3).padding(1),
              BatchNorm.standard(),
              MaxPool.of(2),
              new Flatten(),
              Dense.to(1)),
          Sequential.ofInput(Shape.of(3, 2), Lstm.of(2).lastState(), Dense.to(1)),
          Sequential.ofInput(
              Shape.of(3),
              Embedding.of(5, 4),
              Residual.of(LayerNorm.standard(), MultiHeadAttention.of(2)),
              new Flatten(),
              Dense.to(1)));

  private static ArrayDataSet data(Sequential net) {
    int numbers = SAMPLES * net.inputShape().elements();
    float[] inputs = Samples.normal(new Random(2), numbers, 1);
    if (net.inputs().get(Sequential.INPUT).classes().isPresent()) {
      for (int i = 0; i < numbers; i++) {
        inputs[i] = i % 5;
      }
    }
    return ArrayDataSet.of(net.inputShape(), inputs, Shape.of(1), new float[SAMPLES]);
  }

  /** What a process holds, OpenCL objects among it: buffers, programs, kernels, events. */
  private record Held(long heap, long direct, int threads, long openCl) {
    static Held now() {
      long heap = Long.MAX_VALUE;
      long direct = Long.MAX_VALUE;
      // What a collection leaves to the next is gone after some.
      for (int i = 0; i < 3; i++) {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        heap = Math.min(heap, runtime.totalMemory() - runtime.freeMemory());
        direct = Math.min(direct, outsideTheHeap());
      }
      int threads = ManagementFactory.getThreadMXBean().getThreadCount();
      return new Held(heap, direct, threads, ResourceLedger.openInProcess());
    }

    private static long outsideTheHeap() {
      return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
          .mapToLong(BufferPoolMXBean::getMemoryUsed)
          .sum();
    }
  }

  @Test
  void nothingIsLeftByTheJvmEngine() {
    EngineUnderTest engine = EngineUnderTest.jvm().get(0);
    requireNothingLeft(() -> Trainers.on(engine));
  }

  /** On one device, which keeps its programs: equal ones are not built again. */
  @Test
  @RequiresOpenCl
  void nothingIsLeftOnAnOpenClDevice() {
    EngineUnderTest engine = EngineUnderTest.openCl().get(0);
    try (EngineUnderTest.Open open = engine.open()) {
      requireNothingLeft(() -> Trainers.on(Trainer.builder(), engine, open));
    }
  }

  private static void requireNothingLeft(Supplier<TrainerBuilder> builder) {
    Held before = null;
    Map<Integer, Explanation.Memory> memory = new HashMap<>();
    for (int i = 0; i < MODELS; i++) {
      if (i == FIRST) {
        before = Held.now();
      }
      int number = i % NETS.size();
      Explanation.Memory used = run(builder.get(), NETS.get(number));
      // On the device, as the plan says: the same for the last as for the first.
      assertThat(memory.computeIfAbsent(number, n -> used)).isEqualTo(used);
    }
    Held after = Held.now();
    assertThat(after.openCl()).isEqualTo(before.openCl());
    assertThat(after.direct() - before.direct()).isLessThan(FEW_BYTES);
    assertThat(after.heap() - before.heap()).isLessThan(FEW_BYTES);
    assertThat(after.threads() - before.threads()).isLessThan(FEW_THREADS);
  }

  private static Explanation.Memory run(TrainerBuilder builder, Sequential net) {
    try (Trainer trainer =
        builder
            .model(net)
            .loss(Losses.meanSquaredError())
            .optimizer(Optimizers.adam(0.01))
            .build()) {
      ArrayDataSet data = data(net);
      assertThat(trainer.fit(data, Fit.epochs(1)).steps()).isEqualTo(1);
      assertThat(trainer.predict(data).floats()).hasSize(SAMPLES);
      return trainer.explain(SAMPLES).memory();
    }
  }
}
