package org.gradcl.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.half;
import static org.gradcl.expr.Functions.select;
import static org.gradcl.expr.Functions.square;
import static org.gradcl.expr.Functions.tanh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Gradients;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation.MapElements;
import org.gradcl.graph.Operation.Sum.Extent;
import org.gradcl.graph.Phase;
import org.gradcl.graph.Role;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepField;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.random.RandomKey;
import org.gradcl.reference.Interpreter;
import org.gradcl.reference.NumericDerivative;
import org.gradcl.reference.ReferenceResult;
import org.gradcl.reference.ReferenceState;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.DeviceRun;
import org.gradcl.testing.EngineUnderTest;
import org.gradcl.testing.Samples;
import org.gradcl.train.parity.RecordedTrajectory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Steps that no layer of the library makes, stated with the public operations of a graph: every
 * engine, with fusion and without, finds the loss, outputs, gradients and update of float64.
 */
class OwnGraphsTest {
  private static final int BATCH = 7;
  private static final RandomKey KEY = RandomKey.ofSeed(11);
  private static final Expr X = MapElements.variable(0);
  private static final Expr Y = MapElements.variable(1);
  private static final Expr R0 = RowProgram.reduced(0);

  /** What a graph is built with. */
  private static final class Build {
    final Graph graph = new Graph();
    final List<Value> learnt = new ArrayList<>();
    final Map<String, Value> outputs = new LinkedHashMap<>();
    final Value x = graph.input("input", Shape.of(BATCH, 5));
    final Value target = graph.input("target", Shape.of(BATCH, 3));

    Value parameter(String name, int... extents) {
      Value parameter = graph.parameter(name, Shape.of(extents), Role.PARAMETER);
      learnt.add(parameter);
      return parameter;
    }

    Value dense(Value input, String name, int outputs) {
      Value weight = parameter(name + ".weight", outputs, input.shape().columns());
      Value z = graph.matrixProduct(input, false, weight, true);
      return graph.map(z, parameter(name + ".bias", outputs), Expr::plus);
    }

    Value meanSquaredError(Value prediction) {
      graph.enter(Phase.LOSS);
      Value each = graph.map(prediction, target, (p, t) -> half(square(p.minus(t))));
      return graph.sum(graph.map(each, e -> e.times(1.0 / (3 * BATCH))), Extent.ALL);
    }

    Value squaresOfRows(Value prediction) {
      graph.enter(Phase.LOSS);
      RowProgram squares =
          new RowProgram(List.of(RowReduction.sum(square(X.minus(Y)).times(0.1))), R0, true);
      return graph.rows(prediction.shape(), squares, List.of(prediction, target));
    }
  }

