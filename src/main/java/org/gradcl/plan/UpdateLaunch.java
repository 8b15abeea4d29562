package org.gradcl.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StepField;
import org.gradcl.graph.UpdateRule;

/**
 * The update of all learnt parameters, in place, and the step record of the next step.
 *
 * <p>First reduces the checks left by this step's launches in a fixed order. If one is not finite,
 * nothing is written but {@code next.status}. Reads {@code current}, writes {@code next}: step + 1
 * and the learning rate of that step by {@code learningRate}.
 *
 * @param elements the number of learnt parameters with alignment gaps
 * @param tape over {@code parameter}, {@code gradient}, the slots' names and the step record's
 *     fields ({@code clipScale} among them where a clip launch went before); the first output is
 *     the new parameter, the others the new slots in order
 * @param slots the names of the slots, in the order of {@link Region#SLOT}
 * @param learningRate a tape of one output over {@code step} and {@code totalSteps}
 */
public record UpdateLaunch(
    String name,
    Phase phase,
    String formula,
    int elements,
    Tape tape,
    List<String> slots,
    Tape learningRate)
    implements Launch {
  private static final Set<String> RECORD =
      Arrays.stream(StepField.values()).map(StepField::variableName).collect(Collectors.toSet());

  /** Copies the list. */
  public UpdateLaunch {
    slots = List.copyOf(slots);
  }

  @Override
  public LaunchKind kind() {
    return LaunchKind.UPDATE;
  }

  @Override
  public String shape() {
    return Integer.toString(elements);
  }

  /** All learnt parameters, with alignment gaps, as one row. */
  public Place parameters() {
    return Place.matrix(Region.PARAMETER, 0, 1, elements);
  }

  /** All gradients, with alignment gaps, as one row. */
  public Place gradients() {
    return Place.matrix(Region.GRADIENT, 0, 1, elements);
  }

  /** The i-th slot of all parameters, with alignment gaps, as one row. */
  public Place slot(int i) {
    return Place.matrix(Region.SLOT, Math.multiplyExact(i, elements), 1, elements);
  }

  @Override
  public List<Place> reads() {
    List<Place> reads = new ArrayList<>(writes());
    reads.add(gradients());
    return reads;
  }

  @Override
  public List<Place> writes() {
    List<Place> writes = new ArrayList<>();
    writes.add(parameters());
    if (!slots.isEmpty()) {
      writes.add(Place.matrix(Region.SLOT, 0, slots.size(), elements));
    }
    return writes;
  }

  @Override
  public boolean writesInPlace(Place written) {
    return true;
  }

  @Override
  public boolean updates() {
    return true;
  }

  @Override
  public List<LaunchTape> tapes() {
    Set<String> given = new HashSet<>(RECORD);
    given.addAll(slots);
    given.add(UpdateRule.PARAMETER.name());
    given.add(UpdateRule.GRADIENT.name());
    return List.of(
        new LaunchTape(tape, given, RECORD), new LaunchTape(learningRate, given, RECORD));
  }

  @Override
  public long flops() {
    return tapes().get(0).flops(elements);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.update(this);
  }
}
