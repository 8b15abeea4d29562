package org.gradcl.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradcl.backend.Device;
import org.gradcl.backend.Executable;
import org.gradcl.backend.State;
import org.gradcl.backend.StepState;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Functions;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StepField;
import org.gradcl.graph.StepGraph;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Lstm;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.ColumnSumsLaunch;
import org.gradcl.plan.Compiler;
import org.gradcl.plan.MapLaunch;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Operand;
import org.gradcl.plan.Place;
import org.gradcl.plan.Plan;
import org.gradcl.plan.ProductOperand;
import org.gradcl.plan.Source;
import org.gradcl.plan.Store;
import org.gradcl.plan.Target.MachineClass;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Launches that run as one command, against the same launches one by one. */
@RequiresOpenCl
class ChainTest {
  private static final int STEPS = 5;
  private static final int STATE = 21;
  private static final int GATES = 2 * STATE;

  record Case(Bodies bodies, int rows) {}

  static Stream<Case> cases() {
    return Bodies.all().flatMap(b -> Stream.of(1, 5, 16, 17, 67).map(rows -> new Case(b, rows)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aChainHasTheBitsOfItsLaunches(Case of) {
    try (Device device = of.bodies().open()) {
      Steps chained = Steps.run(device, of.rows(), false);
      Steps apart = Steps.run(device, of.rows(), true);
      assertThat(chained.states.toArray(float[][]::new))
          .isDeepEqualTo(apart.states.toArray(float[][]::new));
      assertThat(apart.variants).hasSize(3 * STEPS).noneMatch(v -> v.contains("launches"));
      boolean chains = device.target().machine() == MachineClass.OPENCL_CPU;
      // The first step reads its state from another buffer: it is of another form.
      assertThat(chained.variants).hasSize(chains ? 2 + 1 : 2 * STEPS);
      if (chains) {
        assertThat(chained.variants.get(2))
            .startsWith(2 * (STEPS - 1) + " launches by blocks of ")
            .contains("matmul_packed");
      }
    }
  }

  /** Work-groups lay out what they pack by the extents of each launch, and share one buffer. */
  @ParameterizedTest
  @MethodSource("bodies")
  void productsOfOtherExtentsAreAChainWithTheBitsOfItsLaunches(Bodies bodies) {
    try (Device device = bodies.open()) {
      for (int rows : new int[] {17, 45, 153}) {
        assertThat(stacked(device, rows, false)).isDeepEqualTo(stacked(device, rows, true));
      }
    }
  }

  static Stream<Bodies> bodies() {
    return Bodies.all();
  }

  private static float[][] stacked(Device device, int rows, boolean apart) {
    int[] widths = {37, 37, 20, 90, 7, 300, 20, 64};
    OneLaunch plan = new OneLaunch(device);
    Place state = plan.input("x", 1, rows, widths[0], OneLaunch.numbers(rows * widths[0], 1));
    for (int i = 1; i < widths.length; i++) {
      int numbers = widths[i - 1] * widths[i];
      Place weight =
          plan.input("w" + i, 1, widths[i - 1], widths[i], OneLaunch.numbers(numbers, i));
      Place next = plan.output("state " + i, 1, rows, widths[i]);
      plan.add(Steps.product("product " + i, state, weight, next));
      if (apart) {
        Place sums = plan.output("sums " + i, 1, 1, widths[i]);
        plan.add(new ColumnSumsLaunch("sums " + i, Phase.FORWARD, "", next, sums, false));
      }
      state = next;
    }
    return plan.run(
        outputs ->
            IntStream.range(1, widths.length)
                .mapToObj(i -> outputs.apply("state " + i).floats())
                .toArray(float[][]::new));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void aPlanWithChainsTakesTheMemoryThatIsSaid(Bodies bodies) {
    Sequential model = Sequential.ofInput(Shape.of(9, 5), Lstm.of(8).lastState(), Dense.to(3));
    StepGraph graph =
        new TrainingStep(model, Losses.meanSquaredError(), Optimizers.sgd(0.1)).graph(20);
    try (OpenClDevice device = (OpenClDevice) bodies.open();
        State state = device.allocate(graph.stateLayout())) {
      Plan plan = Compiler.compile(graph, device.target());
      long before = device.context().allocatedBytes();
      try (Executable executable = device.load(plan, state)) {
        long stateBytes = ((OpenClState) state).bytes();
        assertThat(device.context().allocatedBytes() - before + stateBytes)
            .isEqualTo(executable.explain().memory().device());
      }
    }
  }

  /** A recurrence whose step is a product and a map of two gates, random numbers and records. */
  private static final class Steps {
    private final List<float[]> states = new ArrayList<>();
    private List<String> variants = List.of();

    /** With sums of columns behind each step, which no chain goes on over, or without. */
    static Steps run(Device device, int rows, boolean apart) {
      Steps steps = new Steps();
      OneLaunch plan = new OneLaunch(device);
      plan.step(new StepState(7, 9, 0.25f, 11, 13, false));
      Place state = plan.input("x", 1, rows, STATE, OneLaunch.numbers(rows * STATE, 1));
      Place weight = plan.input("w", 1, STATE, GATES, OneLaunch.numbers(STATE * GATES, 2));
      Place gates = plan.output("gates", 1, rows, GATES);
      for (int t = 0; t < STEPS; t++) {
        Place next = plan.output("state " + t, 1, rows, STATE);
        plan.add(product("product " + t, state, weight, gates));
        plan.add(map("map " + t, gates, state, next, t));
        if (apart) {
          Place sums = plan.output("sums " + t, 1, 1, STATE);
          plan.add(new ColumnSumsLaunch("sums " + t, Phase.FORWARD, "", next, sums, false));
        }
        state = next;
      }
      plan.run(
          outputs -> {
            for (int t = 0; t < STEPS; t++) {
              steps.states.add(outputs.apply("state " + t).floats());
            }
            return 0;
          });
      steps.variants = plan.variants();
      return steps;
    }

    private static MatmulLaunch product(String name, Place a, Place b, Place c) {
      return new MatmulLaunch(
          name,
          Phase.FORWARD,
          "",
          a.rows(),
          b.columns(),
          b.rows(),
          1,
          ProductOperand.left(a, false, 1),
          ProductOperand.right(b, false, 1),
          List.of(),
          Tape.of(Expr.variable(MatmulLaunch.PRODUCT)),
          List.of(new Store(c, Store.Mode.STORE, 0)),
          Optional.empty(),
          false);
    }

    private static MapLaunch map(String name, Place gates, Place before, Place next, int step) {
      Expr left = Functions.sigmoid(Expr.variable("left"));
      Expr right = Functions.tanh(Expr.variable("right"));
      Expr kept = Expr.variable("before").times(Expr.variable("share"));
      Expr noise = Expr.variable("noise").times(Expr.variable("rate"));
      return new MapLaunch(
          name,
          Phase.FORWARD,
          "",
          next.rows(),
          STATE,
          List.of(
              new Operand("left", new Source.Memory(half(gates, 0))),
              new Operand("right", new Source.Memory(half(gates, STATE))),
              new Operand("before", new Source.Memory(before)),
              new Operand("share", new Source.Argument(1f / (2 + step))),
              new Operand("noise", new Source.Random(step)),
              new Operand("rate", new Source.Record(StepField.LEARNING_RATE))),
          Tape.of(left.times(right).plus(kept).plus(noise)),
          List.of(new Store(next, Store.Mode.STORE, 0)),
          List.of(),
          false,
          false);
    }

    private static Place half(Place gates, int first) {
      return Place.matrix(gates.region(), gates.base() + first, gates.rows(), STATE, GATES);
    }
  }
}
