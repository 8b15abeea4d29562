package org.gradcl.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.gradcl.expr.Expr;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

class LivenessTest {
  @Test
  void whatNobodyAsksForIsLeftOut() {
    Graph graph = new Graph();
    Value x = graph.input("input", Shape.of(2));
    Value asked = graph.map(x, e -> e.times(2));
    graph.map(asked, e -> e.times(3));
    Value again = graph.map(asked, x, Expr::plus);
    StepGraph step = StepGraph.inference(graph, Map.of("a", again, "b", asked));
    assertThat(step.live()).isEqualTo(List.of(x, asked, again));
  }

  /** By recursion it would end at some ten thousand. */
  @Test
  void aChainMayBeLongerThanAStackIsDeep() {
    Graph graph = new Graph();
    Value x = graph.input("input", Shape.of(2));
    int length = 100_000;
    for (int i = 0; i < length; i++) {
      x = graph.map(x, e -> e.plus(1));
    }
    StepGraph step = StepGraph.inference(graph, Map.of("y", x));
    assertThat(step.live()).hasSize(length + 1).isEqualTo(graph.values());
  }
}
