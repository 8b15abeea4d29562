package org.gradcl.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
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
  void aSumOverTheBatchIsNoGradient() {
    Value scale = graph.parameter("scale", Shape.scalar(), Role.PARAMETER);
    Value loss = loss();
    assertThatThrownBy(
            () ->
                StepGraph.training(
                    graph, Map.of(), loss, Map.of(weight, weight, scale, loss), RULE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("can't be the gradient of")
        .hasMessageContaining("scale");
  }

  @Test
  void aRowVectorIsRepeatedInEitherPlaceAlsoOverABatchOfOne() {
    Value row = graph.input("row", Shape.of(1, 2));
    Value bias = graph.parameter("bias", Shape.of(2), Role.PARAMETER);
    assertThat(graph.map(row, bias, Expr::plus).shape()).isEqualTo(Shape.of(1, 2));
    assertThat(graph.map(bias, row, Expr::plus).shape()).isEqualTo(Shape.of(1, 2));
  }

  @Test
  void oneNumberARowDoesNotDifferByColumn() {
    Expr element = Operation.MapElements.variable(0);
    RowProgram.RowReduction sum = RowProgram.RowReduction.sum(element);
    for (Expr output : List.of(element, Expr.index(1), graph.uniform())) {
      RowProgram program = new RowProgram(List.of(sum), RowProgram.reduced(0).times(output), true);
      assertThatThrownBy(() -> graph.rows(product.shape(), program, List.of(product)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("one number a row");
    }
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
  void twoInputsOfOneNameAreRefused() {
    graph.input("input", Shape.of(4));
    refused("%3 input [4]", "its name is taken");
  }

  @Test
  void anInputWithoutABatchIsRefused() {
    graph.input("target", Shape.scalar());
    refused("target []", "an input's first axis is the batch");
  }

  @Test
  void anOperationOfAnotherShapeThanItsOwnIsRefused() {
    graph.add(product.operation(), Shape.of(2, 4), "product");
    refused("product [2, 4]", "its shape must be [4, 2]");
  }

  @Test
  void aSumOfAnotherShapeThanItsOwnIsRefused() {
    graph.add(new Operation.Sum(product, Operation.Sum.Extent.ALL), Shape.of(2), "sum");
    refused("sum [2]", "its shape must be []");
  }

  @Test
  void anOperandThatIsReadInAnotherWayIsRefused() {
    Value bias = graph.parameter("layer.0.bias", Shape.of(2), Role.PARAMETER);
    Expr sum = Operation.MapElements.variable(0).plus(Operation.MapElements.variable(1));
    List<IndexedValue> reads = List.of(IndexedValue.whole(product), IndexedValue.whole(bias));
    graph.add(new Operation.MapElements(sum, reads), Shape.of(4, 2), "map");
    assertThatThrownBy(() -> StepGraph.inference(graph, Map.of("prediction", product)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("'layer.0.bias' [2] has the indices 0 to 1 along axis 0")
        .hasMessageContaining("reads 0 to 3");
  }

  @Test
  void aRowProgramWithoutRowsIsRefused() {
    RowProgram program = new RowProgram(List.of(), Expr.constant(1), false);
    Operation.Rows rows = new Operation.Rows(program, Shape.scalar(), 0, List.of());
    graph.add(rows, Shape.scalar(), "rows");
    refused("rows []", "a row program needs columns");
  }

  @Test
  void anOperandThatComesLaterIsRefused() {
    refusedOperand(9, Phase.FORWARD, "it stands before its operand %9 late [4, 2]");
  }

  @Test
  void anOperandOfALaterPhaseIsRefused() {
    refusedOperand(0, Phase.BACKWARD, "it reads %0 late [4, 2] of the later phase BACKWARD");
  }

  private void refusedOperand(int number, Phase phase, String rule) {
    Value late = new Value(graph, number, product.operation(), product.shape(), phase, "late");
    graph.add(new Operation.Sum(late, Operation.Sum.Extent.ALL), Shape.scalar(), "user");
    refused("user []", rule);
  }

  private void refused(String... messages) {
    assertThatIllegalStateException()
        .isThrownBy(() -> StepGraph.inference(graph, Map.of("prediction", product)))
        .withMessageContainingAll(messages);
  }

  @Test
  void anOperandOfAnotherGraphIsRefusedAtOnce() {
    Value foreign = new Graph().input("input", Shape.of(4, 3));
    assertThatThrownBy(() -> graph.matrixProduct(foreign, false, weight, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("%0 input [4, 3] is of another graph");
  }

  @Test
  void aGradientOfWhatIsNotLearntIsRefused() {
    Value mean = graph.parameter("mean", Shape.of(2), Role.FROZEN);
    Value loss = loss();
    Map<Value, Value> gradients = Map.of(weight, weight, mean, mean);
    assertThatThrownBy(() -> StepGraph.training(graph, Map.of(), loss, gradients, RULE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("mean [2]: it is not learnt but has a gradient");
  }

  @Test
  void trainingWithoutALossIsRefused() {
    assertThatThrownBy(
            () -> StepGraph.training(graph, Map.of(), null, Map.of(weight, weight), RULE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a training step has a loss");
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

  @Test
  void tablesAndTheirIndicesFit() {
    Value table = graph.parameter("table", Shape.of(7, 3), Role.PARAMETER);
    Value index = graph.input("index", Shape.of(4, 5));
    assertThat(graph.gather(table, index).shape()).isEqualTo(Shape.of(4, 5, 3));
    assertThat(graph.scatter(index, graph.gather(table, index), 9).shape())
        .isEqualTo(Shape.of(9, 3));
    assertThatThrownBy(() -> graph.gather(table, index, OptionalInt.of(7)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("the table has no row 7 for padding; found [7, 3] and [4, 5]");
    assertThatThrownBy(() -> graph.gather(table, graph.argument(1)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("at least one axis each");
    assertThatThrownBy(() -> graph.scatter(index, table, 9))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("values have the axes of their indices first");
    assertThatThrownBy(() -> graph.scatter(index, index, 0))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("a table has rows, asked for 0");
  }

  @Test
  void anIndexIsOfAnAxisOfTheDomain() {
    assertThatThrownBy(() -> graph.map(product, e -> e.times(Expr.index(2))))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("index(2)")
        .hasMessageContaining("has the axes 0 to 1");
    RowProgram.RowReduction sum = RowProgram.RowReduction.sum(Operation.MapElements.variable(0));
    RowProgram byRow =
        new RowProgram(List.of(sum), RowProgram.reduced(0).times(Expr.index(0)), true);
    Shape rows = product.shape().leading(1);
    assertThat(graph.rows(product.shape(), byRow, List.of(product)).shape()).isEqualTo(rows);
  }
}
