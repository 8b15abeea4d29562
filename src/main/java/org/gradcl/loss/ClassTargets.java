package org.gradcl.loss;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.select;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * What a {@link ClassLoss} knows of its targets. Immutable.
 *
 * @param weights one for each class, at least 0; empty where all classes weigh 1
 * @param ignored a target that costs and counts nothing, if there is one, such as −100
 */
public record ClassTargets(List<Double> weights, OptionalInt ignored) {
  /** All targets count, and all the same. */
  public static final ClassTargets ALIKE = new ClassTargets(List.of(), OptionalInt.empty());

  /** Weights are written into an expression, one after the other. */
  private static final int MOST_WEIGHTS = 1024;

  private static final Expr NO_CLASS = constant(-1);

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if a weight is negative or not finite, all are 0, or there are
   *     more than 1024
   */
  public ClassTargets {
    weights = List.copyOf(weights);
    boolean positive = weights.isEmpty() || weights.stream().anyMatch(weight -> weight > 0);
    if (!positive || !weights.stream().allMatch(w -> w >= 0 && Double.isFinite(w))) {
      throw new IllegalArgumentException(
          "Weights of classes are finite numbers of at least 0, one of them above, found "
              + weights);
    }
    if (weights.size() > MOST_WEIGHTS) {
      throw new IllegalArgumentException(
          String.format(
              "A loss takes weights of up to %d classes, found %d; give each sample the weight of"
                  + " its class instead, by LossTerm.weightedBy",
              MOST_WEIGHTS, weights.size()));
    }
  }

  /** These with other weights. */
  ClassTargets withWeights(double... weights) {
    return new ClassTargets(Arrays.stream(weights).boxed().toList(), ignored);
  }

  /** These with another target that is ignored. */
  ClassTargets ignoring(int index) {
    return new ClassTargets(weights, OptionalInt.of(index));
  }

  /** Σ of all classes' weights. */
  double sumOfWeights(int classes) {
    return weights.isEmpty() ? classes : weights.stream().mapToDouble(w -> w).sum();
  }

  /** The weights as a value {@code [classes]}; empty where all are 1. */
  Optional<Value> weightsByClass(Graph graph) {
    if (weights.isEmpty()) {
      return Optional.empty();
    }
    Expr weight = constant(weights.get(weights.size() - 1));
    for (int i = weights.size() - 2; i >= 0; i--) {
      weight = select(Expr.index(0).equalTo(constant(i)), constant(weights.get(i)), weight);
    }
    return Optional.of(graph.map(Shape.of(weights.size()), weight, List.of()));
  }

  /** What each target counts: its class's weight, 0 if it is ignored; empty where all count 1. */
  Optional<Value> counts(Graph graph, Value target) {
    if (weights.isEmpty()) {
      return ignored.isEmpty()
          ? Optional.empty()
          : Optional.of(graph.map(target, t -> unlessIgnored(t, constant(1), constant(0))));
    }
    Value index = graph.map(target, t -> unlessIgnored(t, t, NO_CLASS));
    return weightsByClass(graph).map(table -> graph.gather(table, index));
  }

  /** A choice by a target. */
  Expr unlessIgnored(Expr target, Expr otherwise, Expr whenIgnored) {
    return ignored.isEmpty()
        ? otherwise
        : select(target.equalTo(constant(ignored.getAsInt())), whenIgnored, otherwise);
  }

  /** The settings of the text form, each behind a blank; empty where all targets count alike. */
  String describe() {
    StringBuilder text = new StringBuilder();
    ignored.ifPresent(index -> text.append(" ignore_index=").append(index));
    if (!weights.isEmpty()) {
      text.append(" class_weights=");
      text.append(weights.stream().map(Description::format).collect(Collectors.joining(",")));
    }
    return text.toString();
  }

  /** Reads {@code [ignore_index=-100] [class_weights=1,2,0.5]}. */
  static ClassTargets parse(Description settings) {
    List<Double> weights = new ArrayList<>();
    String list = settings.word("class_weights", "");
    for (String word : list.isEmpty() ? new String[0] : list.split(",")) {
      weights.add(settings.number(word));
    }
    String ignored = settings.word("ignore_index", "");
    OptionalInt index = OptionalInt.empty();
    if (!ignored.isEmpty()) {
      double number = settings.number(ignored);
      if (number != (int) number) {
        throw new CatalogueException(
            "In '" + settings.text() + "' ignore_index is a whole number, found '" + ignored + "'");
      }
      index = OptionalInt.of((int) number);
    }
    return new ClassTargets(weights, index);
  }
}
