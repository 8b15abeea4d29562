package org.gradcl.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gradcl.expr.Expr;
import org.gradcl.graph.AxisIndex.Along;
import org.gradcl.graph.AxisIndex.Fixed;
import org.gradcl.graph.AxisIndex.Term;
import org.gradcl.graph.AxisIndex.Window;
import org.gradcl.graph.Operation.Join.Part;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

class ViewsTest {
  private final Graph graph = new Graph();
  private final Value x = graph.parameter("x", Shape.of(3, 4, 5), Role.PARAMETER);

  private static List<IndexedValue> reads(Value value) {
    return ((Operation.MapElements) value.operation()).reads();
  }

  @Test
  void aReaderReadsThroughViewsOfViews() {
    Value view = Views.slice(Views.reverse(Views.permute(x, 2, 0, 1), 0), 0, 1, 4);
    assertThat(view.shape()).isEqualTo(Shape.of(3, 3, 4));
    Value reader = graph.map(view, Expr::negate);
    assertThat(reads(reader))
        .containsExactly(
            new IndexedValue(
                x, List.of(AxisIndex.along(1), AxisIndex.along(2), new Along(0, 3, -1))));
  }

  @Test
  void oneIndexOfASliceIsOneOfTheValue() {
    Value row = Views.select(Views.slice(x, 1, 1, 4), 1, 2);
    assertThat(row.shape()).isEqualTo(Shape.of(3, 5));
    assertThat(reads(graph.map(row, Expr::negate)).get(0).indices())
        .containsExactly(AxisIndex.along(0), new Fixed(3), AxisIndex.along(1));
  }

  @Test
  void theWholeAsAViewIsTheValue() {
    assertThat(Views.permute(x, 0, 1, 2)).isSameAs(x);
    assertThat(Views.slice(x, 1, 0, 4)).isSameAs(x);
    assertThat(Views.permute(Views.permute(x, 2, 0, 1), 1, 2, 0)).isSameAs(x);
  }

  @Test
  void aWindowOverAReversedAxisIsAWindow() {
    Window window = new Window(List.of(new Term(0, 2), new Term(1, 1)), 1, 1, 0, 5);
    assertThat(new Along(0, 4, -1).after(window))
        .isEqualTo(new Window(List.of(new Term(0, -2), new Term(1, -1)), -5, 1, 0, 5));
  }

  @Test
  void aProductReadsASliceWhereItLiesButAWindowReadsACopy() {
    Value slice = Views.slice(x, 2, 1, 4);
    Value weight = graph.parameter("weight", Shape.of(2, 3), Role.PARAMETER);
    List<ProductAxis> axes =
        List.of(
            ProductAxis.row(3), ProductAxis.row(4), ProductAxis.column(2), ProductAxis.inner(3));
    Value product =
        graph.product(axes, IndexedValue.along(slice, 0, 1, 3), IndexedValue.along(weight, 2, 3));
    assertThat(product.operation().operands()).containsExactly(x, weight);
    IndexedValue windows =
        new IndexedValue(
            slice,
            List.of(AxisIndex.along(0), AxisIndex.along(1), AxisIndex.window(2, 3, 1, 1, 1)));
    List<ProductAxis> taps =
        List.of(ProductAxis.row(3), ProductAxis.row(4), ProductAxis.row(3), ProductAxis.inner(3));
    Value tap = graph.parameter("tap", Shape.of(3), Role.PARAMETER);
    assertThat(graph.product(taps, windows, IndexedValue.along(tap, 3)).operation().operands())
        .containsExactly(slice, tap);
  }

  @Test
  void whatIsNotThereIsRefusedWithWhatIs() {
    graph.scope("layer.3");
    assertThatThrownBy(() -> Views.slice(x, 1, 2, 5))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("layer.3: 'x' is [3, 4, 5]: axis 1 has the indices 0 to 3, asked for 2 to 4");
    assertThatThrownBy(() -> Views.select(x, 3, 0))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage("layer.3: 'x' is [3, 4, 5]: there are the axes 0 to 2, asked for 3");
    assertThatThrownBy(() -> Views.permute(x, 0, 1, 1))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage(
            "layer.3: 'x' is [3, 4, 5]: a permutation names each axis once, found [0, 1, 1]");
    assertThatThrownBy(() -> Views.broadcast(x, Shape.of(3, 4, 6)))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("an extent of 1 being repeated; found [3, 4, 6] and [3, 4, 5]");
  }

  @Test
  void eachOfTwoIsRepeatedOverTheOther() {
    Value column = graph.parameter("column", Shape.of(3, 1, 5), Role.PARAMETER);
    Value row = graph.parameter("row", Shape.of(4, 1), Role.PARAMETER);
    assertThat(graph.map(column, x, Expr::times).shape()).isEqualTo(Shape.of(3, 4, 5));
    assertThat(graph.map(column, row, Expr::times).shape()).isEqualTo(Shape.of(3, 4, 5));
    assertThat(graph.map(row, column, Expr::times).shape()).isEqualTo(Shape.of(3, 4, 5));
    Value other = graph.parameter("other", Shape.of(3, 2, 5), Role.PARAMETER);
    assertThatThrownBy(() -> graph.map(other, row, Expr::times))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("an extent of 1 being repeated; found [3, 2, 5] and [4, 1]");
  }

  @Test
  void partsOfAJoinStayWithinItAndApart() {
    Shape whole = Shape.of(3, 4, 8);
    assertThatThrownBy(() -> graph.join(whole, List.of(new Part(x, List.of(0, 0, 4)))))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining(
            "at [0, 0, 4] is no part of the whole; found [3, 4, 8] and [3, 4, 5]");
    assertThatThrownBy(
            () ->
                graph.join(
                    whole, List.of(new Part(x, List.of(0, 0, 0)), new Part(x, List.of(0, 0, 3)))))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageContaining("overlap");
  }

  @Test
  void whatNoPartCoversIsFilledInBoxes() {
    Value join = graph.join(Shape.of(5, 4, 7), List.of(new Part(x, List.of(1, 0, 2))));
    List<Part> parts = ((Operation.Join) join.operation()).parts();
    assertThat(parts.stream().mapToInt(part -> part.value().shape().elements()).sum())
        .isEqualTo(5 * 4 * 7);
    assertThat(parts).hasSize(4);
  }

  @Test
  void theGradientOfDisjointSlicesIsOneJoin() {
    Value gates = graph.map(x, Expr::negate);
    Value first = Views.slice(gates, 2, 0, 2);
    Value second = Views.slice(gates, 2, 2, 4);
    Value both = graph.map(first, second, Expr::times);
    graph.enter(Phase.LOSS);
    Value loss = graph.sum(both, Operation.Sum.Extent.ALL);
    Gradients.of(loss, List.of(x));
    List<Value> joins =
        graph.values().stream()
            .filter(value -> value.operation() instanceof Operation.Join)
            .toList();
    assertThat(joins).hasSize(1);
    assertThat(((Operation.Join) joins.get(0).operation()).parts()).hasSize(3);
  }
}
