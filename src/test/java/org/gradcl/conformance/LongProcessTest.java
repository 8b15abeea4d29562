package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.gradcl.graph.StepGraph;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.step.TrainingStep;
import org.gradcl.testing.AllocatedBytes;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A net is trained with vectors in registers, not in objects, whatever was trained before it in the
 * same process. In one of its own: with vectors of several widths, as other tests have, they stay
 * objects.
 */
class LongProcessTest {
  private static final int SMALL_STEPS = 200_000;
  private static final int STEPS = 50;
  private static final int MOST_ROUNDS = 60;
  private static final long FEW_BYTES = 10_000;
  private static final RandomKey KEY = RandomKey.ofSeed(2);

  @TempDir Path folder;

  @Test
  void aNetOfOneRowAllocatesNothingBehindASmallOne() throws Exception {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                LongProcessTest.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    List<String> lines = Files.readAllLines(log);
    String last = lines.get(lines.size() - 1);
    assertThat(last).startsWith("bytes a step: ");
    assertThat(Long.parseLong(last.replaceAll("\\D+", ""))).isLessThan(FEW_BYTES);
  }

  /** Trains a small net, then a large one until a round of steps allocates next to nothing. */
  public static void main(String[] arguments) {
    try (EngineUnderTest.Open open = EngineUnderTest.jvm().get(0).open()) {
      TrainingStep small = step(16);
      try (DeviceRun run = load(open, small)) {
        run(run, Samples.regression(small, 1, 1), SMALL_STEPS);
      }
      TrainingStep large = step(1024);
      Map<String, float[]> batch = Samples.regression(large, 1, 1);
      long least = Long.MAX_VALUE;
      try (DeviceRun run = load(open, large)) {
        for (int i = 0; i < MOST_ROUNDS && least >= FEW_BYTES; i++) {
          long before = AllocatedBytes.soFar();
          run(run, batch, STEPS);
          least = Math.min(least, (AllocatedBytes.soFar() - before) / STEPS);
        }
      }
      System.out.println("bytes a step: " + least);
    }
  }

  private static TrainingStep step(int width) {
    return new TrainingStep(
        Sequential.of(
            Dense.of(width, width, Activations.RELU),
            Dense.of(width, width, Activations.RELU),
            Dense.of(width, width)),
        Losses.meanSquaredError(),
        Optimizers.named("sgd").withLearningRate(1e-3));
  }

  private static DeviceRun load(EngineUnderTest.Open open, TrainingStep step) {
    StepGraph graph = step.graph(1);
    return DeviceRun.of(
        open.device(),
        Compiler.fusing(),
        graph,
        step.model().initialParameters(KEY),
        SMALL_STEPS,
        0.001f,
        KEY);
  }

  private static void run(DeviceRun run, Map<String, float[]> batch, int steps) {
    for (int i = 0; i < steps; i++) {
      run.step(batch);
    }
    run.losses();
  }
}
