package org.gradcl.graph;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.tensor.Shape;

/**
 * A product as one of the part that an operand reads, so that its gradient is that of the part, and
 * not one of the whole with zeros around it.
 *
 * @param product whose operand is the part, read whole
 * @param read the part, over axes of its own
 */
record ProductOfView(Operation.Product product, IndexedValue read) {
  /** The product as it is where the operand is read whole, or by windows. */
  static ProductOfView of(Operation.Product product, ProductGradient.Side side) {
    IndexedValue operand = side.of(product);
    Value value = operand.value();
    if (isWhole(product, operand)
        || operand.indices().stream().anyMatch(AxisIndex.Window.class::isInstance)) {
      return new ProductOfView(product, IndexedValue.whole(value));
    }
    List<ProductAxis> axes = new ArrayList<>(product.axes());
    int[] extents = new int[value.shape().rank()];
    int[] over = new int[extents.length];
    List<AxisIndex> part = new ArrayList<>();
    for (int i = 0; i < extents.length; i++) {
      if (operand.indices().get(i) instanceof AxisIndex.Along along) {
        over[i] = along.axis();
        part.add(new AxisIndex.Along(i, along.start(), along.step()));
      } else {
        over[i] = axes.size();
        axes.add(ProductAxis.inner(1));
        part.add(new AxisIndex.Along(i, ((AxisIndex.Fixed) operand.indices().get(i)).index(), 1));
      }
      extents[i] = axes.get(over[i]).extent();
    }
    IndexedValue read = new IndexedValue(value, part);
    Value view =
        value.graph().mapViews(Shape.of(extents), Operation.MapElements.variable(0), List.of(read));
    IndexedValue whole = IndexedValue.along(view, over);
    boolean left = side == ProductGradient.Side.A;
    return new ProductOfView(
        new Operation.Product(axes, left ? whole : product.a(), left ? product.b() : whole), read);
  }

  /** Whether an operand is read whole, each axis along one of the product's. */
  static boolean isWhole(Operation.Product product, IndexedValue operand) {
    for (int i = 0; i < operand.indices().size(); i++) {
      if (!(operand.indices().get(i) instanceof AxisIndex.Along along)
          || along.step() != 1
          || product.axes().get(along.axis()).extent() != operand.value().shape().extent(i)) {
        return false;
      }
    }
    return true;
  }
}
