package org.gradcl.plan;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.gradcl.expr.Operator;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Observation;
import org.gradcl.graph.Phase;
import org.gradcl.graph.Role;
import org.gradcl.graph.StateLayout;

/**
 * The grammar of a plan, as code that checks it: what lies where, who may write what, and the order
 * hazards of fused updates. Run once for every compiled plan.
 */
public final class PlanVerifier {
  private final Plan plan;
  private final boolean trains;
  private final Set<String> names = new HashSet<>();
  private final Map<Region, WrittenMemory> written = new EnumMap<>(Region.class);
  private Phase phase = Phase.FORWARD;
  private boolean begun;
  private boolean clipped;
  private boolean updated;

  private PlanVerifier(Plan plan) {
    this.plan = plan;
    this.trains = plan.trains();
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
          () -> "a step flows forward, but its phase " + launch.phase() + " comes after " + phase);
      phase = launch.phase();
      launch.reads().forEach(place -> verifyRead(launch, place));
      launch.writes().forEach(place -> verifyWrite(launch, place));
      verifyRecord(launch);
      verifyVariables(launch);
      launch.writes().forEach(place -> written(place).write(place));
    }
    require(!trains || begun, null, "a training plan has a loss launch");
    if (trains) {
      plan.state().layout().updated().forEach(this::verifyGradient);
    }
    plan.outputs().forEach((name, binding) -> verifyInside(null, binding.place()));
    plan.inputs().forEach((name, binding) -> verifyInside(null, binding.place()));
  }

  private void verifyRead(Launch launch, Place place) {
    verifyInside(launch, place);
    boolean computed =
        place.region() == Region.WORKSPACE
            || place.region() == Region.OUTPUT
            || (place.region() == Region.GRADIENT && !launch.updates() && !adds(launch, place));
    if (!computed) {
      return;
    }
    WrittenMemory memory = written(place);
    Optional<Place> latest = memory.latest(place);
    require(
        latest.isPresent(),
        launch,
        () -> "it reads " + place + " before anything is written there");
    require(
        memory.isWhole(place),
        launch,
        () -> "it reads " + place + ", which " + latest.get() + " has partly overwritten");
  }

  /** What later batches of a step add to was written by the first. */
  private boolean adds(Launch launch, Place place) {
    return !plan.part().isFirst() && launch.writes().contains(place);
  }

  private WrittenMemory written(Place place) {
    return written.computeIfAbsent(place.region(), region -> new WrittenMemory());
  }

  private void verifyWrite(Launch launch, Place place) {
    verifyInside(launch, place);
    require(!place.repeats(), launch, () -> "it writes several numbers to one float of " + place);
    boolean update = launch.updates();
    boolean state = place.region() == Region.PARAMETER || place.region() == Region.SLOT;
    require(update == state, launch, "parameters and slots are written by the update, no other");
    require(
        place.region() != Region.INPUT && place.region() != Region.FROZEN,
        launch,
        () -> "nothing writes to " + place.region());
    require(
        place.region() != Region.GRADIENT || !trains || launch.checked(),
        launch,
        "it writes gradients and leaves no checks of them");
    for (Place read : launch.reads()) {
      require(
          !read.overlaps(place) || launch.writesInPlace(place),
          launch,
          () -> "it reads " + read + " and writes " + place + ", which overlap");
    }
  }

  private void verifyInside(Launch launch, Place place) {
    require(
        place.first() >= 0 && place.end() <= size(place.region()),
        launch,
        () -> place + " lies outside of its region of " + size(place.region()) + " floats");
    require(place.isDistinct(), launch, () -> place + " has axes that overlap");
  }

  private int size(Region region) {
    return switch (region) {
      case PARAMETER, GRADIENT -> plan.state().updatedElements();
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
    if (launch.phase().compareTo(Phase.LOSS) > 0 && trains) {
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
  private void verifyGradient(StateLayout.Entry entry) {
    boolean learnt = entry.role() == Role.PARAMETER;
    String name =
        learnt ? StateLayout.gradientName(entry.name()) : Observation.nameOf(entry.name());
    Place gradient = plan.state().place(name);
    boolean whole = written(gradient).isWhole(gradient);
    require(whole, null, () -> "no launch writes " + name);
  }

  private static void verifyVariables(Launch launch) {
    for (LaunchTape tape : launch.tapes()) {
      require(
          tape.tape().instructions().stream()
              .map(Tape.Instruction::operator)
              .noneMatch(operator -> operator == Operator.UNIFORM || operator == Operator.INDEX),
          launch,
          "its tape draws a random number or reads an index, which are operands' to do");
      for (String variable : tape.tape().variables()) {
        require(
            tape.given().contains(variable),
            launch,
            () -> "nothing gives its variable " + variable);
      }
    }
  }

  private static void require(boolean holds, Launch launch, String rule) {
    require(holds, launch, () -> rule);
  }

  /** States the rule only where it is broken: a place has many words. */
  private static void require(boolean holds, Launch launch, Supplier<String> rule) {
    if (!holds) {
      throw new IllegalStateException(
          "The plan is broken at "
              + (launch == null ? "its end" : "launch '" + launch.name() + "'")
              + ": "
              + rule.get());
    }
  }
}
