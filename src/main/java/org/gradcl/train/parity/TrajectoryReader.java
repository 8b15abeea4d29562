package org.gradcl.train.parity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.io.SafetensorsContent;
import org.gradcl.loss.Loss;
import org.gradcl.loss.Losses;
import org.gradcl.loss.Reduction;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;

/** Puts the tensors and the description of a recorded trajectory together. */
final class TrajectoryReader {
  private final SafetensorsContent content;
  private final Specification spec;
  private final int layers;

  TrajectoryReader(SafetensorsContent content) throws IOException {
    this.content = content;
    String json = content.metadata().get("spec");
    if (json == null) {
      throw new IOException("its metadata has no 'spec', only " + content.metadata().keySet());
    }
    this.spec = Specification.parse(json);
    this.layers = spec.list("activations").size();
  }

  RecordedTrajectory read() throws IOException {
    List<HostTensor> initial = new ArrayList<>();
    Map<String, double[]> gradients = new LinkedHashMap<>();
    Map<String, double[]> parameters = new LinkedHashMap<>();
    for (int i = 0; i < layers; i++) {
      for (String part : List.of("weight", "bias")) {
        String name = "layer." + i + "." + part;
        HostTensor first = tensor("init." + i + "." + part);
        initial.add(HostTensor.of(name, first.shape(), first.floats()));
        gradients.put(name, tensor("grad.0." + i + "." + part).doubles());
        parameters.put(name, tensor("final." + i + "." + part).doubles());
      }
    }
    List<Map<String, HostTensor>> batches = new ArrayList<>();
    for (int k = 0; k < spec.count("batches"); k++) {
      batches.add(
          Map.of(TrainingStep.INPUT, tensor("x." + k), TrainingStep.TARGET, tensor("y." + k)));
    }
    return new RecordedTrajectory(
        spec.text("name"),
        new TrainingStep(model(), loss(), optimizer()),
        spec.count("batch"),
        spec.count("steps"),
        List.copyOf(initial),
        List.copyOf(batches),
        tensor("prediction.0").doubles(),
        gradients,
        tensor("loss").doubles(),
        parameters);
  }

  private HostTensor tensor(String name) throws IOException {
    HostTensor tensor = content.tensors().get(name);
    if (tensor == null) {
      throw new IOException(
          "there is no tensor '" + name + "', only " + content.tensors().keySet());
    }
    return tensor;
  }

  private Sequential model() throws IOException {
    List<Object> widths = spec.list("dims");
    List<Dense> dense = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      dense.add(
          Dense.of(
              ((Double) widths.get(i)).intValue(),
              ((Double) widths.get(i + 1)).intValue(),
              Activations.named((String) spec.list("activations").get(i))));
    }
    return Sequential.of(dense);
  }

  private Loss loss() throws IOException {
    switch (spec.text("loss")) {
      case "mse_sum":
        return Losses.meanSquaredError().withReduction(Reduction.SUM);
      case "huber":
        return Losses.huber(spec.number("delta", 1));
      default:
        return Losses.named(spec.text("loss"));
    }
  }

  private Optimizer optimizer() throws IOException {
    Specification s = spec.object("optimizer");
    Optimizer optimizer = optimizer(s, s.number("lr"), s.number("weight_decay", 0));
    return spec.has("clip_norm") ? optimizer.withClipNorm(spec.number("clip_norm")) : optimizer;
  }

  private static Optimizer optimizer(Specification s, double rate, double weightDecay)
      throws IOException {
    double momentum = s.number("momentum", 0);
    double beta1 = s.number("beta1", 0.9);
    double beta2 = s.number("beta2", 0.999);
    switch (s.text("name")) {
      case "sgd":
        return Optimizers.sgd(rate, momentum, s.flag("nesterov"), weightDecay);
      case "adam":
        return Optimizers.adam(rate, beta1, beta2, s.number("eps", 1e-8), weightDecay);
      case "adamw":
        double decay = s.number("weight_decay", 1e-2);
        return Optimizers.adamW(rate, beta1, beta2, s.number("eps", 1e-8), decay);
      case "rmsprop":
        double alpha = s.number("alpha", 0.99);
        return Optimizers.rmsProp(rate, alpha, s.number("eps", 1e-8), momentum, weightDecay);
      case "adagrad":
        return Optimizers.adagrad(rate, s.number("eps", 1e-10), weightDecay);
      default:
        throw new IOException("no optimiser is named '" + s.text("name") + "'");
    }
  }
}
