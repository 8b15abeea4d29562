package org.gradcl.optim;

import static org.gradcl.graph.UpdateRule.LEARNING_RATE;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradcl.expr.Expr;
import org.gradcl.graph.UpdateGroup;
import org.gradcl.graph.UpdateRule;
import org.gradcl.graph.Value;

/** An optimiser's groups resolved for the parameters of a model. */
final class GroupedRule {
  private final Optimizer optimizer;
  private final Map<ParameterGroup, Set<String>> members = new LinkedHashMap<>();

  /**
   * Finds the group of each parameter.
   *
   * @throws UnmatchedGroupException if a group matches none
   */
  GroupedRule(Optimizer optimizer, Collection<Value> parameters) {
    this.optimizer = optimizer;
    List<ParameterGroup> unmatched = new ArrayList<>(optimizer.groups());
    for (Value parameter : parameters) {
      List<ParameterGroup> matching =
          optimizer.groups().stream()
              .filter(group -> group.matches(parameter.label(), parameter.shape()))
              .toList();
      unmatched.removeAll(matching);
      treatment(parameter, matching.stream().findFirst())
          .map(group -> members.computeIfAbsent(group, g -> new LinkedHashSet<>()))
          .ifPresent(names -> names.add(parameter.label()));
    }
    if (!unmatched.isEmpty()) {
      throw new UnmatchedGroupException(
          unmatched.get(0), parameters.stream().map(Value::label).toList());
    }
  }

  /** What is other for a parameter than for the rest: that of its group, and of vectors. */
  private Optional<ParameterGroup> treatment(Value parameter, Optional<ParameterGroup> group) {
    boolean decays = optimizer.decaysVectors() || parameter.shape().rank() > 1;
    if (decays || group.filter(own -> own.weightDecay().isPresent()).isPresent()) {
      return group;
    }
    return Optional.of(
        group.orElseGet(() -> ParameterGroup.of("*").withMostAxes(1)).withWeightDecay(0));
  }

  UpdateRule rule() {
    UpdateRule all = optimizer.rule();
    List<UpdateGroup> groups = new ArrayList<>();
    members.forEach(
        (group, names) -> {
          if (!group.frozen()) {
            groups.add(group(group, names));
          }
        });
    return new UpdateRule(
        all.slots(),
        all.parameter(),
        all.learningRate(),
        all.clipNorm(),
        all.clipValue(),
        groups,
        all.direction());
  }

  private UpdateGroup group(ParameterGroup group, Set<String> names) {
    Optimizer own =
        group.weightDecay().isPresent()
            ? OptimizerText.withWeightDecay(optimizer, group.weightDecay().getAsDouble())
            : optimizer;
    double rate = group.learningRate().orElse(optimizer.learningRate()) * group.factor();
    Expr ofGroup = LEARNING_RATE.times(rate / optimizer.learningRate());
    WeightAverages.Formulas formulas = optimizer.averages().after(own.update(), own.slots());
    return new UpdateGroup(
        group.describe(),
        names,
        formulas.parameter().replace(LEARNING_RATE, ofGroup),
        formulas.slots().stream().map(s -> s.update().replace(LEARNING_RATE, ofGroup)).toList(),
        group.clipped(),
        own.direction().map(direction -> direction.replace(LEARNING_RATE, ofGroup)));
  }
}
