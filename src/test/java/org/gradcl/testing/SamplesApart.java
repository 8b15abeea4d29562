package org.gradcl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.gradcl.graph.StepGraph;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.tensor.HostTensor;

/**
 * Evaluation of samples, each of which must have the same bits alone, in a batch of any size, and
 * at any place in it.
 *
 * @param step that evaluates a number of samples
 * @param samples of the batch
 * @param batch numbers of each input, sample by sample
 */
public record SamplesApart(IntFunction<StepGraph> step, int samples, Map<String, float[]> batch) {
  private static final RandomKey KEY = RandomKey.ofSeed(11);

  /** Enough that products and rows are shared among work-groups and threads. */
  private static final int MANY = 67;

  /** Evaluates the samples alone, together, from the last to the first, and each several times. */
  public void require(EngineUnderTest.Open open) {
    int[] inOrder = IntStream.range(0, samples).toArray();
    Map<String, float[]> together = evaluated(open, inOrder);
    for (int sample : inOrder) {
      require(open, together, sample);
    }
    require(open, together, IntStream.range(0, samples).map(i -> samples - 1 - i).toArray());
    require(open, together, IntStream.range(0, MANY).map(i -> i * i % samples).toArray());
  }

  private void require(EngineUnderTest.Open open, Map<String, float[]> together, int... order) {
    evaluated(open, order)
        .forEach(
            (name, found) ->
                assertThat(found)
                    .as("%s of a batch of %d", name, order.length)
                    .containsExactly(chosen(together.get(name), order)));
  }

  private float[] chosen(float[] all, int... order) {
    int each = all.length / samples;
    float[] chosen = new float[order.length * each];
    for (int i = 0; i < order.length; i++) {
      System.arraycopy(all, order[i] * each, chosen, i * each, each);
    }
    return chosen;
  }

  private Map<String, float[]> evaluated(EngineUnderTest.Open open, int... order) {
    StepGraph graph = step.apply(order.length);
    List<HostTensor> parameters =
        Samples.parameters(graph).stream().map(SamplesApart::positive).toList();
    Map<String, float[]> outputs = new LinkedHashMap<>();
    try (DeviceRun run =
        DeviceRun.of(open.device(), Compiler.fusing(), graph, parameters, 1, 0, KEY)) {
      Map<String, float[]> inputs = new LinkedHashMap<>();
      batch.forEach((name, all) -> inputs.put(name, chosen(all, order)));
      run.step(inputs);
      graph.outputs().keySet().forEach(name -> outputs.put(name, finite(run.output(name))));
    }
    return outputs;
  }

  /** What is not a number would be the same everywhere. */
  private static float[] finite(HostTensor output) {
    float[] values = output.floats();
    for (float value : values) {
      assertThat(value).as(output.name()).isFinite();
    }
    return values;
  }

  /** Variances are at least 0. */
  private static HostTensor positive(HostTensor tensor) {
    if (!tensor.name().endsWith("running_var")) {
      return tensor;
    }
    float[] values = tensor.floats().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i]);
    }
    return HostTensor.of(tensor.name(), tensor.shape(), values);
  }
}
