package org.gradcl.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Operator;
import org.gradcl.graph.Gradients;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Operation;
import org.gradcl.graph.Phase;
import org.gradcl.graph.Role;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.RowProgram.RowReduction;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.UpdateRule;
import org.gradcl.graph.Value;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

class CompilerTest {
  static final Target TARGET =
      new Target(Target.MachineClass.JVM, 16, 8, 0, 64, 1L << 31, 1L << 33);

  /** A constant rate, no slots. */
  static final UpdateRule SGD =
      new UpdateRule(
          List.of(),
          UpdateRule.PARAMETER.minus(UpdateRule.LEARNING_RATE.times(UpdateRule.GRADIENT)),
          Expr.constant(0.1),
          OptionalDouble.empty());

  private final Graph graph = new Graph();
  private final List<Value> parameters = new ArrayList<>();

  private Value dense(int layer, Value x, int outputs, boolean tanh) {
    graph.scope("layer." + layer);
    Value weight =
        graph.parameter(
            "layer." + layer + ".weight", Shape.of(outputs, x.shape().columns()), Role.PARAMETER);
    Value bias = graph.parameter("layer." + layer + ".bias", Shape.of(outputs), Role.PARAMETER);
    parameters.add(weight);
    parameters.add(bias);
    Value z = graph.map(graph.matrixProduct(x, false, weight, true), bias, Expr::plus);
    graph.label("preactivation", z);
    return graph.label("activation", tanh ? graph.map(z, e -> Expr.of(Operator.TANH, e)) : z);
  }

  private StepGraph meanSquared(int batch, UpdateRule rule, boolean keepSlope) {
    Value x = graph.input("input", Shape.of(batch, 5));
    Value target = graph.input("target", Shape.of(batch, 2));
    Value prediction = dense(1, dense(0, x, 7, true), 2, true);
    graph.scope("");
    graph.enter(Phase.LOSS);
    Value scale = graph.argument(0.5 / (2 * batch));
    Value error = graph.map(prediction, target, (p, t) -> Expr.of(Operator.SQUARE, p.minus(t)));
    Value loss = graph.sum(graph.map(error, scale, Expr::times), Operation.Sum.Extent.ALL);
    Map<Value, Value> gradients = Gradients.of(loss, parameters);
    Map<String, Value> outputs =
        keepSlope
            ? Map.of(
                "prediction",
                prediction,
                "slope",
                graph.labelled().get("gradient/layer.1.activation"))
            : Map.of();
    return StepGraph.training(graph, outputs, loss, gradients, rule);
  }

  @Test
  void aProductOfSeveralMatricesReadsAndWritesThemAll() {
    Value a = graph.input("a", Shape.of(3, 4, 5));
    Value b = graph.input("b", Shape.of(3, 6, 5));
    StepGraph step =
        StepGraph.inference(graph, Map.of("c", graph.matrixProduct(a, false, b, true)));
    Launch product = Compiler.compile(step, TARGET).launches().get(0);
    assertThat(product.bytes()).isEqualTo(4 * 3 * (4 * 5 + 6 * 5 + 4 * 6));
    assertThat(product.flops()).isEqualTo(3 * 2 * 4 * 6 * 5);
  }

  /** Counted by hand for a batch of 3 of 5-7-2, whose 58 parameters lie in 96 places. */
  @Test
  void operationsAreCountedWhereAndAsOftenAsTheyAreDone() {
    UpdateRule adam = Optimizers.adam(0.1).withClipNorm(0.5).rule();
    Plan plan = Compiler.compile(meanSquared(3, adam, false), TARGET);
    assertThat(plan.launches().stream().map(Launch::flops))
        .containsExactly(
            2L * 3 * 7 * 5 + 2 * 3 * 7, // + bias, tanh
            2L * 3 * 2 * 7 + 2 * 3 * 2,
            3L * 2 * 9, // (ŷ − y)², its share of the mean, their sum, and the slope times 1 − ŷ²
            2L * 3 * 7 * 2 + 3 * 3 * 7, // times 1 − y²
            2L * 2 * 7 * 3 + 2 * 3, // and the bias's gradient: 3 additions a row
            2L * 7 * 5 * 3 + 7 * 3,
            0L, // the norm: what checks take is not counted
            14L * 96 + 10); // 14 a parameter; the bias corrections once
    assertThat(plan.flops()).isEqualTo(plan.launches().stream().mapToLong(Launch::flops).sum());
  }

