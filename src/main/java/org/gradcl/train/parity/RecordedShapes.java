package org.gradcl.train.parity;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Value;
import org.gradcl.graph.Views;
import org.gradcl.nn.Block;
import org.gradcl.nn.Merging;
import org.gradcl.nn.Reductions;
import org.gradcl.nn.Scope;
import org.gradcl.tensor.Shape;

/** Reads the operations of a recorded model that change the shape of values. */
final class RecordedShapes {
  private RecordedShapes() {}

  /** An axis, of which negative ones count from the end. */
  private static int axis(Scope scope, int number, Value x) {
    int rank = x.shape().rank();
    if (number < -rank || number >= rank) {
      throw scope.refusal(
          String.format("%s has the axes 0 to %d, asked for %d", x.shape(), rank - 1, number));
    }
    return Math.floorMod(number, rank);
  }

  /** An index of an axis, of which negative ones count from the end. */
  private static int index(int number, int extent) {
    return number < 0 ? number + extent : number;
  }

  static Value flattened(Scope scope, List<Value> inputs) {
    Value x = inputs.get(0);
    int samples = x.shape().extent(0);
    return scope.graph().reshape(x, Shape.of(samples, x.shape().elements() / samples));
  }

  static RecordedOperation reshape(Specification node) throws IOException {
    int[] sample = node.counts("shape").stream().mapToInt(extent -> extent).toArray();
    return (scope, inputs) -> {
      Value x = inputs.get(0);
      return scope.graph().reshape(x, Shape.of(sample).batch(x.shape().extent(0)));
    };
  }

  static RecordedOperation permute(Specification node) throws IOException {
    int[] axes = node.integers("axes").stream().mapToInt(axis -> axis).toArray();
    return (scope, inputs) -> {
      Value x = inputs.get(0);
      return Views.permute(x, IntStream.of(axes).map(axis -> axis(scope, axis, x)).toArray());
    };
  }

  static RecordedOperation slice(Specification node) throws IOException {
    int axis = node.integer("axis");
    int start = node.integer("start");
    int end = node.integer("end");
    return (scope, inputs) -> {
      Value x = inputs.get(0);
      int along = axis(scope, axis, x);
      int extent = x.shape().extent(along);
      return Views.slice(x, along, index(start, extent), index(end, extent));
    };
  }

  static RecordedOperation select(Specification node) throws IOException {
    int axis = node.integer("axis");
    int index = node.integer("index");
    return (scope, inputs) -> {
      Value x = inputs.get(0);
      int along = axis(scope, axis, x);
      return Views.select(x, along, index(index, x.shape().extent(along)));
    };
  }

  static RecordedOperation concat(Specification node) throws IOException {
    int axis = node.integer("axis");
    return (scope, inputs) -> Merging.concat(scope, axis, inputs.toArray(Value[]::new));
  }

  static RecordedOperation mean(Specification node) throws IOException {
    int[] axes = node.integers("axes").stream().mapToInt(axis -> axis).toArray();
    boolean keep = node.flag("keep_axes", false);
    return (scope, inputs) -> {
      Value x = inputs.get(0);
      Value mean = Reductions.mean(scope, x, axes);
      int[] extents = x.shape().extents();
      IntStream.of(axes).forEach(axis -> extents[axis(scope, axis, x)] = 1);
      return keep ? scope.graph().reshape(mean, Shape.of(extents)) : mean;
    };
  }

  static RecordedOperation positions(Specification node) throws IOException {
    int axis = node.integer("axis");
    return (scope, inputs) -> {
      Value x = inputs.get(0);
      Shape positions = Shape.of(x.shape().extent(0), x.shape().extent(axis(scope, axis, x)));
      return scope.graph().map(positions, Expr.index(1), List.of());
    };
  }

  /** Applies a block that works along the last axis along another. */
  static Value alongLast(Scope scope, Value x, int number, Block block) {
    int axis = axis(scope, number, x);
    int last = x.shape().rank() - 1;
    if (axis == last) {
      return block.append(scope, x);
    }
    int[] swap = IntStream.rangeClosed(0, last).toArray();
    swap[axis] = last;
    swap[last] = axis;
    return Views.permute(block.append(scope, Views.permute(x, swap)), swap);
  }
}
