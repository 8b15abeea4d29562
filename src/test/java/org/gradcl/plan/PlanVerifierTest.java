package org.gradcl.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Phase;
import org.gradcl.graph.Role;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.loss.Loss;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each rule of the verifier refuses a plan that breaks it, by name of the launch. */
class PlanVerifierTest {
  private static final Target TARGET =
      new Target(Target.MachineClass.JVM, 16, 8, 0, 64, 1L << 31, 1L << 33);

  private static final int LOSS = 2;

  private final Plan plan = plan(Losses.meanSquaredError());
  private final Place hidden = plan.launches().get(0).writes().get(0);

  private static Plan plan(Loss loss) {
    TrainingStep step =
        new TrainingStep(
            Sequential.of(Dense.of(5, 7, Activations.TANH), Dense.of(7, 3)),
            loss,
            Optimizers.adam(0.1).withClipNorm(1));
    return Compiler.compile(step.graph(4, List.of(Sequential.PREDICTION)), TARGET);
  }

  @BeforeEach
  void thePlanIsSound() {
    assertThatCode(() -> PlanVerifier.verify(plan)).doesNotThrowAnyException();
    assertThat(hidden.region()).isEqualTo(Region.WORKSPACE);
  }

  /** A launch that reads and writes what is given, in the forward phase. */
  private static Launch sums(Place input, Place output) {
    return new ColumnSumsLaunch("added", Phase.FORWARD, "", input, output, false);
  }

  private static Place input() {
    return Place.matrix(Region.INPUT, 0, 4, 5);
  }

  private void refused(Consumer<List<Launch>> change, String... messages) {
    refused(plan, change, messages);
  }

  private static void refused(Plan plan, Consumer<List<Launch>> change, String... messages) {
    List<Launch> launches = new ArrayList<>(plan.launches());
    change.accept(launches);
    refused(with(plan, launches, plan.outputElements()), messages);
  }

  private static void refused(Plan broken, String... messages) {
    assertThatIllegalStateException()
        .isThrownBy(() -> PlanVerifier.verify(broken))
        .withMessageContainingAll(messages);
  }

  private static Plan with(Plan plan, List<Launch> launches, int outputElements) {
    return new Plan(
        plan.rows(),
        plan.target(),
        plan.state(),
        launches,
        plan.inputs(),
        plan.outputs(),
        plan.inputElements(),
        plan.workspaceElements(),
        outputElements);
  }

  private static MapLaunch map(
      Launch launch, String name, Phase phase, boolean bound, boolean beginsStep) {
    MapLaunch m = (MapLaunch) launch;
    return new MapLaunch(
        name,
        phase,
        m.formula(),
        m.rows(),
        m.columns(),
        bound ? m.operands() : List.of(),
        m.tape(),
        m.stores(),
        m.sums(),
        beginsStep,
        m.checked());
  }

  /** A product in another phase, its operands bound or not, that stores in another way. */
  private static Launch matmul(
      Launch launch, Phase phase, boolean bound, UnaryOperator<Store> store) {
    MatmulLaunch m = (MatmulLaunch) launch;
    return new MatmulLaunch(
        m.name(),
        phase,
        m.formula(),
        m.m(),
        m.n(),
        m.k(),
        m.batch(),
        m.a(),
        m.b(),
        bound ? m.operands() : List.of(),
        m.epilogue(),
        m.stores().stream().map(store).toList(),
        m.rowSums(),
        m.checked());
  }

  /** A product that adds to what is there, and so reads it. */
  private static Launch adding(Launch launch) {
    return matmul(
        launch,
        launch.phase(),
        true,
        store -> new Store(store.place(), Store.Mode.ADD, store.output()));
  }

  @Test
  void namesAreUnique() {
    refused(l -> l.add(1, l.get(0)), "launch '" + plan.launches().get(0).name(), "name is taken");
  }

  @Test
  void phasesFollowEachOther() {
    refused(
        l -> l.set(0, matmul(l.get(0), Phase.LOSS, true, store -> store)), "a step flows forward");
  }

  @Test
  void theLossLaunchAloneCopiesTheRecordAndComesFirst() {
    refused(
        l -> l.add(LOSS + 1, map(l.get(LOSS), "second", Phase.LOSS, true, true)),
        "launch 'second'",
        "only one launch copies");
    refused(
        l -> l.set(LOSS, map(l.get(LOSS), "loss", Phase.BACKWARD, true, true)),
        "the loss launch copies the step record");
    refused(
        l -> l.set(LOSS, map(l.get(LOSS), "loss", Phase.LOSS, true, false)),
        "it reads the step record before");
  }

