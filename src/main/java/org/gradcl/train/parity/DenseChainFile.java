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
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;

/** A recorded trajectory of a chain of dense layers. */
final class DenseChainFile extends TrajectoryFile {
  DenseChainFile(SafetensorsContent content, Specification spec) {
    super(content, spec);
  }

  @Override
  RecordedTrajectory read() throws IOException {
    List<Integer> widths = spec().counts("dims");
    List<String> activations = spec().texts("activations");
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
    int batch = spec().count("batch");
    int steps = spec().count("steps");
    RecordedTrajectory trajectory =
        new RecordedTrajectory(
            spec().text("name"),
            step,
            batch,
            1,
            steps,
            initial,
            batches(Shape.of(batch, inputs), step.targetShape().batch(batch)),
            Map.of(Sequential.PREDICTION, recorded("prediction.0", Shape.of(batch, outputs))),
            gradients,
            recorded("loss", Shape.of(steps)),
            parameters,
            RecordedTrajectory.PARAMETER_TOLERANCE,
            Map.of());
    warnOfOthers(trajectory.name());
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
    for (int k = 0; k < spec().count("batches"); k++) {
      batches.add(
          Map.of(
              TrainingStep.INPUT, given("x." + k, input),
              TrainingStep.TARGET, given("y." + k, target)));
    }
    return batches;
  }

  private Loss loss() throws IOException {
    return switch (spec().text("loss")) {
      case "mse_sum" -> Losses.meanSquaredError().withReduction(Reduction.SUM);
      case "huber" -> Losses.huber(spec().number("delta", 1));
      default -> Losses.named(spec().text("loss"));
    };
  }
}
