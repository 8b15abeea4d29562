package org.gradcl.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.graph.Observation;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;

/**
 * Compiles a step into a plan: fuses its operations into launches, places its values in memory,
 * makes the launches, and verifies the result.
 *
 * <p>Passes: {@link Fusion}, {@link Storage}, {@link Lowering}, {@link PlanVerifier}. Stateless and
 * safe for use by several threads.
 */
public final class Compiler {
  private final boolean fuse;

  private Compiler(boolean fuse) {
    this.fuse = fuse;
  }

  /** The compiler that fuses. */
  public static Compiler fusing() {
    return new Compiler(true);
  }

  /** A compiler that makes every operation a separate launch, for comparison in tests. */
  public static Compiler unfused() {
    return new Compiler(false);
  }

  /** A plan of a step for a target. */
  public static Plan compile(StepGraph step, Target target) {
    return fusing().plan(step, step.stateLayout(), target);
  }

  /** A plan of a step over the state of another step of the same model, for a target. */
  public static Plan compile(StepGraph step, StateLayout layout, Target target) {
    return fusing().plan(step, layout, target);
  }

  /**
   * A plan of a step for a target.
   *
   * @param step what is computed
   * @param layout the tensors of the state that the plan will be loaded over: those of the step, or
   *     more (an inference step over a training state)
   * @throws UnsupportedOperationException if the step computes with a sum over the whole batch
   * @throws ArithmeticException if a memory region has more than 2147483647 floats
   */
  public Plan plan(StepGraph step, StateLayout layout, Target target) {
    StatePlacement state = StatePlacement.of(layout, target);
    Fusion fusion = Fusion.of(step, fuse);
    Storage storage = new Storage(step, fusion, target, state);
    Lowering lowering = new Lowering(step, storage, names(step));
    List<Launch> launches = new ArrayList<>();
    fusion.groups().forEach(group -> launches.add(lowering.launch(group)));
    step.update().ifPresent(rule -> new UpdateLowering(rule, step, storage, state).addTo(launches));
    int rows = step.inputs().isEmpty() ? 1 : step.inputs().get(0).shape().extent(0);
    Plan plan =
        new Plan(
            rows,
            target,
            state,
            launches,
            storage.inputs(),
            storage.outputs(),
            storage.inputElements(),
            storage.workspaceElements(),
            storage.outputElements());
    PlanVerifier.verify(plan);
    return plan;
  }

  /** The names of the values for people: the graph's labels, and gradients by their parameter. */
  private static Map<Value, String> names(StepGraph step) {
    Map<Value, String> names = new HashMap<>();
    step.labelled().forEach((name, value) -> names.put(value, name));
    step.gradients()
        .forEach(
            (parameter, gradient) ->
                names.put(gradient, StateLayout.gradientName(parameter.label())));
    step.observations().forEach(o -> names.putIfAbsent(o.observed(), Observation.nameOf(o.name())));
    step.outputs().forEach((name, value) -> names.putIfAbsent(value, name));
    return names;
  }
}
