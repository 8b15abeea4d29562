package org.gradcl.reference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.expr.Evaluator;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.StepField;
import org.gradcl.graph.UpdateRule;

/** Clipping and the update of every parameter and slot, by the formulas of an update rule. */
final class UpdateStep {
  /** What PyTorch's {@code clip_grad_norm_} adds to the norm. */
  private static final double CLIP_EPSILON = 1e-6;

  private final UpdateRule rule;

  UpdateStep(UpdateRule rule) {
    this.rule = rule;
  }

  /** min(1, c / (‖g‖ + 1e-6)) over all gradients together, 1 without clipping. */
  double clipScale(Map<String, double[]> gradients) {
    if (rule.clipNorm().isEmpty()) {
      return 1;
    }
    double squares = 0;
    for (double[] gradient : gradients.values()) {
      for (double g : gradient) {
        squares += g * g;
      }
    }
    return Math.min(1, rule.clipNorm().getAsDouble() / (Math.sqrt(squares) + CLIP_EPSILON));
  }

  double learningRate(ReferenceState state) {
    Map<String, Double> fields = new HashMap<>();
    fields.put(StepField.STEP.variableName(), (double) state.step());
    fields.put(StepField.TOTAL_STEPS.variableName(), (double) state.totalSteps());
    Tape tape = Tape.of(rule.learningRate());
    Evaluator evaluator = new Evaluator(tape);
    evaluator.evaluate(variables(tape, fields));
    return evaluator.output(0);
  }

  ReferenceState apply(ReferenceState state, Map<String, double[]> gradients, double clipScale) {
    List<Expr> formulas = new ArrayList<>(List.of(rule.parameter()));
    rule.slots().forEach(slot -> formulas.add(slot.update()));
    Tape tape = Tape.of(formulas);
    Evaluator evaluator = new Evaluator(tape);
    Map<String, Double> known = new HashMap<>();
    known.put(StepField.STEP.variableName(), (double) state.step());
    known.put(StepField.TOTAL_STEPS.variableName(), (double) state.totalSteps());
    known.put(StepField.LEARNING_RATE.variableName(), learningRate(state));

    Map<String, double[]> tensors = new LinkedHashMap<>(state.tensors());
    gradients.forEach(
        (name, gradient) -> {
          List<String> names = new ArrayList<>(List.of(name));
          rule.slots().forEach(slot -> names.add(slot.name() + "/" + name));
          List<double[]> updated = names.stream().map(n -> state.tensors().get(n).clone()).toList();
          for (int i = 0; i < gradient.length; i++) {
            known.put(UpdateRule.PARAMETER.name(), updated.get(0)[i]);
            known.put(UpdateRule.GRADIENT.name(), gradient[i] * clipScale);
            for (int j = 0; j < rule.slots().size(); j++) {
              known.put(rule.slots().get(j).name(), updated.get(j + 1)[i]);
            }
            evaluator.evaluate(variables(tape, known));
            for (int j = 0; j < updated.size(); j++) {
              updated.get(j)[i] = evaluator.output(j);
            }
          }
          for (int j = 0; j < names.size(); j++) {
            tensors.put(names.get(j), updated.get(j));
          }
        });
    return new ReferenceState(tensors, state.step() + 1, state.totalSteps(), state.key());
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
