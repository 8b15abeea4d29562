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
import org.gradcl.train.StepResult;
import org.gradcl.train.Trainer;

/**
 * The deviation of a device's run from a recorded trajectory.
 *
 * @param trajectory its name
 * @param device the device's headline
 * @param comparisons in order: prediction, gradients, losses, parameters
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

  /** What is compared, in order, with the largest deviation allowed. */
  public static final Map<String, Double> TOLERANCES = tolerances();

  private static Map<String, Double> tolerances() {
    Map<String, Double> tolerances = new LinkedHashMap<>();
    tolerances.put("first prediction", RecordedTrajectory.LOSS_TOLERANCE);
    tolerances.put("losses", RecordedTrajectory.LOSS_TOLERANCE);
    tolerances.put("first gradients", RecordedTrajectory.GRADIENT_TOLERANCE);
    tolerances.put("last parameters", RecordedTrajectory.PARAMETER_TOLERANCE);
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
      double[] prediction = ReferenceState.float64(trainer.predict(batch(trajectory, 0)));
      Map<String, HostTensor> gradients = new LinkedHashMap<>();
      List<StepResult> results = new ArrayList<>();
      for (int i = 0; i < trajectory.steps(); i++) {
        results.add(trainer.step(batch(trajectory, i)));
        if (i == 0) {
          gradients.putAll(trainer.gradients());
        }
      }
      double[] losses = results.stream().mapToDouble(StepResult::loss).toArray();
      Map<String, HostTensor> parameters = new LinkedHashMap<>();
      trainer.parameters().all().forEach(tensor -> parameters.put(tensor.name(), tensor));
      return new Replay(
          trajectory.name(),
          trainer.deviceReport().headline(),
          List.of(
              comparison(
                  "first prediction",
                  RecordedTrajectory.deviation(prediction, trajectory.prediction())),
              comparison("losses", RecordedTrajectory.deviation(losses, trajectory.losses())),
              comparison("first gradients", largest(gradients, trajectory.gradients())),
              comparison("last parameters", largest(parameters, trajectory.parameters()))));
    }
  }

  private static Comparison comparison(String quantity, double deviation) {
    return new Comparison(quantity, deviation, TOLERANCES.get(quantity));
  }

  private static ArrayDataSet batch(RecordedTrajectory trajectory, int step) {
    Map<String, HostTensor> batch = trajectory.batches().get(step % trajectory.batches().size());
    HostTensor input = batch.get(TrainingStep.INPUT);
    HostTensor target = batch.get(TrainingStep.TARGET);
    return ArrayDataSet.of(
        input.shape().sample(), input.floats(), target.shape().sample(), target.floats());
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
