package org.gradcl.train.parity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.DeviceSettings;
import org.gradcl.reference.ReferenceState;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.train.StepResult;
import org.gradcl.train.Trainer;

/**
 * The deviation of a device's run from a recorded trajectory.
 *
 * @param trajectory its name
 * @param device the device's headline
 * @param comparisons in order: prediction, losses, gradients, parameters, and evaluation where it
 *     was recorded
 */
public record Replay(String trajectory, String device, List<Comparison> comparisons) {

  /**
   * One quantity against its record.
   *
   * @param quantity such as {@code first gradients}
   * @param deviation the largest of its tensors, see {@link RecordedTrajectory#deviation}
   * @param tolerance the largest deviation allowed
   */
  public record Comparison(String quantity, double deviation, double tolerance) {
    /** {@return whether the deviation is within the tolerance; NaN never is} */
    public boolean passed() {
      return deviation <= tolerance;
    }
  }

  private static final String LAST_PARAMETERS = "last parameters";
  private static final String EVALUATION = "evaluation";

  /**
   * What is compared, in order, with the largest deviation allowed; of parameters that of dense
   * layers, others are held to less.
   */
  public static final Map<String, Double> TOLERANCES = tolerances();

  private static Map<String, Double> tolerances() {
    Map<String, Double> tolerances = new LinkedHashMap<>();
    tolerances.put("first prediction", RecordedTrajectory.LOSS_TOLERANCE);
    tolerances.put("losses", RecordedTrajectory.LOSS_TOLERANCE);
    tolerances.put("first gradients", RecordedTrajectory.GRADIENT_TOLERANCE);
    tolerances.put(LAST_PARAMETERS, RecordedTrajectory.PARAMETER_TOLERANCE);
    tolerances.put(EVALUATION, RecordedTrajectory.EVALUATION_TOLERANCE);
    return Collections.unmodifiableMap(tolerances);
  }

  /** Copies the list. */
  public Replay {
    comparisons = List.copyOf(comparisons);
  }

  /** {@return whether every quantity is within its tolerance} */
  public boolean passed() {
    return comparisons.stream().allMatch(Comparison::passed);
  }

  /**
   * Trains as the record did.
   *
   * @return how far it strayed
   * @throws org.gradcl.device.NoDeviceException if no device satisfies the policy
   */
  public static Replay of(
      RecordedTrajectory trajectory, DeviceSettings settings, DevicePolicy policy) {
    TrainingStep step = trajectory.step();
    try (Trainer trainer =
        Trainer.builder()
            .model(step.model())
            .objective(step.objective())
            .optimizer(step.optimizer())
            .deviceSettings(settings)
            .device(policy)
            .totalSteps(trajectory.steps())
            .build()) {
      trainer.parameters().setAll(trajectory.initial());
      Map<String, HostTensor> first = trainer.trainingOutputs(batch(trajectory, 0));
      Map<String, HostTensor> gradients = new LinkedHashMap<>();
      List<StepResult> results = new ArrayList<>();
      for (int i = 0; i < trajectory.steps(); i++) {
        StepResult result = null;
        for (int j = 0; j < trajectory.accumulate(); j++) {
          result = trainer.step(batch(trajectory, i * trajectory.accumulate() + j));
        }
        results.add(result);
        if (i == 0) {
          gradients.putAll(trainer.gradients());
        }
      }
      double[] losses = results.stream().mapToDouble(StepResult::loss).toArray();
      Map<String, HostTensor> parameters = new LinkedHashMap<>();
      trainer.parameters().all().forEach(tensor -> parameters.put(tensor.name(), tensor));
      List<Comparison> comparisons = new ArrayList<>();
      comparisons.add(comparison("first prediction", largest(first, trajectory.predictions())));
      comparisons.add(
          comparison("losses", RecordedTrajectory.deviation(losses, trajectory.losses())));
      comparisons.add(comparison("first gradients", largest(gradients, trajectory.gradients())));
      comparisons.add(
          new Comparison(
              LAST_PARAMETERS,
              largest(parameters, trajectory.parameters()),
              trajectory.parameterTolerance()));
      if (!trajectory.evaluation().isEmpty()) {
        Map<String, HostTensor> last = trainer.outputs(batch(trajectory, 0));
        comparisons.add(comparison(EVALUATION, largest(last, trajectory.evaluation())));
      }
      return new Replay(trajectory.name(), trainer.deviceReport().headline(), comparisons);
    }
  }

  private static Comparison comparison(String quantity, double deviation) {
    return new Comparison(quantity, deviation, TOLERANCES.get(quantity));
  }

  private static ArrayDataSet batch(RecordedTrajectory trajectory, int number) {
    ArrayDataSet batch = null;
    Map<String, HostTensor> arrays = trajectory.batches().get(number % trajectory.batches().size());
    for (Map.Entry<String, HostTensor> array : arrays.entrySet()) {
      HostTensor tensor = array.getValue();
      Shape sample = tensor.shape().sample();
      batch =
          batch == null
              ? ArrayDataSet.ofArray(array.getKey(), sample, tensor.floats())
              : batch.with(array.getKey(), sample, tensor.floats());
    }
    return batch;
  }

  private static double largest(Map<String, HostTensor> found, Map<String, double[]> recorded) {
    double largest = 0;
    for (Map.Entry<String, double[]> entry : recorded.entrySet()) {
      double[] values = ReferenceState.float64(found.get(entry.getKey()));
      // Math.max keeps NaN.
      largest = Math.max(largest, RecordedTrajectory.deviation(values, entry.getValue()));
    }
    return largest;
  }
}
