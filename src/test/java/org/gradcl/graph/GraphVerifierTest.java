package org.gradcl.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.gradcl.expr.Expr;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

class GraphVerifierTest {
  private static final UpdateRule RULE =
      new UpdateRule(List.of(), UpdateRule.PARAMETER, Expr.constant(0.1), OptionalDouble.empty());

  private final Graph graph = new Graph();
  private final Value x = graph.input("input", Shape.of(4, 3));
  private final Value weight = graph.parameter("layer.0.weight", Shape.of(2, 3), Role.PARAMETER);
  private final Value product = graph.matrixProduct(x, false, weight, true);

  private Value loss() {
    graph.enter(Phase.LOSS);
    return graph.sum(product, Operation.Sum.Extent.ALL);
  }

  @Test
  void aLearntParameterWithoutGradientIsRefused() {
    Value loss = loss();
    assertThatThrownBy(() -> StepGraph.training(graph, Map.of(), loss, Map.of(), RULE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("layer.0.weight")
        .hasMessageContaining("learnt but has no gradient");
  }

  @Test
  void aGradientOfAnotherShapeIsRefused() {
    Value loss = loss();
    assertThatThrownBy(
            () -> StepGraph.training(graph, Map.of(), loss, Map.of(weight, product), RULE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a gradient has the shape of its parameter")
        .hasMessageContaining("[2, 3]");
  }

  @Test
  void aLossThatIsNoScalarIsRefused() {
    assertThatThrownBy(
            () -> StepGraph.training(graph, Map.of(), product, Map.of(weight, weight), RULE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a loss must be a scalar");
  }

  @Test
  void twoTensorsOfOneNameAreRefused() {
    graph.parameter("layer.0.weight", Shape.of(1), Role.FROZEN);
    assertThatThrownBy(() -> StepGraph.inference(graph, Map.of("prediction", product)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("layer.0.weight")
        .hasMessageContaining("its name is taken");
  }

  @Test
  void anOutputOfAnotherGraphIsRefused() {
    Value foreign = new Graph().input("input", Shape.of(1, 1));
    assertThatThrownBy(() -> StepGraph.inference(graph, Map.of("prediction", foreign)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("it is foreign");
  }

  @Test
  void aStepDoesNotFlowBack() {
    graph.enter(Phase.BACKWARD);
    assertThatThrownBy(() -> graph.enter(Phase.FORWARD))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("BACKWARD")
        .hasMessageContaining("FORWARD");
  }

  @Test
  void mismatchedShapesNameTheLayerAndBoth() {
    graph.scope("layer.1 (Dense 4 to 2)");
    Value wrong = graph.parameter("layer.1.weight", Shape.of(2, 4), Role.PARAMETER);
    assertThatThrownBy(() -> graph.matrixProduct(x, false, wrong, true))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("layer.1 (Dense 4 to 2)")
        .hasMessageContaining("[4, 3]")
        .hasMessageContaining("[2, 4]");
    Value bias = graph.parameter("layer.1.bias", Shape.of(5), Role.PARAMETER);
    assertThatThrownBy(() -> graph.map(product, bias, Expr::plus))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("[4, 2]")
        .hasMessageContaining("[5]");
  }

  @Test
  void theSameOperationOfTheSameValuesIsTheSameValue() {
    assertThat(graph.matrixProduct(x, false, weight, true)).isSameAs(product);
    assertThat(graph.map(product, e -> e)).isSameAs(product);
  }
}