  private enum Case {
    TWO_BIASES_WITH_ONE_GRADIENT {
      @Override
      Value loss(Build b) {
        return b.meanSquaredError(
            b.graph.map(b.dense(b.x, "a", 3), b.parameter("c", 3), Expr::plus));
      }
    },
    TWO_BRANCHES_WITH_A_FROZEN_WEIGHT_EACH {
      @Override
      Value loss(Build b) {
        Value first = b.graph.parameter("f", Shape.of(9, 5), Role.FROZEN);
        Value second = b.graph.parameter("g", Shape.of(6, 5), Role.FROZEN);
        Value hidden = b.graph.matrixProduct(b.dense(b.x, "a", 5), false, first, true);
        hidden = b.graph.map(hidden, e -> tanh(e));
        Value other = b.graph.matrixProduct(b.x, false, second, true);
        return b.meanSquaredError(
            b.graph.map(b.dense(hidden, "b", 3), b.dense(other, "c", 3), Expr::plus));
      }
    },
    LEARNT_SCALAR {
      @Override
      Value loss(Build b) {
        Value slope = b.parameter("slope");
        Value hidden =
            b.graph.map(b.dense(b.x, "a", 9), slope, (z, s) -> select(z.greater(0), z, z.times(s)));
        return b.meanSquaredError(b.dense(hidden, "b", 3));
      }
    },
    LEARNT_SCALAR_IN_A_ROW_PROGRAM {
      @Override
      Value loss(Build b) {
        Value z = b.dense(b.x, "a", 3);
        RowProgram shift =
            new RowProgram(List.of(RowReduction.sum(X)), X.minus(R0.times(Y)), false);
        Value shifted = b.graph.rows(z.shape(), shift, List.of(z, b.parameter("s")));
        b.outputs.put("total", b.graph.sum(shifted, Extent.ALL));
        return b.meanSquaredError(shifted);
      }
    },
    NUMBERS_OF_ROWS_READ_BY_ROW_PROGRAMS {
      @Override
      Value loss(Build b) {
        Value z = b.dense(b.x, "a", 3);
        RowProgram mean = new RowProgram(List.of(RowReduction.sum(X)), R0.over(3), true);
        RowProgram less = new RowProgram(List.of(), X.minus(Y), false);
        RowProgram much = new RowProgram(List.of(RowReduction.sum(X.times(Y))), R0.plus(Y), true);
        Value centred = b.graph.rows(z.shape(), mean, List.of(z));
        centred = b.graph.rows(z.shape(), less, List.of(z, centred));
        Value each = b.squaresOfRows(centred);
        each = b.graph.rows(z.shape(), much, List.of(centred, each));
        return b.graph.sum(each, Extent.ALL);
      }
    },
    RESHAPED_BEFORE_AND_BEHIND_A_PRODUCT {
      @Override
      Value loss(Build b) {
        Value queries = b.graph.reshape(b.dense(b.x, "q", 12), Shape.of(BATCH, 3, 4));
        Value keys = b.graph.reshape(b.dense(b.x, "k", 12), Shape.of(BATCH, 3, 4));
        Value scores = b.graph.matrixProduct(queries, false, keys, true);
        Value flat = b.graph.reshape(scores, Shape.of(BATCH, 9));
        b.outputs.put("flat", flat);
        b.outputs.put("keys", keys);
        return b.meanSquaredError(b.dense(b.graph.map(flat, s -> tanh(s)), "out", 3));
      }
    },
    A_RESHAPED_PARAMETER {
      @Override
      Value loss(Build b) {
        Value weight = b.graph.reshape(b.parameter("w", 15), Shape.of(3, 5));
        b.outputs.put("weight", weight);
        return b.meanSquaredError(b.graph.matrixProduct(b.x, false, weight, true));
      }
    },
    A_GRADIENT_THAT_IS_AN_INPUT {
      @Override
      Value loss(Build b) {
        Value weight = b.parameter("w", BATCH, 5);
        b.graph.enter(Phase.LOSS);
        return b.graph.sum(b.graph.map(b.x, weight, Expr::times), Extent.ALL);
      }
    },
    OUTPUTS_THAT_NO_LAUNCH_COMPUTES {
      @Override
      Value loss(Build b) {
        Value z = b.dense(b.x, "a", 3);
        b.outputs.put("total", b.graph.sum(z, Extent.ALL));
        b.outputs.put("input", b.x);
        b.outputs.put("weight", b.learnt.get(0));
        b.outputs.put("argument", b.graph.argument(0.25));
        b.outputs.put("rate", b.graph.field(StepField.LEARNING_RATE));
        Value loss = b.meanSquaredError(z);
        b.outputs.put("loss", loss);
        return loss;
      }
    },
    THE_INDEX_AND_THE_WEIGHT_OF_A_NUMBER_OF_A_ROW {
      @Override
      Value loss(Build b) {
        Value weights = b.graph.input("weights", Shape.of(BATCH));
        Value each = b.squaresOfRows(b.dense(b.x, "a", 3));
        each = b.graph.map(each, weights, Expr::times);
        return b.graph.sum(b.graph.map(each, e -> e.times(Expr.index(0))), Extent.ALL);
      }
    },
    A_RANDOM_NUMBER_FOR_A_ROW {
      @Override
      Value loss(Build b) {
        Value each = b.squaresOfRows(b.dense(b.x, "a", 3));
        Expr kept = b.graph.uniform().greater(0.3);
        return b.graph.sum(b.graph.map(each, e -> select(kept, e, constant(0))), Extent.ALL);
      }
    },
    A_SUM_OF_COLUMNS_THAT_IS_READ_BEFORE_A_PRODUCT_OF_ITS_MATRIX {
      @Override
      Value loss(Build b) {
        Value shift = b.graph.map(b.target, e -> tanh(e));
        Value z = b.graph.map(b.dense(b.x, "a", 3), shift, Expr::plus);
        Value scaled = b.graph.map(z, b.graph.sum(z, Extent.LEADING), Expr::times);
        Value product = b.graph.matrixProduct(z, true, scaled, false);
        b.graph.enter(Phase.LOSS);
        return b.graph.sum(b.graph.map(product, e -> square(e).times(1e-4)), Extent.ALL);
      }
    },
    NUMBERS_OF_ROWS_READ_AS_NUMBERS_OF_COLUMNS {
      @Override
      Value loss(Build b) {
        Value z = b.dense(b.x, "a", BATCH);
        RowProgram mean = new RowProgram(List.of(RowReduction.sum(X)), R0.over(BATCH), true);
        Value means = b.graph.rows(z.shape(), mean, List.of(z));
        return b.meanSquaredError(b.dense(b.graph.map(z, means, Expr::times), "b", 3));
      }
    },
    REDUCTIONS_THAT_READ_EARLIER_ONES {
      @Override
      Value loss(Build b) {
        Value z = b.dense(b.x, "a", 3);
        List<RowReduction> sums =
            List.of(RowReduction.sum(X), RowReduction.sum(square(X.plus(R0))));
        Expr last = RowProgram.reduced(1).times(0.1);
        Value scaled =
            b.graph.rows(z.shape(), new RowProgram(sums, X.times(last), false), List.of(z));
        Value each = b.graph.rows(z.shape(), new RowProgram(sums, last, true), List.of(scaled));
        b.graph.enter(Phase.LOSS);
        return b.graph.sum(b.graph.map(each, e -> e.times(0.01)), Extent.ALL);
      }
    },
    ONE_WEIGHT_IN_TWO_PLACES {
      @Override
      Value loss(Build b) {
        Value weight = b.parameter("w", 5, 5);
        Value z = b.x;
        for (String bias : List.of("a", "b")) {
          Value product = b.graph.matrixProduct(z, false, weight, true);
          z = b.graph.map(product, b.parameter(bias, 5), (p, q) -> tanh(p.plus(q)));
        }
        return b.meanSquaredError(b.dense(z, "c", 3));
      }
    },
    BATCHES_OF_MATRICES {
      @Override
      Value loss(Build b) {
        Value sequences = b.graph.input("sequences", Shape.of(BATCH, 4, 5));
        Value queries = b.graph.map(sequences, b.parameter("q", 5), Expr::times);
        Value keys = b.graph.map(sequences, b.parameter("k", 5), Expr::times);
        Value scores = b.graph.matrixProduct(queries, false, keys, true);
        scores = b.graph.map(scores, b.parameter("c", 4), Expr::plus);
        Expr kept = b.graph.uniform().greater(0.3);
        scores = b.graph.map(scores, e -> select(kept, e, constant(0)));
        Value mixed = b.graph.matrixProduct(scores, false, sequences, false);
        b.graph.enter(Phase.LOSS);
        return b.graph.sum(b.graph.map(mixed, e -> square(e).times(0.01)), Extent.ALL);
      }
    };

