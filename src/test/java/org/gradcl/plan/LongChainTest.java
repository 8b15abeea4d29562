package org.gradcl.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradcl.plan.CompilerTest.SGD;
import static org.gradcl.plan.CompilerTest.TARGET;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Operator;
import org.gradcl.graph.Gradients;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation;
import org.gradcl.graph.Phase;
import org.gradcl.graph.Role;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Steps of thousands of operations, one after the other, as time steps are. */
class LongChainTest {
  private static final int LENGTH = 4000;

  private final Graph graph = new Graph();

  /** hₜ = tanh(hₜ₋₁ · Wᵀ + b), the weights shared by all times. */
  @Test
  void aRecurrentStepOfThousandsOfTimesCompiles() {
    Value h = graph.input("input", Shape.of(2, 3));
    Value weight = graph.parameter("weight", Shape.of(3, 3), Role.PARAMETER);
    Value bias = graph.parameter("bias", Shape.of(3), Role.PARAMETER);
    for (int t = 0; t < LENGTH; t++) {
      Value z = graph.map(graph.matrixProduct(h, false, weight, true), bias, Expr::plus);
      h = graph.map(z, e -> Expr.of(Operator.TANH, e));
    }
    graph.enter(Phase.LOSS);
    Value square = graph.map(h, e -> Expr.of(Operator.SQUARE, e));
    Value loss = graph.sum(square, Operation.Sum.Extent.ALL);
    Map<Value, Value> gradients = Gradients.of(loss, List.of(weight, bias));
    Plan plan = Compiler.compile(StepGraph.training(graph, Map.of(), loss, gradients, SGD), TARGET);
    assertThat(plan.launches().size()).isGreaterThan(3 * LENGTH);
    assertThat(plan.explain().lines().count()).isGreaterThan(2L * plan.launches().size());
  }

  /** Operations that would all join one launch. */
  @Test
  void aChainOfThousandsOfMapsCompiles() {
    Value x = graph.input("input", Shape.of(2, 3));
    for (int i = 0; i < LENGTH; i++) {
      x = graph.map(x, e -> e.plus(Expr.of(Operator.TANH, e)));
    }
    Plan plan = Compiler.compile(StepGraph.inference(graph, Map.of("y", x)), TARGET);
    assertThat(plan.flops()).isEqualTo(2L * LENGTH * 6);
    assertThat(plan.launches().size()).isBetween(LENGTH / 20, LENGTH / 5);
    assertThat(plan.launches())
        .allSatisfy(launch -> assertThat(launch.formula().length()).isLessThan(50_000));
  }

  /** Those, too, that do not depend on each other. */
  @Test
  void thousandsOfMapsOverOneDomainAreNotOneLaunch() {
    Map<String, Value> outputs = new LinkedHashMap<>();
    for (int i = 0; i < LENGTH; i++) {
      Value x = graph.input("input" + i, Shape.of(2, 3));
      outputs.put("y" + i, graph.map(x, e -> e.times(2)));
    }
    Plan plan = Compiler.compile(StepGraph.inference(graph, outputs), TARGET);
    assertThat(plan.launches().size()).isBetween(LENGTH / 200, LENGTH / 100);
  }
}
