package org.gradcl.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gradcl.cli.bench.ConvolutionWorkload;
import org.gradcl.cli.bench.TrainingWorkload;
import org.gradcl.cli.bench.Workloads;
import org.gradcl.device.Precision;
import org.gradcl.graph.StepGraph;
import org.gradcl.loss.Losses;
import org.gradcl.nn.HiddenLayer;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.step.TrainingStep;

/**
 * A step whose kernels the static gate judges.
 *
 * @param name for people
 * @param graph the step, of a fixed batch
 * @param precision of its products; other than float32 on devices that gain by it alone
 */
record Net(String name, StepGraph graph, Precision precision) {
  /** Nets beyond dense ones: a residual net and a transformer block. */
  private static final Set<String> OTHERS = Set.of("C2", "T1");

  /** One whose products are of float32. */
  Net(String name, StepGraph graph) {
    this(name, graph, Precision.FLOAT32);
  }

  /**
   * The workloads of the benchmark, the products of its convolutions and two nets beyond dense ones
   * among them, and what they lack: softmax, dropout and clipping.
   */
  static List<Net> all() {
    List<Net> nets = new ArrayList<>();
    for (TrainingWorkload workload : Workloads.training()) {
      nets.add(new Net(workload.name(), workload.step().graph(workload.samples())));
    }
    Net largest = nets.get(nets.size() - 1);
    nets.add(new Net(largest.name() + " tensor", largest.graph(), Precision.FLOAT32_TENSOR));
    Sequential model = Sequential.dense(784, HiddenLayer.parse("512 relu, 256 tanh"), 0.2f, 10);
    TrainingStep step =
        new TrainingStep(
            model, Losses.softmaxCrossEntropy(), Optimizers.adam(1e-3f).withClipNorm(1));
    nets.add(new Net("softmax", step.graph(128)));
    for (ConvolutionWorkload convolution : Workloads.convolutions()) {
      nets.add(new Net(convolution.name(), convolution.graph()));
    }
    for (TrainingWorkload workload : Workloads.nets()) {
      if (OTHERS.contains(workload.name())) {
        nets.add(new Net(workload.name(), workload.step().graph(workload.samples())));
      }
    }
    return nets;
  }
}
