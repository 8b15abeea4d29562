package org.gradcl.reference;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.graph.StateLayout;
import org.gradcl.random.RandomKey;
import org.gradcl.tensor.HostTensor;

/**
 * The state that outlives a step, in float64. Immutable, as long as nobody writes into its arrays.
 *
 * @param tensors parameters and slots by name, such as {@code layer.0.weight} and {@code
 *     momentum/layer.0.weight}, and within a step the gradients so far
 * @param step the number of updates made
 * @param totalSteps the number of updates of the whole training
 * @param key of the random numbers
 * @param batches the number of batches computed, of which an update may take several
 * @param learningRate of a rule that leaves it as it is; NaN where the rule says it itself
 */
public record ReferenceState(
    Map<String, double[]> tensors,
    long step,
    long totalSteps,
    RandomKey key,
    long batches,
    double learningRate) {

  /** Copies the map, not the arrays. */
  public ReferenceState {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /** A state of steps of one batch each. */
  public ReferenceState(Map<String, double[]> tensors, long step, long totalSteps, RandomKey key) {
    this(tensors, step, totalSteps, key, step, Double.NaN);
  }

  /**
   * The state before the first step.
   *
   * @param layout of the step; slots begin with their initial values, or as the parameter
   * @param parameters first values of every parameter, FLOAT32 or FLOAT64
   * @throws IllegalArgumentException if a parameter is missing or has another shape
   */
  public static ReferenceState initial(
      StateLayout layout, List<HostTensor> parameters, long totalSteps, RandomKey key) {
    Map<String, double[]> tensors = new LinkedHashMap<>();
    for (StateLayout.Entry entry : layout.parameters()) {
      HostTensor tensor =
          parameters.stream()
              .filter(t -> t.name().equals(entry.name()))
              .findFirst()
              .orElseThrow(
                  () -> new IllegalArgumentException("No first value for " + entry.name()));
      if (!tensor.shape().equals(entry.shape())) {
        throw new IllegalArgumentException(
            "The parameter " + entry.name() + " has shape " + entry.shape() + ", given " + tensor);
      }
      tensors.put(entry.name(), float64(tensor));
    }
    for (StateLayout.SlotEntry slot : layout.slots()) {
      for (StateLayout.Entry entry : layout.learnt()) {
        double[] values = tensors.get(entry.name()).clone();
        if (!slot.copies()) {
          Arrays.fill(values, slot.initial());
        }
        tensors.put(slot.of(entry.name()), values);
      }
    }
    return new ReferenceState(tensors, 0, totalSteps, key);
  }

  /** A tensor's numbers as float64, in an array of their own. */
  public static double[] float64(HostTensor tensor) {
    return switch (tensor.type()) {
      case FLOAT64 -> tensor.doubles().clone();
      case FLOAT32 -> float64(tensor.floats());
      case INT32 -> Arrays.stream(tensor.ints()).asDoubleStream().toArray();
    };
  }

  /** Numbers as float64, in an array of their own. */
  public static double[] float64(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  /**
   * The numbers of one tensor.
   *
   * @throws IllegalArgumentException if there is none of this name; the known are listed
   */
  public double[] tensor(String name) {
    double[] values = tensors.get(name);
    if (values == null) {
      throw new IllegalArgumentException(
          "No tensor is named '" + name + "'; known are " + tensors.keySet());
    }
    return values;
  }

  /**
   * This state with other numbers in one tensor.
   *
   * @throws IllegalArgumentException if there is none of this name, or of another size
   */
  public ReferenceState with(String name, double[] values) {
    if (values.length != tensor(name).length) {
      throw new IllegalArgumentException(
          "'" + name + "' has " + tensor(name).length + " numbers, given " + values.length);
    }
    Map<String, double[]> changed = new LinkedHashMap<>(tensors);
    changed.put(name, values);
    return new ReferenceState(changed, step, totalSteps, key, batches, learningRate);
  }

  /** This state with another rate, for a rule that leaves it as it is. */
  public ReferenceState withLearningRate(double rate) {
    return new ReferenceState(tensors, step, totalSteps, key, batches, rate);
  }

  /** The state after one more batch. */
  ReferenceState after(Map<String, double[]> changed, long steps) {
    return new ReferenceState(changed, steps, totalSteps, key, batches + 1, learningRate);
  }
}
