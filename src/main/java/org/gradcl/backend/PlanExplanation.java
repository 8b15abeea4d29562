package org.gradcl.backend;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.gradcl.device.Explanation;
import org.gradcl.plan.Launch;
import org.gradcl.plan.Plan;
import org.gradcl.plan.View;

/** The parts of an {@link Explanation} that follow from the plan, the same for every engine. */
public final class PlanExplanation {
  private PlanExplanation() {}

  /**
   * A launch as it runs.
   *
   * @param launch what is computed
   * @param kernel how
   * @param microseconds the measured median time, if profiled
   */
  public static Explanation.Launch launch(
      Launch launch, Explanation.Kernel kernel, OptionalDouble microseconds) {
    return new Explanation.Launch(
        launch.name(),
        launch.phase(),
        word(launch.kind()),
        launch.shape(),
        launch.formula(),
        launch.flops(),
        launch.bytes(),
        places(launch.reads()),
        places(launch.writes()),
        kernel,
        microseconds);
  }

  /**
   * What a plan needs.
   *
   * @param plan and its state
   * @param deviceBytes on the device in all
   */
  public static Explanation.Memory memory(Plan plan, long deviceBytes) {
    return new Explanation.Memory(
        plan.state().bytes(),
        4L * plan.workspaceElements(),
        4L * plan.inputElements(),
        4L * plan.outputElements(),
        deviceBytes);
  }

  private static List<Explanation.Place> places(List<View> views) {
    return views.stream()
        .map(
            view ->
                new Explanation.Place(
                    word(view.region()), view.offset(), view.rows(), view.columns(), view.stride()))
        .toList();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
