package org.gradcl.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.loss.Loss;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activation;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Block;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.random.Purpose;
import org.gradcl.random.RandomKey;
import org.gradcl.random.RandomStream;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.ReferenceState;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;

/**
 * A small model with a loss and one batch, of odd and prime sizes, whose pre-activations and
 * residuals stay away from kinks: what gradients are checked with, in float64 and on every device.
 *
 * @param name says layers, activation, loss and batch
 * @param step with plain SGD
 * @param batch samples
 * @param parameters first values, FLOAT32
 * @param key of dropout
 * @param inputs {@code input} and {@code target}, FLOAT32
 */
public record GradientCase(
    String name,
    TrainingStep step,
    int batch,
    List<HostTensor> parameters,
    RandomKey key,
    Map<String, HostTensor> inputs) {

  private static final double DISTANCE = 1e-3;
  private static final String EVERY_LAYER = "dense, dropout, dense";
  private static final String ACTIVATED = "two activated layers without bias";
  private static final int INPUTS = 5;
  private static final int HIDDEN = 7;
  private static final int OUTPUTS = 3;

  /**
   * A loss of each kind: of numbers smooth and with kinks, of logits for each element and for each
   * row. Every loss is checked by itself, in {@link LossCase}.
   */
  public static final List<Loss> LOSSES =
      List.of(
          Losses.meanSquaredError(),
          Losses.meanAbsoluteError(),
          Losses.huber(1),
          Losses.bceWithLogits(),
          Losses.softmaxCrossEntropy());

  /**
   * Every layer × activation × batch size with two losses, and two activations with all of {@link
   * #LOSSES}: an activation and a loss meet in one launch, which is compiled for the two.
   */
  public static List<GradientCase> all() {
    List<GradientCase> cases = new ArrayList<>();
    for (Activation f : Activations.all()) {
      Dense hidden = Dense.of(INPUTS, HIDDEN, f);
      Dense last = Dense.of(HIDDEN, OUTPUTS);
      Dense lastActivated = Dense.of(HIDDEN, OUTPUTS, f);
      Map<String, Sequential> models = new LinkedHashMap<>();
      models.put("dense", Sequential.of(hidden, last));
      models.put(ACTIVATED, Sequential.of(hidden.withoutBias(), lastActivated.withoutBias()));
      models.put(EVERY_LAYER, Sequential.of(hidden, Dropout.of(0.3), last));
      models.forEach(
          (layers, model) -> {
            for (Loss loss : losses(f)) {
              for (int batch : new int[] {1, 7}) {
                cases.add(of(layers, model, loss, f, batch));
              }
            }
          });
    }
    return cases;
  }

  /** How many pairs of an activation and a loss there are: models and batches for each. */
  public static int pairs() {
    return Activations.all().stream().mapToInt(f -> losses(f).size()).sum();
  }

  private static List<Loss> losses(Activation f) {
    return f.equals(Activations.TANH) || f.equals(Activations.SOFTPLUS)
        ? LOSSES
        : List.of(Losses.meanSquaredError(), Losses.softmaxCrossEntropy());
  }

  /**
   * The cases for devices, which compile each: two models for every activation × loss × batch size,
   * one with every kind of layer, one with an activated last layer, whose slope joins the loss.
   */
  public static List<GradientCase> forDevices() {
    return all().stream()
        .filter(c -> c.name.startsWith(EVERY_LAYER) || c.name.startsWith(ACTIVATED))
        .toList();
  }

  private static GradientCase of(
      String layers, Sequential model, Loss loss, Activation f, int batch) {
    TrainingStep step = new TrainingStep(model, loss, Optimizers.sgd(0.1));
    String name = String.join(", ", layers, f.toString(), loss.describe(), "batch " + batch);
    for (int seed = 1; seed < 100; seed++) {
      GradientCase candidate = draw(name, step, batch, RandomKey.ofSeed(seed));
      if (candidate.distanceFromKinks() >= DISTANCE) {
        return candidate;
      }
    }
    throw new AssertionError("No seed keeps '" + name + "' away from kinks");
  }

  private static GradientCase draw(String name, TrainingStep step, int batch, RandomKey key) {
    HostTensor x = normal(key, 0, TrainingStep.INPUT, Shape.of(batch, INPUTS));
    boolean classes = step.targetShape().rank() == 0;
    HostTensor y =
        normal(key, 1, TrainingStep.TARGET, classes ? Shape.of(batch) : Shape.of(batch, OUTPUTS));
    float[] target = y.floats();
    for (int i = 0; i < target.length; i++) {
      if (classes) {
        target[i] = Math.floorMod(Math.round(target[i] * 10), OUTPUTS);
      } else if (step.objective().describe().startsWith("bce")) {
        target[i] = target[i] > 0 ? 1 : 0;
      }
    }
    Map<String, HostTensor> inputs = new LinkedHashMap<>();
    inputs.put(TrainingStep.INPUT, x);
    inputs.put(TrainingStep.TARGET, y);
    return new GradientCase(name, step, batch, step.model().initialParameters(key), key, inputs);
  }

  private static HostTensor normal(RandomKey key, int operation, String name, Shape shape) {
    RandomStream stream = new RandomStream(key, Purpose.SPLIT, operation, 0);
    float[] values = new float[shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) stream.normal(0, i);
    }
    return HostTensor.of(name, shape, values);
  }

  /** The state before the first step, in float64. */
  public ReferenceState state() {
    return ReferenceState.initial(step.graph(batch).stateLayout(), parameters, 10, key);
  }

  /** The inputs as a device takes them. */
  public Map<String, float[]> float32Inputs() {
    Map<String, float[]> values = new LinkedHashMap<>();
    inputs.forEach((name, tensor) -> values.put(name, tensor.floats()));
    return values;
  }

  /** The inputs in float64. */
  public Map<String, double[]> float64Inputs() {
    Map<String, double[]> values = new LinkedHashMap<>();
    inputs.forEach((name, tensor) -> values.put(name, ReferenceState.float64(tensor)));
    return values;
  }

  private double distanceFromKinks() {
    Map<String, double[]> values =
        new Interpreter(step.traced(batch)).run(float64Inputs(), state()).outputs();
    double distance = Double.POSITIVE_INFINITY;
    List<Block> blocks = ((Sequential) step.model()).blocks();
    for (int i = 0; i < blocks.size(); i++) {
      Block layer = blocks.get(i);
      if (layer instanceof Dense dense && !dense.activation().equals(Activations.IDENTITY)) {
        distance = Math.min(distance, nearest(values.get("layer." + i + ".preactivation"), 0));
      }
    }
    String loss = step.objective().describe();
    if (loss.startsWith("mae") || loss.startsWith("huber")) {
      double[] residuals = values.get(Sequential.PREDICTION).clone();
      double[] target = float64Inputs().get(TrainingStep.TARGET);
      for (int i = 0; i < residuals.length; i++) {
        residuals[i] -= target[i];
      }
      distance = Math.min(distance, nearest(residuals, loss.startsWith("mae") ? 0 : 1));
    }
    return distance;
  }

  /** How near the magnitude of any number comes to a kink. */
  private static double nearest(double[] values, double kink) {
    double nearest = Double.POSITIVE_INFINITY;
    for (double value : values) {
      nearest = Math.min(nearest, Math.abs(Math.abs(value) - kink));
    }
    return nearest;
  }

  @Override
  public String toString() {
    return name;
  }
}
