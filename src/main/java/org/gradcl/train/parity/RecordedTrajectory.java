package org.gradcl.train.parity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.io.SafetensorsContent;
import org.gradcl.io.SafetensorsReader;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.Deviation;
import org.gradcl.tensor.HostTensor;

/**
 * A short training run as PyTorch computed it in float64: its initial values, and the results that
 * another run must reproduce.
 *
 * @param name of the case
 * @param step model, objective and optimiser
 * @param batch samples in a batch
 * @param accumulate batches whose mean gradient makes a step
 * @param steps how many; step i takes the batches (i·accumulate + j) mod the number of batches
 * @param initial first values of the parameters and statistics, FLOAT32, by name
 * @param batches for each batch, its arrays by name, FLOAT32
 * @param predictions for the first batch as the first step computes them, by output
 * @param gradients of the first step before clipping, by the parameter's name
 * @param losses of each step before its update
 * @param parameters and statistics after the last step, by name
 * @param parameterTolerance the largest deviation of those
 * @param evaluation outputs for the first batch after the last step, in evaluation; none if they
 *     were not recorded
 */
public record RecordedTrajectory(
    String name,
    TrainingStep step,
    int batch,
    int accumulate,
    int steps,
    List<HostTensor> initial,
    List<Map<String, HostTensor>> batches,
    Map<String, double[]> predictions,
    Map<String, double[]> gradients,
    double[] losses,
    Map<String, double[]> parameters,
    double parameterTolerance,
    Map<String, double[]> evaluation) {

  /** The largest deviation of a run's losses and of its first prediction. */
  public static final double LOSS_TOLERANCE = 2e-6;

  /** The largest deviation of a run's first gradients. */
  public static final double GRADIENT_TOLERANCE = 1e-5;

  /** The largest deviation of the last parameters of a run of dense layers. */
  public static final double PARAMETER_TOLERANCE = 1e-4;

  /** The largest deviation of the last parameters and statistics of a run of other layers. */
  public static final double GRAPH_PARAMETER_TOLERANCE = 3e-5;

  /** The largest deviation of the last outputs in evaluation. */
  public static final double EVALUATION_TOLERANCE = 1e-5;

  /** Copies lists and maps and keeps their order, not the arrays. */
  public RecordedTrajectory {
    initial = List.copyOf(initial);
    batches = List.copyOf(batches);
    predictions = Collections.unmodifiableMap(new LinkedHashMap<>(predictions));
    gradients = Collections.unmodifiableMap(new LinkedHashMap<>(gradients));
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    evaluation = Collections.unmodifiableMap(new LinkedHashMap<>(evaluation));
  }

  /**
   * {@return how far numbers are from recorded ones, see {@link Deviation#of}}
   *
   * @param found what was computed
   * @param recorded as many numbers
   * @throws IllegalArgumentException if there are not equally many
   */
  public static double deviation(double[] found, double[] recorded) {
    return Deviation.of(found, recorded);
  }

  /**
   * Reads a recorded run.
   *
   * @return the recorded run
   * @throws IOException if the file can't be read, or describes no run that GradCL knows
   */
  public static RecordedTrajectory read(Path file) throws IOException {
    SafetensorsContent content = SafetensorsReader.readAll(file);
    try {
      return TrajectoryFile.of(content).read();
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(file + ": no recorded trajectory: " + e.getMessage(), e);
    }
  }
}
