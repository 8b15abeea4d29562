package org.gradcl.train.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.gradcl.graph.Phase;
import org.gradcl.tensor.HostTensor;

/**
 * All values of one training step, in the order of computation: pre-activations and activations,
 * the loss and its gradient by the prediction, back through the layers to the gradient of each
 * parameter, and the parameters after the update. Immutable but for the shared arrays.
 *
 * @param device the device's summary
 * @param entries in order
 */
public record Trace(String device, List<Entry> entries) {

  /**
   * One value.
   *
   * @param name such as {@code layer.0.preactivation}, {@code loss}, {@code
   *     gradient/layer.0.weight}, or {@code layer.0.weight} in phase UPDATE: after the update
   * @param phase the part of the step that it belongs to
   * @param formula its formula, over the names of other entries
   * @param device the device's result, FLOAT32 (the loss: FLOAT64, summed from the device's partial
   *     sums)
   * @param reference the same in float64
   * @param numeric for gradients by parameters and by the prediction: central differences of the
   *     loss in float64; empty where there are none or they would take too long
   */
  public record Entry(
      String name,
      Phase phase,
      String formula,
      HostTensor device,
      double[] reference,
      Optional<double[]> numeric) {

    /** {@return the device's numbers as float64} */
    public double[] values() {
      return switch (device.type()) {
        case FLOAT64 -> device.doubles().clone();
        case FLOAT32 -> float64(device.floats());
        case INT32 -> Arrays.stream(device.ints()).asDoubleStream().toArray();
      };
    }

    private static double[] float64(float[] values) {
      double[] doubles = new double[values.length];
      for (int i = 0; i < doubles.length; i++) {
        doubles[i] = values[i];
      }
      return doubles;
    }

    /** {@return the largest distance of the device's numbers from those in float64} */
    public double error() {
      double[] values = values();
      double error = 0;
      for (int i = 0; i < values.length; i++) {
        error = Math.max(error, Math.abs(values[i] - reference[i]));
      }
      return error;
    }

    /** For example {@code gradient/layer.0.bias [3] = column sums of …, 1.2e-08 from float64}. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%s %s = %s, %.1e from float64", name, device.shape(), formula, error());
    }
  }

  /** The entries, one a line, with their formulas and how far they are from float64. */
  @Override
  public String toString() {
    return device + entries.stream().map(entry -> "\n  " + entry).collect(Collectors.joining());
  }

  /** Copies the list. */
  public Trace {
    entries = List.copyOf(entries);
  }

  /**
   * {@return the entry of a name in a phase}
   *
   * @param phase the part of the step
   * @param name such as {@code gradient/layer.0.weight}
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public Entry entry(Phase phase, String name) {
    return entries.stream()
        .filter(entry -> entry.phase() == phase && entry.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        "No value of phase %s is named '%s'; there are %s",
                        phase,
                        name,
                        entries.stream()
                            .filter(entry -> entry.phase() == phase)
                            .map(Entry::name)
                            .toList())));
  }
}