  @Test
  void aDenseNetOfTwoLayersIsSevenLaunches() {
    Plan plan = Compiler.compile(meanSquared(3, SGD, false), TARGET);
    assertThat(plan.launches()).hasSize(3 * 2 + 1);
    assertThat(plan.launches().stream().map(Launch::kind))
        .containsExactly(
            LaunchKind.MATMUL,
            LaunchKind.MATMUL,
            LaunchKind.MAP,
            LaunchKind.MATMUL,
            LaunchKind.MATMUL,
            LaunchKind.MATMUL,
            LaunchKind.UPDATE);
    assertThat(plan.launches().stream().map(Launch::phase))
        .containsExactly(
            Phase.FORWARD,
            Phase.FORWARD,
            Phase.LOSS,
            Phase.BACKWARD,
            Phase.BACKWARD,
            Phase.BACKWARD,
            Phase.UPDATE);
    MatmulLaunch weightGradient = (MatmulLaunch) plan.launches().get(4);
    assertThat(weightGradient.checked()).isTrue();
    assertThat(weightGradient.rowSums()).isPresent();
    assertThat(List.of(weightGradient.m(), weightGradient.n(), weightGradient.k()))
        .containsExactly(2, 7, 3);
  }

  @Test
  void theTanhSlopeIsWrittenWithTheKeptActivation() {
    Plan plan = Compiler.compile(meanSquared(3, SGD, false), TARGET);
    assertThat(plan.launches().get(3).formula())
        .contains("(1 - layer.0.activation^2)")
        .doesNotContain("tanh");
    // Only the activation leaves the forward launch: the pre-activation is not needed again.
    assertThat(((MatmulLaunch) plan.launches().get(0)).stores()).hasSize(1);
  }

  /** (z·eᶻ)′ = eᶻ + z·eᶻ has the result in it, but needs z beside it. */
  @Test
  void aSlopeThatNeedsTheArgumentDoesNotReadTheResult() {
    Value x = graph.input("input", Shape.of(3, 5));
    Value z = dense(0, x, 7, false);
    Value prediction = dense(1, graph.map(z, e -> e.times(Expr.of(Operator.EXP, e))), 2, false);
    graph.enter(Phase.LOSS);
    Value loss =
        graph.sum(
            graph.map(prediction, e -> Expr.of(Operator.SQUARE, e)), Operation.Sum.Extent.ALL);
    Map<Value, Value> gradients = Gradients.of(loss, parameters);
    Plan plan = Compiler.compile(StepGraph.training(graph, Map.of(), loss, gradients, SGD), TARGET);
    MatmulLaunch slope = (MatmulLaunch) plan.launches().get(3);
    assertThat(slope.phase()).isEqualTo(Phase.BACKWARD);
    assertThat(slope.operands()).hasSize(1);
  }

  @Test
  void clippingIsOneLaunchMore() {
    UpdateRule clipped =
        new UpdateRule(List.of(), SGD.parameter(), SGD.learningRate(), OptionalDouble.of(0.5));
    Plan plan = Compiler.compile(meanSquared(3, clipped, false), TARGET);
    assertThat(plan.launches()).hasSize(3 * 2 + 2);
    assertThat(((UpdateLaunch) plan.launches().get(7)).ranges().get(0).tape().variables())
        .contains("clipScale");
  }

  /** Forward and loss read the next step's record, of which the loss launch makes the copy. */
  @Test
  void launchesReadTheCopyOfTheStepRecordThatTheyDoNotWrite() {
    Plan plan = Compiler.compile(meanSquared(3, SGD, false), TARGET);
    RecordCopy next = RecordCopy.NEXT;
    RecordCopy current = RecordCopy.CURRENT;
    assertThat(plan.launches().stream().map(Launch::recordCopy))
        .containsExactly(next, next, next, current, current, current, current);
    assertThat(plan.launches().stream().map(Launch::beginsStep))
        .containsExactly(false, false, true, false, false, false, false);
    assertThat(plan.clips()).isFalse();
    UpdateRule clipped = Optimizers.sgd(0.1).withClipNorm(0.5).rule();
    assertThat(Compiler.compile(new CompilerTest().meanSquared(3, clipped, false), TARGET).clips())
        .isTrue();
  }