  @Test
  void whatIsReadWasWrittenWhole() {
    Place part = Place.matrix(Region.WORKSPACE, hidden.base() + 1, 1, 2);
    refused(l -> l.add(1, sums(input(), part)), "partly overwritten");
    Place beginning = Place.matrix(Region.WORKSPACE, hidden.base(), 1, 2);
    refused(l -> l.add(1, sums(input(), beginning)), "partly overwritten");
    String rule = "before anything is written there";
    refused(l -> l.remove(0), rule);
    refused(l -> l.add(0, sums(Place.matrix(Region.OUTPUT, 0, 4, 3), hidden)), "'added'", rule);
    refused(l -> l.add(0, sums(Place.matrix(Region.GRADIENT, 0, 1, 5), hidden)), "'added'", rule);
    refused(l -> l.set(0, adding(l.get(0))), rule);
  }

  @Test
  void nothingRunsAfterTheUpdate() {
    Place output = Place.matrix(Region.WORKSPACE, 0, 1, 5);
    Launch late = new ColumnSumsLaunch("late", Phase.UPDATE, "", input(), output, false);
    refused(l -> l.add(late), "launch 'late'", "nothing runs after the update");
  }

  @Test
  void anUpdateNeedsALoss() {
    TrainingStep step =
        new TrainingStep(
            Sequential.of(Dense.of(5, 3)), Losses.meanSquaredError(), Optimizers.sgd(0.1));
    Plan unclipped = Compiler.compile(step.graph(4), TARGET);
    UpdateLaunch update = (UpdateLaunch) unclipped.launches().get(unclipped.launches().size() - 1);
    Launch alone =
        update(update, Phase.FORWARD, update.ranges().get(0).tape(), update.learningRate());
    refused(with(unclipped, List.of(alone), 0), "a training plan has a loss launch");
  }

  @Test
  void onlyTheUpdateWritesStateAndNothingWritesInputs() {
    String rule = "written by the update, no other";
    refused(l -> l.add(0, sums(input(), Place.matrix(Region.PARAMETER, 0, 1, 5))), "'added'", rule);
    refused(l -> l.add(0, sums(input(), Place.matrix(Region.SLOT, 0, 1, 5))), "'added'", rule);
    refused(
        l -> l.add(0, sums(input(), Place.matrix(Region.INPUT, 0, 1, 5))),
        "nothing writes to INPUT");
    Graph graph = new Graph();
    Value x = graph.input("input", Shape.of(4, 5));
    Value frozen = graph.parameter("frozen", Shape.of(3, 5), Role.FROZEN);
    Value y = graph.matrixProduct(x, false, frozen, true);
    refused(
        Compiler.compile(StepGraph.inference(graph, Map.of("y", y)), TARGET),
        l -> l.add(0, sums(input(), Place.matrix(Region.FROZEN, 0, 1, 5))),
        "nothing writes to FROZEN");
  }

  @Test
  void gradientsAreChecked() {
    refused(
        l -> l.add(0, sums(input(), Place.matrix(Region.GRADIENT, 0, 1, 5))),
        "'added'",
        "writes gradients and leaves no checks");
  }

  @Test
  void everyGradientIsWritten() {
    int last = plan.launches().size() - 3;
    assertThat(plan.launches().get(last).writes().get(0).region()).isEqualTo(Region.GRADIENT);
    String rule = "no launch writes gradient/layer.0.weight";
    refused(l -> l.remove(last), rule);
    Place part = Place.matrix(Region.GRADIENT, 0, 1, 5);
    refused(
        l -> l.set(last, new ColumnSumsLaunch("part", Phase.BACKWARD, "", input(), part, true)),
        rule);
  }

  @Test
  void noLaunchWritesWhereItReads() {
    refused(l -> l.add(1, sums(hidden, hidden)), "'added'", "which overlap");
  }

