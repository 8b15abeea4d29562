package org.gradcl.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.backend.Device;
import org.gradcl.expr.Evaluator;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Operator;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.plan.MapLaunch;
import org.gradcl.plan.Operand;
import org.gradcl.plan.Place;
import org.gradcl.plan.Region;
import org.gradcl.plan.Source;
import org.gradcl.plan.Store;
import org.gradcl.tensor.HostTensor;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operator as the device computes it, against float64, where formulas are delicate. */
@RequiresOpenCl
class ExpressionTest {
  private static final float[] DELICATE = {
    0,
    -0f,
    1e-7f,
    -1e-7f,
    1e-3f,
    0.5f,
    -0.5f,
    1,
    -1,
    3,
    -3,
    20,
    -20,
    90,
    -90,
    1e30f,
    -1e30f,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };

  static List<Bodies> bodies() {
    return Bodies.all().toList();
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void everyOperatorIsThatOfFloat64AtDelicatePlaces(Bodies bodies) {
    Expr x = Expr.variable("x0");
    Expr y = Expr.variable("x1");
    Map<Operator, Expr> expressions = new LinkedHashMap<>();
    for (Operator operator : Operator.values()) {
      if (operator == Operator.SELECT) {
        expressions.put(operator, Expr.select(x.greater(y), x.times(2), y.plus(1)));
      } else if (operator == Operator.EQUAL) {
        expressions.put(operator, Expr.select(x.equalTo(y), x.times(2), y.plus(1)));
      } else if (operator == Operator.INDEX) {
        expressions.put(operator, Expr.variable("x2").plus(y));
      } else if (operator.arity() == 1) {
        expressions.put(operator, Expr.of(operator, x));
      } else if (operator.arity() == 2 && !operator.isCondition()) {
        expressions.put(operator, Expr.of(operator, x, y));
      }
    }
    try (Device device = bodies.open()) {
      // 20 and 3 columns: vectors with a tail, and rows too narrow for a vector.
      check(device, expressions, 20);
      check(device, expressions, 3);
    }
  }

  private static void check(Device device, Map<Operator, Expr> expressions, int columns) {
    int rows = DELICATE.length;
    float[] xs = new float[rows * columns];
    float[] ys = new float[columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        xs[row * columns + column] = DELICATE[row];
        ys[column] = DELICATE[(7 * column) % rows];
      }
    }
    OneLaunch plan = new OneLaunch(device);
    Place x = plan.input("x", 1, rows, columns, xs);
    int yBase = plan.input("y", 1, 1, columns, ys).base();
    Place y = Place.perColumn(Region.INPUT, yBase, rows, columns);
    List<Store> stores = new ArrayList<>();
    for (Operator operator : expressions.keySet()) {
      Place place = plan.output(operator.name(), 1, rows, columns);
      stores.add(new Store(place, Store.Mode.STORE, stores.size()));
    }
    Tape tape = Tape.of(List.copyOf(expressions.values()));
    plan.add(
        new MapLaunch(
            "map",
            Phase.FORWARD,
            "",
            rows,
            columns,
            List.of(
                new Operand("x0", new Source.Memory(x)),
                new Operand("x1", new Source.Memory(y)),
                new Operand(
                    "x2", new Source.Index(List.of(), List.of(new Place.Axis(columns, 1))))),
            tape,
            stores,
            List.of(),
            false,
            false));
    plan.run(
        outputs -> {
          expressions.forEach(
              (operator, expression) ->
                  compare(operator, expression, outputs.apply(operator.name()), xs, ys));
          return null;
        });
  }

  private static void compare(
      Operator operator, Expr expression, HostTensor found, float[] xs, float[] ys) {
    Tape tape = Tape.of(expression);
    Evaluator evaluator = new Evaluator(tape);
    for (int i = 0; i < xs.length; i++) {
      float y = ys[i % ys.length];
      double[] variables = new double[tape.variables().size()];
      for (int v = 0; v < variables.length; v++) {
        variables[v] =
            switch (tape.variables().get(v)) {
              case "x0" -> xs[i];
              case "x1" -> y;
              default -> i % ys.length;
            };
      }
      evaluator.evaluate(variables);
      double expected = evaluator.output(0);
      float computed = found.floats()[i];
      if (operator == Operator.COS && Math.abs(xs[i]) > 1e6) {
        continue; // the argument's own rounding decides
      }
      String what = operator + "(" + xs[i] + ", " + y + ")";
      if (Double.isNaN(expected)) {
        assertThat(computed).as(what).isNaN();
      } else if (Math.abs(expected) > Float.MAX_VALUE) {
        assertThat(computed).as(what).isEqualTo((float) expected);
      } else {
        // 16 units in the last place, OpenCL's bound for erf; below 1e-37 devices may flush to 0.
        double bound = 16 * Math.ulp((float) expected) + 1e-37;
        assertThat(Math.abs(computed - expected)).as(what).isLessThanOrEqualTo(bound);
      }
    }
  }
}
