package org.gradcl.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gradcl.graph.AxisIndex.Along;
import org.gradcl.graph.AxisIndex.Fixed;
import org.gradcl.graph.AxisIndex.Term;
import org.gradcl.graph.AxisIndex.Window;
import org.gradcl.graph.Operation.Sum.Extent;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

/** What products over axes refuse, and what their gradients are. */
class ProductRulesTest {
  private static final List<ProductAxis> AXES =
      List.of(ProductAxis.row(4), ProductAxis.column(5), ProductAxis.inner(6));

  private final Graph graph = new Graph();
  private final Value x = graph.parameter("x", Shape.of(8, 6), Role.PARAMETER);
  private final Value w = graph.parameter("w", Shape.of(5, 6), Role.PARAMETER);
  private final IndexedValue right = IndexedValue.along(w, 1, 2);

  private Value product(AxisIndex rows, AxisIndex inner) {
    return graph.product(AXES, new IndexedValue(x, List.of(rows, inner)), right);
  }

  @Test
  void aSliceThatLeavesItsAxisIsRefusedWithTheIndices() {
    assertThatThrownBy(() -> product(new Along(0, 5, 1), AxisIndex.along(2)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage(
            "'x' [8, 6] has the indices 0 to 7 along axis 0, and Along[axis=0, start=5, step=1]"
                + " reads 5 to 8");
    assertThatThrownBy(() -> product(new Along(0, 2, -1), AxisIndex.along(2)))
        .hasMessageContaining("reads -1 to 2");
    assertThatThrownBy(() -> product(new Fixed(8), AxisIndex.along(2)))
        .hasMessageContaining("reads 8 to 8");
  }

  @Test
  void anOperandThatDependsOnTheOthersAxisIsRefused() {
    assertThatThrownBy(() -> product(AxisIndex.along(1), AxisIndex.along(2)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("left operand 'x' [8, 6] of a product reads its axis 0")
        .hasMessageContaining("axis 1 is a COLUMN of the other operand");
    assertThatThrownBy(() -> product(AxisIndex.along(3), AxisIndex.along(2)))
        .hasMessageContaining("but the product has the axes");
  }

  @Test
  void aDiagonalIsRefused() {
    assertThatThrownBy(() -> IndexedValue.along(x, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is read twice along one axis of the product, a diagonal");
  }

  @Test
  void anIndexForEachAxisIsWanted() {
    assertThatThrownBy(() -> IndexedValue.along(x, 0))
        .hasMessage("'x' [8, 6] needs an index for each of its 2 axes, found 1");
  }

  @Test
  void aViewInStepsIsRefusedWithTheCure() {
    assertThatThrownBy(() -> new Along(0, 0, 2)).hasMessageContaining("by a window of one tap");
  }

  @Test
  void aWindowThatReachesTooFarIsRefused() {
    AxisIndex far = new Window(List.of(new Term(0, Integer.MAX_VALUE)), 0, 1, 0, Integer.MAX_VALUE);
    assertThatThrownBy(() -> product(far, AxisIndex.along(2)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("reaches 8589934588 indices far, at most are 1073741823");
  }

  @Test
  void aGradientThatNeedsAWindowOfAWindowIsRefusedWithTheOperand() {
    AxisIndex window = AxisIndex.window(2, 3, 1, 1, 0);
    List<ProductAxis> axes =
        List.of(
            ProductAxis.row(8), ProductAxis.column(5), ProductAxis.inner(4), ProductAxis.inner(3));
    Value both =
        graph.product(
            axes,
            new IndexedValue(x, List.of(AxisIndex.along(0), window)),
            new IndexedValue(w, List.of(AxisIndex.along(1), window)));
    Value loss = graph.sum(both, Extent.ALL);
    assertThatThrownBy(() -> Gradients.of(loss, List.of(x)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The gradient by 'x' [8, 6] can't be stated as one sum")
        .hasMessageContaining("store a copy of what is read first");
  }

  @Test
  void theGradientOfAConvolutionReadsTheInverseWindowInRunsOfChannels() {
    // y[o, f] = Σ x[2o + k − 1, c] · w[f, k, c], ∂x[i, c] = Σ ∂y[(i − k + 1)/2, f] · w[f, k, c]
    Value image = graph.parameter("image", Shape.of(9, 3), Role.PARAMETER);
    Value weight = graph.parameter("weight", Shape.of(4, 3, 3), Role.PARAMETER);
    Value y =
        graph.product(
            List.of(
                ProductAxis.row(5),
                ProductAxis.column(4),
                ProductAxis.inner(3),
                ProductAxis.inner(3)),
            new IndexedValue(image, List.of(AxisIndex.window(0, 2, 2, 1, 1), AxisIndex.along(3))),
            IndexedValue.along(weight, 1, 2, 3));
    Value loss = graph.sum(y, Extent.ALL);
    Value gradient = Gradients.of(loss, List.of(image)).get(image);
    Operation.Product product = (Operation.Product) gradient.operation();
    assertThat(product.axes())
        .containsExactly(
            ProductAxis.row(9), ProductAxis.column(3), ProductAxis.inner(3), ProductAxis.inner(4));
    assertThat(product.a().indices())
        .containsExactly(
            new Window(List.of(new Term(0, 1), new Term(2, -1)), -1, 2, 0, 5), AxisIndex.along(3));
    assertThat(product.b()).isEqualTo(IndexedValue.along(weight, 3, 2, 1));
  }

  @Test
  void aReshapeKeepsTheNumberOfElements() {
    assertThat(graph.reshape(x, x.shape())).isSameAs(x);
    Value flat = graph.reshape(x, Shape.of(48));
    assertThat(graph.reshape(flat, Shape.of(6, 8)).operation()).isEqualTo(new Operation.Reshape(x));
    assertThatThrownBy(() -> graph.reshape(x, Shape.of(7, 7)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("48, and is asked for 49");
  }
}
