package org.gradcl.conformance.sequence;

import java.util.List;
import java.util.Map;
import org.gradcl.nn.LearntPositions;
import org.gradcl.nn.SinusoidalPositions;
import org.gradcl.tensor.Shape;

/** Positions that are added to what comes in. */
final class PositionCases {
  private PositionCases() {}

  static List<SequenceCase> all() {
    return List.of(
        learnt(5, Shape.of(3, 5, 4)),
        learnt(7, Shape.of(2, 3, 5)),
        learnt(1, Shape.of(1, 1, 1)),
        sinusoidal(10000, Shape.of(3, 5, 4)),
        sinusoidal(100, Shape.of(2, 11, 7)),
        sinusoidal(10000, Shape.of(1, 1, 1)));
  }

  private static SequenceCase learnt(int positions, Shape shape) {
    LearntPositions layer = LearntPositions.of(positions);
    return of(
        layer.describe(),
        shape,
        (scope, values) -> layer.append(scope, values.get("x")),
        (numbers, t, j) -> numbers.get("weight")[t * shape.extent(2) + j]);
  }

  private static SequenceCase sinusoidal(double base, Shape shape) {
    SinusoidalPositions layer = new SinusoidalPositions(base);
    return of(
        layer.describe(),
        shape,
        (scope, values) -> layer.append(scope, values.get("x")),
        (numbers, t, j) -> {
          int pair = j / 2;
          double angle = t / Math.pow(base, 2.0 * pair / shape.extent(2));
          return j % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
        });
  }

  /** What is added to a feature at a place. */
  @FunctionalInterface
  private interface Added {
    double at(Map<String, double[]> numbers, int time, int feature);
  }

  private static SequenceCase of(
      String name, Shape shape, SequenceCase.Writer writer, Added added) {
    SequenceCase.Definition definition =
        numbers -> {
          double[] result = numbers.get("x").clone();
          for (int i = 0; i < result.length; i++) {
            int place = i / shape.extent(2) % shape.extent(1);
            result[i] += added.at(numbers, place, i % shape.extent(2));
          }
          return result;
        };
    return new SequenceCase(
        name + " of " + shape, Map.of("x", shape), Map.of(), writer, definition);
  }
}
