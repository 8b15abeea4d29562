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
 * @param step model, loss and optimiser
 * @param batch samples in a batch
 * @param steps how many; step i takes batch i mod the number of batches
 * @param initial first values of the parameters, FLOAT32, named {@code layer.0.weight} and so on
 * @param batches for each batch, the tensors {@code input} and {@code target} by name, FLOAT32
 * @param prediction of the first step, {@code [batch, outputs]}
 * @param gradients of the first step before clipping, by the parameter's name
 * @param losses of each step before its update
 * @param parameters after the last step, by name
 */
public record RecordedTrajectory(
    String name,
    TrainingStep step,
    int batch,
    int steps,
    List<HostTensor> initial,
    List<Map<String, HostTensor>> batches,
    double[] prediction,
    Map<String, double[]> gradients,
    double[] losses,
    Map<String, double[]> parameters) {

  /** The largest deviation of a run's losses and of its first prediction. */
  public static final double LOSS_TOLERANCE = 2e-6;

  /** The largest deviation of a run's first gradients. */
  public static final double GRADIENT_TOLERANCE = 1e-5;

  /** The largest deviation of a run's last parameters. */
  public static final double PARAMETER_TOLERANCE = 1e-4;

  /** Copies lists and maps and keeps their order, not the arrays. */
  public RecordedTrajectory {
    initial = List.copyOf(initial);
    batches = List.copyOf(batches);
    gradients = Collections.unmodifiableMap(new LinkedHashMap<>(gradients));
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
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
      return new TrajectoryReader(content).read();
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(file + ": no recorded trajectory: " + e.getMessage(), e);
    }
  }
}
