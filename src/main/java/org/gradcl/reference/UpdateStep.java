package org.gradcl.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.expr.Evaluator;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepField;
import org.gradcl.graph.UpdateGroup;
import org.gradcl.graph.UpdateRule;

/** Clipping and the update of every parameter and slot, by the formulas of an update rule. */
final class UpdateStep {
  /** What PyTorch's {@code clip_grad_norm_} adds to the norm. */
  private static final double CLIP_EPSILON = 1e-6;

  private final UpdateRule rule;
  private final List<UpdateGroup> groups;

  UpdateStep(UpdateRule rule, List<UpdateGroup> groups) {
    this.rule = rule;
    this.groups = groups;
  }

  /** min(1, c / (‖g‖ + 1e-6)) over all gradients that are clipped, 1 without clipping. */
  double clipScale(Map<String, double[]> gradients) {
    if (rule.clipNorm().isEmpty()) {
      return 1;
    }
    double squares = 0;
    for (Map.Entry<String, double[]> gradient : gradients.entrySet()) {
      if (group(gradient.getKey()).clipped()) {
        for (double g : gradient.getValue()) {
          squares += g * g;
        }
      }
    }
    return Math.min(1, rule.clipNorm().getAsDouble() / (Math.sqrt(squares) + CLIP_EPSILON));
  }

  private UpdateGroup group(String tensor) {
    return groups.stream().filter(g -> g.tensors().contains(tensor)).findFirst().orElseThrow();
  }

  double learningRate(ReferenceState state) {
    Map<String, Double> fields = new HashMap<>();
    fields.put(StepField.STEP.variableName(), (double) state.step());
    fields.put(StepField.TOTAL_STEPS.variableName(), (double) state.totalSteps());
    fields.put(StepField.LEARNING_RATE.variableName(), state.learningRate());
    Tape tape = Tape.of(rule.learningRate());
    Evaluator evaluator = new Evaluator(tape);
    evaluator.evaluate(variables(tape, fields));
    return evaluator.output(0);
  }

  /** The state after a batch that does not end its step: gradients so far, and statistics. */
  ReferenceState observe(
      ReferenceState state, Map<String, double[]> gradients, Map<String, double[]> observed) {
    Map<String, double[]> tensors = new LinkedHashMap<>(state.tensors());
    gradients.forEach((name, g) -> tensors.put(StateLayout.gradientName(name), g));
    observed.forEach((name, o) -> tensors.putAll(updated(state, group(name), name, o)));
    return state.after(tensors, state.step());
  }

  ReferenceState apply(
      ReferenceState state,
      Map<String, double[]> gradients,
      Map<String, double[]> observed,
      double clipScale) {
    Map<String, double[]> tensors = new LinkedHashMap<>(state.tensors());
    gradients.forEach(
        (name, gradient) -> {
          UpdateGroup group = group(name);
          double[] clipped = group.clipped() ? clipped(gradient, clipScale) : gradient;
          tensors.putAll(updated(state, group, name, clipped));
        });
    observed.forEach((name, o) -> tensors.putAll(updated(state, group(name), name, o)));
    return state.after(tensors, state.step() + 1);
  }

  private double[] clipped(double[] gradient, double clipScale) {
    double limit = rule.clipValue().orElse(Double.POSITIVE_INFINITY);
    return Arrays.stream(gradient)
        .map(g -> Math.max(-limit, Math.min(limit, g * clipScale)))
        .toArray();
  }

  /** The new numbers of a tensor and of its slots. */
  private Map<String, double[]> updated(
      ReferenceState state, UpdateGroup group, String name, double[] gradient) {
    List<String> variables = new ArrayList<>(List.of(UpdateRule.PARAMETER.name()));
    List<String> names = new ArrayList<>(List.of(name));
    for (UpdateRule.Slot slot : rule.slots().subList(0, group.slots().size())) {
      variables.add(slot.name());
      names.add(slot.name() + "/" + name);
    }
    Map<String, Double> known = new HashMap<>();
    known.put(StepField.STEP.variableName(), (double) state.step());
    known.put(StepField.TOTAL_STEPS.variableName(), (double) state.totalSteps());
    known.put(StepField.LEARNING_RATE.variableName(), learningRate(state));
    Map<String, double[]> numbers = new LinkedHashMap<>();
    names.forEach(n -> numbers.put(n, state.tensors().get(n).clone()));
    List<Expr> formulas = new ArrayList<>(List.of(group.parameter()));
    formulas.addAll(group.slots());
    Tape tape = Tape.of(formulas);
    Evaluator evaluator = new Evaluator(tape);
    group
        .direction()
        .ifPresent(
            direction ->
                known.put(
                    UpdateRule.TRUST_RATIO.name(),
                    trustRatio(direction, known, variables, names, numbers, gradient)));
    for (int i = 0; i < gradient.length; i++) {
      put(known, i, variables, names, numbers, gradient);
      evaluator.evaluate(variables(tape, known));
      for (int j = 0; j < names.size(); j++) {
        numbers.get(names.get(j))[i] = evaluator.output(j);
      }
    }
    return numbers;
  }

  /** ‖parameter‖ / ‖direction‖ of a whole tensor, 1 where one is 0. */
  private static double trustRatio(
      Expr direction,
      Map<String, Double> given,
      List<String> variables,
      List<String> names,
      Map<String, double[]> numbers,
      double[] gradient) {
    Map<String, Double> known = new HashMap<>(given);
    Tape tape = Tape.of(List.of(UpdateRule.PARAMETER, direction));
    Evaluator evaluator = new Evaluator(tape);
    double ofParameter = 0;
    double ofDirection = 0;
    for (int i = 0; i < gradient.length; i++) {
      put(known, i, variables, names, numbers, gradient);
      evaluator.evaluate(variables(tape, known));
      ofParameter += evaluator.output(0) * evaluator.output(0);
      ofDirection += evaluator.output(1) * evaluator.output(1);
    }
    boolean isKnown = ofParameter > 0 && ofDirection > 0;
    return isKnown ? Math.sqrt(ofParameter) / Math.sqrt(ofDirection) : 1;
  }

  /** Gives the variables of an update their values for one element. */
  private static void put(
      Map<String, Double> known,
      int element,
      List<String> variables,
      List<String> names,
      Map<String, double[]> numbers,
      double[] gradient) {
    known.put(UpdateRule.GRADIENT.name(), gradient[element]);
    for (int j = 0; j < names.size(); j++) {
      known.put(variables.get(j), numbers.get(names.get(j))[element]);
    }
  }

  private static double[] variables(Tape tape, Map<String, Double> known) {
    double[] variables = new double[tape.variables().size()];
    for (int i = 0; i < variables.length; i++) {
      Double value = known.get(tape.variables().get(i));
      if (value == null) {
        throw new IllegalArgumentException(
            "An update rule knows " + known.keySet() + ", found " + tape.variables().get(i));
      }
      variables[i] = value;
    }
    return variables;
  }
}
