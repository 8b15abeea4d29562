package org.gradcl.step;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.loss.AppliedObjective;
import org.gradcl.nn.InputRange;
import org.gradcl.nn.Model;

/**
 * Which arrays a batch must have, and who asks for them. An array may be both an input of the model
 * and a target, as that of an autoencoder. Immutable.
 *
 * @param model reads inputs
 * @param objective reads targets and weights of samples; empty to predict only
 * @param inputs that the model reads, by name
 * @param targets that the objective alone reads, by name
 * @param specs of all arrays, by name
 * @param inputRanges what the model's blocks ask of the numbers of inputs
 */
public record BatchArrays(
    Model model,
    Optional<AppliedObjective> objective,
    SortedMap<String, InputSpec> inputs,
    SortedMap<String, InputSpec> targets,
    SortedMap<String, InputSpec> specs,
    List<InputRange> inputRanges) {

  static BatchArrays of(Model model, Optional<AppliedObjective> objective) {
    SortedMap<String, InputSpec> inputs = new TreeMap<>(model.inputs());
    SortedMap<String, InputSpec> targets = new TreeMap<>();
    objective.ifPresent(applied -> targets.putAll(applied.inputs()));
    inputs.forEach((name, spec) -> requireSame(name, spec, targets.remove(name)));
    SortedMap<String, InputSpec> specs = new TreeMap<>(inputs);
    specs.putAll(targets);
    return new BatchArrays(model, objective, inputs, targets, specs, model.inputRanges());
  }

  private static void requireSame(String name, InputSpec input, InputSpec target) {
    if (target != null && !input.shape().equals(target.shape())) {
      throw new ShapeMismatchException(
          String.format(
              "The model reads '%s' of shape %s, the loss of shape %s; give one of them another"
                  + " name",
              name, input.shape(), target.shape()));
    }
    // Data is checked against what the model says of it.
    if (target != null
        && target.classes().isPresent()
        && input.classes().orElse(Integer.MAX_VALUE) > target.classes().getAsInt()) {
      throw new ShapeMismatchException(
          String.format(
              "The loss reads '%s' as the classes 0 to %d, the model as %s; state by"
                  + " InputSpec.indices(…, %d) what the model reads, or give one of them another"
                  + " name",
              name,
              target.classes().getAsInt() - 1,
              input.classes().isEmpty()
                  ? "any numbers"
                  : "the indices 0 to " + (input.classes().getAsInt() - 1),
              target.classes().getAsInt()));
    }
  }

  /** Copies the maps. */
  public BatchArrays {
    inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    targets = Collections.unmodifiableSortedMap(new TreeMap<>(targets));
    specs = Collections.unmodifiableSortedMap(new TreeMap<>(specs));
    inputRanges = List.copyOf(inputRanges);
  }

  /**
   * The name of the objective's only array, its target.
   *
   * @throws IllegalArgumentException if it has several, or none
   */
  public String onlyTarget() {
    SortedMap<String, InputSpec> read =
        objective.map(AppliedObjective::inputs).orElseGet(TreeMap::new);
    if (read.size() != 1) {
      throw new IllegalArgumentException(
          String.format(
              "The loss reads %d arrays, %s; give a BatchSource with arrays of these names",
              read.size(), read.keySet()));
    }
    return read.firstKey();
  }
}
