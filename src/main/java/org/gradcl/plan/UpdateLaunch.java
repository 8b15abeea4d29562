package org.gradcl.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StepField;
import org.gradcl.graph.StepPart;
import org.gradcl.graph.UpdateRule;

/**
 * The update of all learnt parameters and running statistics, in place, and the step record of the
 * next batch.
 *
 * <p>First reduces the checks left by this step's launches in a fixed order. If one is not finite,
 * nothing is written but {@code next.status}. Reads {@code current}, writes {@code next}: step + 1
 * and the learning rate of that step by {@code learningRate}.
 *
 * @param ranges what is updated by which formula, in the order in which it lies. Their tapes are
 *     over {@code parameter}, {@code gradient}, the slots' names and the step record's fields
 *     ({@code clipScale} among them where a clip launch went before)
 * @param slots the names of the slots, in the order of {@link Region#SLOT}
 * @param slotElements floats of each slot
 * @param part which of a step's batches it ends: all but the last move statistics alone, and leave
 *     the number of the step
 * @param trustRatios where {@code trustRatio} lies, which tapes may read then
 * @param learningRate a tape of one output over {@code step} and {@code totalSteps}
 */
public record UpdateLaunch(
    String name,
    Phase phase,
    String formula,
    List<UpdateRange> ranges,
    List<String> slots,
    int slotElements,
    StepPart part,
    Optional<TrustRatios> trustRatios,
    Tape learningRate)
    implements Launch {
  private static final Set<String> RECORD =
      Arrays.stream(StepField.values()).map(StepField::variableName).collect(Collectors.toSet());

  /** Copies the lists. */
  public UpdateLaunch {
    ranges = List.copyOf(ranges);
    slots = List.copyOf(slots);
  }

  @Override
  public LaunchKind kind() {
    return LaunchKind.UPDATE;
  }

  @Override
  public String shape() {
    return ranges.stream()
        .map(range -> Integer.toString(range.elements()))
        .collect(Collectors.joining(" + "));
  }

  /** How many floats are updated, with alignment gaps. */
  public int elements() {
    return ranges.stream().mapToInt(UpdateRange::elements).sum();
  }

  /** The first float that is updated; the others follow without gaps. */
  public int first() {
    return ranges.isEmpty() ? 0 : ranges.get(0).first();
  }

  @Override
  public List<Place> reads() {
    List<Place> reads = new ArrayList<>(writes());
    ranges.forEach(range -> reads.add(range.gradients()));
    trustRatios.ifPresent(ratios -> reads.addAll(ratios.tensors()));
    return reads;
  }

  @Override
  public List<Place> writes() {
    List<Place> writes = new ArrayList<>();
    for (UpdateRange range : ranges) {
      writes.add(range.parameters());
      range.allSlots(slotElements).ifPresent(writes::add);
    }
    return writes;
  }

  @Override
  public boolean writesInPlace(Place written) {
    return true;
  }

  @Override
  public Optional<StepPart> batchOfStep() {
    return Optional.of(part);
  }

  @Override
  public List<LaunchTape> tapes() {
    Set<String> given = new HashSet<>(RECORD);
    given.addAll(slots);
    given.add(UpdateRule.PARAMETER.name());
    given.add(UpdateRule.GRADIENT.name());
    if (trustRatios.isPresent()) {
      given.add(UpdateRule.TRUST_RATIO.name());
    }
    List<LaunchTape> tapes = new ArrayList<>();
    ranges.forEach(range -> tapes.add(new LaunchTape(range.tape(), given, RECORD)));
    tapes.add(new LaunchTape(learningRate, given, RECORD));
    return tapes;
  }

  @Override
  public long flops() {
    long flops = 0;
    for (int i = 0; i < ranges.size(); i++) {
      flops += tapes().get(i).flops(ranges.get(i).elements());
    }
    return flops;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.update(this);
  }
}
