package org.gradcl.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StateLayout;

/**
 * The grammar of a plan, as code that checks it: what lies where, who may write what, and the order
 * hazards of fused updates. Run once for every compiled plan.
 */
public final class PlanVerifier {
  private final Plan plan;
  private final Set<String> names = new HashSet<>();
  private final List<View> written = new ArrayList<>();
  private Phase phase = Phase.FORWARD;
  private boolean begun;
  private boolean clipped;
  private boolean updated;

  private PlanVerifier(Plan plan) {
    this.plan = plan;
  }

  /**
   * Checks a plan.
   *
   * @throws IllegalStateException naming the launch and the rule that it breaks
   */
  public static void verify(Plan plan) {
    new PlanVerifier(plan).run();
  }

  private void run() {
    for (Launch launch : plan.launches()) {
      require(names.add(launch.name()), launch, "its name is taken");
      require(!updated, launch, "nothing runs after the update");
      require(
          launch.phase().compareTo(phase) >= 0,
          launch,
          "a step flows forward, but its phase " + launch.phase() + " comes after " + phase);
      phase = launch.phase();
      launch.reads().forEach(view -> verifyRead(launch, view));
      launch.writes().forEach(view -> verifyWrite(launch, view));
      verifyRecord(launch);
      verifyVariables(launch);
      written.addAll(launch.writes());
    }
    require(!plan.trains() || begun, null, "a training plan has a loss launch");
    if (plan.trains()) {
      plan.state().layout().learnt().forEach(entry -> verifyGradient(entry.name()));
    }
    plan.outputs().forEach((name, binding) -> verifyInside(null, binding.view()));
    plan.inputs().forEach((name, binding) -> verifyInside(null, binding.view()));
  }

  private void verifyRead(Launch launch, View view) {
    verifyInside(launch, view);
    boolean computed =
        view.region() == Region.WORKSPACE
            || view.region() == Region.OUTPUT
            || (view.region() == Region.GRADIENT && !launch.updates());
    if (!computed) {
      return;
    }
    View last = null;
    for (View earlier : written) {
      if (earlier.overlaps(view)) {
        last = earlier;
      }
    }
    require(last != null, launch, "it reads " + view + " before anything is written there");
    require(
        last.offset() <= view.offset() && last.end() >= view.end(),
        launch,
        "it reads " + view + ", which " + last + " has partly overwritten");
  }

  private void verifyWrite(Launch launch, View view) {
    verifyInside(launch, view);
    boolean update = launch.updates();
    boolean state = view.region() == Region.PARAMETER || view.region() == Region.SLOT;
    require(update == state, launch, "parameters and slots are written by the update, no other");
    require(
        view.region() != Region.INPUT && view.region() != Region.FROZEN,
        launch,
        "nothing writes to " + view.region());
    require(
        view.region() != Region.GRADIENT || !plan.trains() || launch.checked(),
        launch,
        "it writes gradients and leaves no checks of them");
    for (View read : launch.reads()) {
      require(
          !read.overlaps(view) || launch.writesInPlace(view),
          launch,
          "it reads " + read + " and writes " + view + ", which overlap");
    }
  }

  private void verifyInside(Launch launch, View view) {
    require(
        view.offset() >= 0 && view.end() <= size(view.region()),
        launch,
        view + " lies outside of its region of " + size(view.region()) + " floats");
    require(view.stride() >= view.columns(), launch, view + " has rows that overlap");
  }

  private int size(Region region) {
    return switch (region) {
      case PARAMETER, GRADIENT -> plan.state().learntElements();
      case FROZEN -> plan.state().frozenElements();
      case SLOT -> plan.state().slotElements();
      case INPUT -> plan.inputElements();
      case WORKSPACE -> plan.workspaceElements();
      case OUTPUT -> plan.outputElements();
    };
  }

  /** No launch reads a record that it writes: see {@code docs/architecture.md}, the step record. */
  private void verifyRecord(Launch launch) {
    if (launch.beginsStep()) {
      require(!begun, launch, "only one launch copies the step record");
      require(launch.phase() == Phase.LOSS, launch, "the loss launch copies the step record");
      begun = true;
    }
    if (launch.phase().compareTo(Phase.LOSS) > 0 && plan.trains()) {
      require(begun, launch, "it reads the step record before the loss launch has copied it");
    }
    if (launch.clips()) {
      require(!clipped, launch, "gradients are clipped once");
      clipped = true;
    }
    require(
        !launch.updates() || clipped == launch.readsClipScale(),
        launch,
        "the clip launch and the update's tape must agree");
    updated |= launch.updates();
  }

  /** Without a launch that writes it, the update would use the previous step's gradient, or 0. */
  private void verifyGradient(String parameter) {
    String name = StateLayout.gradientName(parameter);
    View gradient = plan.state().view(name);
    boolean whole =
        written.stream()
            .filter(view -> view.overlaps(gradient))
            .anyMatch(v -> v.offset() <= gradient.offset() && v.end() >= gradient.end());
    require(whole, null, "no launch writes " + name);
  }

  private static void verifyVariables(Launch launch) {
    for (LaunchTape tape : launch.tapes()) {
      for (String variable : tape.tape().variables()) {
        require(tape.given().contains(variable), launch, "nothing gives its variable " + variable);
      }
    }
  }

  private static void require(boolean holds, Launch launch, String rule) {
    if (!holds) {
      throw new IllegalStateException(
          "The plan is broken at "
              + (launch == null ? "its end" : "launch '" + launch.name() + "'")
              + ": "
              + rule);
    }
  }
}
