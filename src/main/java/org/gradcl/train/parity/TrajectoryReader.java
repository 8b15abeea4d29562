package org.gradcl.train.parity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
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
import org.gradcl.tensor.DataType;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a recorded trajectory from its tensors and its description. */
final class TrajectoryReader {
  private static final Logger LOG = LoggerFactory.getLogger(TrajectoryReader.class);

  /** PyTorch's names of optimiser settings, and GradCL's. */
  private static final Map<String, String> SETTINGS = settings();

  private final SafetensorsContent content;
  private final Specification spec;

  private static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("lr", "learning_rate");
    settings.put("eps", "epsilon");
    List.of("momentum", "nesterov", "weight_decay", "alpha", "beta1", "beta2", "amsgrad", "rho")
        .forEach(same -> settings.put(same, same));
    settings.put("momentum_decay", "momentum_decay");
    return Collections.unmodifiableMap(settings);
  }

  TrajectoryReader(SafetensorsContent content) throws IOException {
    this.content = content;
    String json = content.metadata().get("spec");
    if (json == null) {
      throw new IOException("its metadata has no 'spec', only " + content.metadata().keySet());
    }
    this.spec = Specification.parse(json);
  }

  RecordedTrajectory read() throws IOException {
    List<Integer> widths = spec.counts("dims");
    List<String> activations = spec.texts("activations");
    if (activations.isEmpty() || widths.size() != activations.size() + 1) {
      throw new IOException(
          "its 'spec' has "
              + widths.size()
              + " 'dims' and "
              + activations.size()
              + " 'activations'; a layer has one activation, and there is one width more");
    }
    int inputs = widths.get(0);
    int outputs = widths.get(widths.size() - 1);
    List<HostTensor> initial = new ArrayList<>();
    Map<String, double[]> gradients = new LinkedHashMap<>();
    Map<String, double[]> parameters = new LinkedHashMap<>();
    for (Map.Entry<String, Shape> parameter : parameterShapes(widths).entrySet()) {
      String recorded = parameter.getKey();
      String name = "layer." + recorded;
      Shape shape = parameter.getValue();
      initial.add(HostTensor.of(name, shape, given("init." + recorded, shape).floats()));
      gradients.put(name, recorded("grad.0." + recorded, shape));
      parameters.put(name, recorded("final." + recorded, shape));
    }
    TrainingStep step = new TrainingStep(model(widths, activations), loss(), optimizer());
    int batch = spec.count("batch");
    int steps = spec.count("steps");
    RecordedTrajectory trajectory =
        new RecordedTrajectory(
            spec.text("name"),
            step,
            batch,
            steps,
            initial,
            batches(Shape.of(batch, inputs), step.targetShape().batch(batch)),
            recorded("prediction.0", Shape.of(batch, outputs)),
            gradients,
            recorded("loss", Shape.of(steps)),
            parameters);
    warnOfOtherKeys(trajectory.name());
    return trajectory;
  }

  /** The shapes of the parameters by their recorded names, such as {@code 0.weight}. */
  private static Map<String, Shape> parameterShapes(List<Integer> widths) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (int i = 0; i < widths.size() - 1; i++) {
      shapes.put(i + ".weight", Shape.of(widths.get(i + 1), widths.get(i)));
      shapes.put(i + ".bias", Shape.of(widths.get(i + 1)));
    }
    return shapes;
  }

  private static Sequential model(List<Integer> widths, List<String> activations) {
    List<Dense> layers = new ArrayList<>();
    for (int i = 0; i < activations.size(); i++) {
      layers.add(Dense.of(widths.get(i), widths.get(i + 1), Activations.named(activations.get(i))));
    }
    return Sequential.of(layers);
  }

  private List<Map<String, HostTensor>> batches(Shape input, Shape target) throws IOException {
    List<Map<String, HostTensor>> batches = new ArrayList<>();
    for (int k = 0; k < spec.count("batches"); k++) {
      batches.add(
          Map.of(
              TrainingStep.INPUT, given("x." + k, input),
              TrainingStep.TARGET, given("y." + k, target)));
    }
    return batches;
  }

  /** An initial value of the run. */
  private HostTensor given(String name, Shape shape) throws IOException {
    return tensor(name, DataType.FLOAT32, shape);
  }

  /** A result of PyTorch. */
  private double[] recorded(String name, Shape shape) throws IOException {
    return tensor(name, DataType.FLOAT64, shape).doubles();
  }

  private HostTensor tensor(String name, DataType type, Shape shape) throws IOException {
    HostTensor tensor = content.tensors().get(name);
    if (tensor == null) {
      throw new IOException(
          "there is no tensor '" + name + "', only " + content.tensors().keySet());
    }
    if (tensor.type() != type || !tensor.shape().equals(shape)) {
      throw new IOException(
          String.format(
              "its tensor '%s' is %s %s; by its 'spec' it must be %s %s",
              name, tensor.type(), tensor.shape(), type, shape));
    }
    return tensor;
  }

  private Loss loss() throws IOException {
    return switch (spec.text("loss")) {
      case "mse_sum" -> Losses.meanSquaredError().withReduction(Reduction.SUM);
      case "huber" -> Losses.huber(spec.number("delta", 1));
      default -> Losses.named(spec.text("loss"));
    };
  }

  /** The optimiser of the catalogue, whose defaults are PyTorch's, with the settings given. */
  private Optimizer optimizer() throws IOException {
    Specification given = spec.object("optimizer");
    StringBuilder text = new StringBuilder(given.text("name"));
    for (Map.Entry<String, Object> setting : given.settings().entrySet()) {
      String key = SETTINGS.get(setting.getKey());
      if (key != null) {
        text.append(' ').append(key).append('=').append(setting.getValue());
      } else if (!Specification.isOff(setting.getValue())) {
        // Left out of the update it would make another optimiser of it.
        throw new IOException(
            "GradCL's optimisers have no '" + setting.getKey() + "', only " + SETTINGS.keySet());
      }
    }
    Optimizer optimizer = Optimizers.named(text.toString());
    return spec.has("clip_norm") ? optimizer.withClipNorm(spec.number("clip_norm")) : optimizer;
  }

  /**
   * Warns of keys without effect; the seed of PyTorch's random numbers is expected to have none.
   */
  private void warnOfOtherKeys(String name) {
    spec.settings()
        .forEach(
            (key, value) -> {
              if (!key.equals("seed") && !Specification.isOff(value)) {
                LOG.warn("{}: '{}' of its 'spec' is unknown and ignored: {}", name, key, value);
              }
            });
  }
}
