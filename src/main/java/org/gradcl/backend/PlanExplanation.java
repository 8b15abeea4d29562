package org.gradcl.backend;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradcl.device.Explanation;
import org.gradcl.plan.Launch;
import org.gradcl.plan.Place;
import org.gradcl.plan.Plan;

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
   * Launches that run as one: a launch, or a chain of them, of which each formula and each place is
   * named once.
   *
   * @param launches in order
   * @param kernel how
   * @param microseconds the measured median time of all, if profiled
   */
  public static Explanation.Launch launches(
      List<Launch> launches, Explanation.Kernel kernel, OptionalDouble microseconds) {
    Launch first = launches.get(0);
    if (launches.size() == 1) {
      return launch(first, kernel, microseconds);
    }
    Stream<String> shapes = launches.stream().map(Launch::shape).distinct();
    Stream<String> formulas = launches.stream().map(Launch::formula).distinct();
    return new Explanation.Launch(
        first.name() + " … " + launches.get(launches.size() - 1).name(),
        first.phase(),
        "chain",
        shapes.collect(Collectors.joining(", ")),
        formulas.collect(Collectors.joining("; ")),
        launches.stream().mapToLong(Launch::flops).sum(),
        launches.stream().mapToLong(Launch::bytes).sum(),
        places(launches.stream().flatMap(launch -> launch.reads().stream()).distinct().toList()),
        places(launches.stream().flatMap(launch -> launch.writes().stream()).distinct().toList()),
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

  private static List<Explanation.Place> places(List<Place> places) {
    return places.stream().map(PlanExplanation::place).toList();
  }

  /** As rows of neighbours: of more axes, the inner ones as columns and the rest as rows. */
  private static Explanation.Place place(Place place) {
    List<Place.Axis> axes =
        place.axes().stream()
            .filter(axis -> axis.stride() != 0)
            .sorted(Comparator.comparingInt(axis -> -Math.abs(axis.stride())))
            .toList();
    int inner = axes.size() - 1;
    int columns = 1;
    if (inner >= 0 && Math.abs(axes.get(inner).stride()) == 1) {
      columns = axes.get(inner--).extent();
    }
    int stride = inner < 0 ? columns : Math.abs(axes.get(inner).stride());
    return new Explanation.Place(
        word(place.region()),
        place.first(),
        place.elements() / columns,
        columns,
        Math.max(columns, stride));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