  @Test
  void namedOutputsAreKeptOutsideOfTheWorkspace() {
    Plan plan = Compiler.compile(meanSquared(3, SGD, true), TARGET);
    assertThat(plan.launches()).hasSize(7);
    assertThat(plan.outputs().get("prediction").place().region()).isEqualTo(Region.OUTPUT);
    assertThat(plan.outputs().get("slope").place().region()).isEqualTo(Region.OUTPUT);
  }

  @Test
  void withoutFusionEachOperationIsALaunch() {
    StepGraph step = meanSquared(3, SGD, true);
    Plan plan = Compiler.unfused().plan(step, step.stateLayout(), TARGET);
    assertThat(plan.launches().size()).isGreaterThan(15);
    assertThat(plan.launches().stream().filter(l -> l instanceof ColumnSumsLaunch)).hasSize(2);
  }

  @Test
  void softmaxCrossEntropyAndItsGradientAreOneRowLaunch() {
    Value x = graph.input("input", Shape.of(3, 5));
    Value target = graph.input("target", Shape.of(3));
    Value logits = dense(0, x, 4, false);
    graph.scope("");
    graph.enter(Phase.LOSS);
    Expr z = Operation.MapElements.variable(0);
    Expr isTarget = Expr.index(1).equalTo(Operation.MapElements.variable(1));
    RowProgram program =
        new RowProgram(
            List.of(
                RowReduction.maximum(z),
                RowReduction.sum(Expr.of(Operator.EXP, z.minus(RowProgram.reduced(0)))),
                RowReduction.sum(Expr.select(isTarget, z, Expr.constant(0)))),
            Expr.of(Operator.LOG, RowProgram.reduced(1))
                .plus(RowProgram.reduced(0))
                .minus(RowProgram.reduced(2)),
            true);
    Value perRow = graph.rows(logits.shape(), program, List.of(logits, target));
    Value loss =
        graph.sum(
            graph.map(perRow, graph.argument(1.0 / 3), Expr::times), Operation.Sum.Extent.ALL);
    StepGraph step = StepGraph.training(graph, Map.of(), loss, Gradients.of(loss, parameters), SGD);
    Plan plan = Compiler.compile(step, TARGET);
    assertThat(plan.launches().stream().map(Launch::kind))
        .containsExactly(LaunchKind.MATMUL, LaunchKind.ROW, LaunchKind.MATMUL, LaunchKind.UPDATE);
    RowLaunch rows = (RowLaunch) plan.launches().get(1);
    assertThat(rows.reductions()).hasSize(3);
    assertThat(rows.beginsStep()).isTrue();
    assertThat(rows.stores()).hasSize(1);
    assertThat(rows.sums()).hasSize(1);
  }

  @Test
  void aPlanThatReadsBeforeItWritesIsRefused() {
    Plan plan = Compiler.compile(meanSquared(3, SGD, false), TARGET);
    List<Launch> swapped = new ArrayList<>(plan.launches());
    swapped.add(0, swapped.remove(1));
    assertThatThrownBy(() -> PlanVerifier.verify(with(plan, swapped)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("layer.1.activation")
        .hasMessageContaining("before anything is written there");
  }

  @Test
  void aPlanThatReadsAParameterAfterTheUpdateIsRefused() {
    Plan plan = Compiler.compile(meanSquared(3, SGD, false), TARGET);
    List<Launch> swapped = new ArrayList<>(plan.launches());
    swapped.add(5, swapped.remove(6));
    assertThatThrownBy(() -> PlanVerifier.verify(with(plan, swapped)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nothing runs after the update");
  }

  private static Plan with(Plan plan, List<Launch> launches) {
    return new Plan(
        plan.rows(),
        plan.target(),
        plan.state(),
        launches,
        plan.inputs(),
        plan.outputs(),
        plan.inputElements(),
        plan.workspaceElements(),
        plan.outputElements());
  }
}