    abstract Value loss(Build build);

    StepGraph step() {
      Build build = new Build();
      Value loss = loss(build);
      return StepGraph.training(
          build.graph,
          build.outputs,
          loss,
          Gradients.of(loss, build.learnt),
          Optimizers.sgd(0.1).withClipNorm(0.5).rule());
    }
  }

  @ParameterizedTest
  @EnumSource(Case.class)
  void gradientsAreThoseOfDifferences(Case graph) {
    StepGraph step = graph.step();
    ReferenceState state =
        ReferenceState.initial(step.stateLayout(), Samples.parameters(step), 10, KEY);
    Map<String, double[]> inputs = Samples.float64(Samples.inputs(step));
    new Interpreter(step)
        .run(inputs, state)
        .gradients()
        .forEach(
            (name, gradient) -> {
              double[] numeric = new NumericDerivative(step).of(inputs, state, name);
              assertThat(RecordedTrajectory.deviation(gradient, numeric)).as(name).isLessThan(1e-7);
            });
  }

  @ParameterizedTest
  @EnumSource(Case.class)
  void everyEngineComputesIt(Case graph) {
    StepGraph step = graph.step();
    Map<String, float[]> batch = Samples.inputs(step);
    ReferenceState state =
        ReferenceState.initial(step.stateLayout(), Samples.parameters(step), 10, KEY);
    ReferenceResult expected = new Interpreter(step).run(Samples.float64(batch), state);
    EngineUnderTest.all()
        .forEach(engine -> compute(engine, Compiler.fusing(), step, batch, expected));
    EngineUnderTest.ownChoice()
        .forEach(engine -> compute(engine, Compiler.unfused(), step, batch, expected));
  }

  private static void compute(
      EngineUnderTest engine,
      Compiler compiler,
      StepGraph step,
      Map<String, float[]> batch,
      ReferenceResult expected) {
    try (EngineUnderTest.Open open = engine.open();
        DeviceRun run =
            DeviceRun.of(open.device(), compiler, step, Samples.parameters(step), 10, 0.1f, KEY)) {
      run.step(batch);
      check(engine, run, expected);
    }
  }

  private static void check(EngineUnderTest engine, DeviceRun run, ReferenceResult expected) {
    double loss = expected.loss().orElseThrow();
    List<Double> losses = run.losses();
    assertThat(losses).as(engine.name()).hasSize(1);
    assertThat(losses.get(0)).as(engine.name()).isCloseTo(loss, within(1e-5 * Math.abs(loss)));
    expected.outputs().forEach((name, values) -> near(engine, name, run.output(name), values));
    expected
        .gradients()
        .forEach(
            (name, values) -> {
              String gradient = StateLayout.gradientName(name);
              near(engine, gradient, run.state().read(gradient), values);
            });
    expected
        .state()
        .tensors()
        .forEach((name, values) -> near(engine, name, run.state().read(name), values));
  }

  private static void near(EngineUnderTest engine, String name, HostTensor found, double[] wanted) {
    double deviation = RecordedTrajectory.deviation(ReferenceState.float64(found), wanted);
    assertThat(deviation).as(engine.name() + ", " + name).isCloseTo(0, within(1e-5));
  }
}