  @Test
  void placesLieInsideTheirRegions() {
    refused(
        l -> l.add(0, sums(input(), Place.matrix(Region.WORKSPACE, 1 << 20, 1, 5))),
        "lies outside of its region");
    refused(
        l -> l.add(0, sums(input(), Place.matrix(Region.WORKSPACE, -1, 1, 1))),
        "lies outside of its region");
    refused(
        l ->
            l.add(
                0,
                sums(
                    Place.matrix(Region.INPUT, 0, 2, 5, 4),
                    Place.matrix(Region.WORKSPACE, 0, 1, 5))),
        "axes that overlap");
    refused(with(plan, plan.launches(), 1), "lies outside of its region");
    Map<String, Plan.Binding> inputs = new HashMap<>(plan.inputs());
    Place beyond = Place.matrix(Region.INPUT, plan.inputElements(), 1, 5);
    inputs.put("beyond", new Plan.Binding(beyond, Shape.of(5)));
    Plan broken =
        new Plan(
            plan.rows(),
            plan.target(),
            plan.state(),
            plan.launches(),
            inputs,
            plan.outputs(),
            plan.inputElements(),
            plan.workspaceElements(),
            plan.outputElements());
    refused(broken, "at its end", "lies outside of its region");
  }

  @Test
  void theClipLaunchAndTheUpdateBelongTogether() {
    int clip = plan.launches().size() - 2;
    ClipLaunch found = (ClipLaunch) plan.launches().get(clip);
    refused(l -> l.remove(clip), "the clip launch and the update's tape must agree");
    Launch again =
        new ClipLaunch("again", found.phase(), found.formula(), found.limit(), found.gradients());
    refused(l -> l.add(clip, again), "gradients are clipped once");
  }

  @Test
  void everyVariableOfATapeIsGiven() {
    String rule = "nothing gives its variable";
    refused(l -> l.set(0, matmul(l.get(0), Phase.FORWARD, false, store -> store)), rule);
    refused(l -> l.set(LOSS, map(l.get(LOSS), "loss", Phase.LOSS, false, true)), rule);
    Plan classes = plan(Losses.softmaxCrossEntropy());
    RowLaunch rows = (RowLaunch) classes.launches().get(LOSS);
    List<RowLaunch.LoweredReduction> fewer = rows.reductions().subList(0, 1);
    refused(
        classes, l -> l.set(LOSS, rows(rows, fewer, rows.elements(), rows.rowTape())), rule + " r");
    Tape mass = Tape.of(Expr.variable("mass"));
    refused(
        classes,
        l -> l.set(LOSS, rows(rows, rows.reductions(), mass, rows.rowTape())),
        rule + " m");
    refused(
        classes,
        l -> l.set(LOSS, rows(rows, rows.reductions(), rows.elements(), mass)),
        rule + " m");
    int last = plan.launches().size() - 1;
    UpdateLaunch update = (UpdateLaunch) plan.launches().get(last);
    Tape strange =
        Tape.of(
            Expr.variable("parameter")
                .times(Expr.variable("clipScale"))
                .plus(Expr.variable("mass")));
    refused(
        l -> l.set(last, update(update, update.phase(), strange, update.learningRate())),
        "'" + update.name() + "'",
        rule + " mass");
    refused(
        l -> l.set(last, update(update, update.phase(), update.ranges().get(0).tape(), mass)),
        rule + " mass");
  }

  @Test
  void randomNumbersAreOperands() {
    int last = plan.launches().size() - 1;
    UpdateLaunch update = (UpdateLaunch) plan.launches().get(last);
    Tape drawing = Tape.of(Expr.variable("clipScale").times(Expr.uniform(0)));
    refused(
        l -> l.set(last, update(update, update.phase(), drawing, update.learningRate())),
        "draws a random number");
  }

  private static Launch rows(
      RowLaunch rows, List<RowLaunch.LoweredReduction> reductions, Tape elements, Tape rowTape) {
    return new RowLaunch(
        rows.name(),
        rows.phase(),
        rows.formula(),
        rows.rows(),
        rows.columns(),
        rows.operands(),
        reductions,
        elements,
        rows.stores(),
        rowTape,
        rows.rowStores(),
        rows.sums(),
        rows.beginsStep(),
        rows.checked());
  }

  private static Launch update(UpdateLaunch update, Phase phase, Tape tape, Tape learningRate) {
    return new UpdateLaunch(
        update.name(),
        phase,
        update.formula(),
        List.of(new UpdateRange(0, update.elements(), tape)),
        update.slots(),
        update.slotElements(),
        update.part(),
        update.trustRatios(),
        learningRate);
  }
}
