package org.gradcl.plan;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.minimum;
import static org.gradcl.expr.Functions.select;
import static org.gradcl.expr.Functions.sqrt;
import static org.gradcl.expr.Functions.square;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gradcl.expr.Expr;
import org.gradcl.expr.Tape;
import org.gradcl.graph.Phase;
import org.gradcl.graph.RowProgram;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.StepField;
import org.gradcl.graph.UpdateRule;

/**
 * The launches between clip and update that compare the size of each learnt tensor with that of its
 * direction: one a tensor, a row program over all its elements.
 */
final class TrustRatioLowering {
  private final StatePlacement state;
  private final int base;
  private final List<String> slots;
  private final List<Place> tensors = new ArrayList<>();

  /** Before the first tensor; ratios lie from a float of the workspace on. */
  TrustRatioLowering(StatePlacement state, int base, List<String> slots) {
    this.state = state;
    this.base = base;
    this.slots = slots;
  }

  /** The launch of a tensor, whose direction is over the variables of an update. */
  Launch launch(StateLayout.Entry entry, Expr direction) {
    int elements = entry.shape().elements();
    Place parameter = state.place(entry.name());
    Place ratio =
        Place.matrix(Region.WORKSPACE, Math.addExact(base, parameter.base()), 1, elements);
    tensors.add(ratio);
    List<RowLaunch.LoweredReduction> reductions = new ArrayList<>();
    for (Expr summed : List.of(UpdateRule.PARAMETER, direction)) {
      reductions.add(
          new RowLaunch.LoweredReduction(RowProgram.Combine.SUM, Tape.of(square(summed))));
    }
    Set<String> variables = new LinkedHashSet<>();
    reductions.forEach(reduction -> variables.addAll(reduction.element().variables()));
    return new RowLaunch(
        "trust ratio of " + entry.name(),
        Phase.UPDATE,
        "‖parameter‖ / ‖direction‖, 1 where one is 0; direction = " + direction,
        1,
        elements,
        variables.stream().map(v -> new Operand(v, source(v, entry))).toList(),
        reductions,
        Tape.of(ratio(RowProgram.reduced(0), RowProgram.reduced(1))),
        List.of(new Store(ratio, Store.Mode.STORE, 0)),
        Tape.of(List.of()),
        List.of(),
        List.of(),
        false,
        false);
  }

  private static Expr ratio(Expr ofParameter, Expr ofDirection) {
    Expr isKnown = minimum(ofParameter, ofDirection).greater(0);
    return select(isKnown, sqrt(ofParameter).over(sqrt(ofDirection)), constant(1));
  }

  private Source source(String variable, StateLayout.Entry entry) {
    Optional<StepField> field = StepField.find(variable);
    if (field.isPresent()) {
      return new Source.Record(field.get());
    }
    String tensor = entry.name();
    if (variable.equals(UpdateRule.GRADIENT.name())) {
      tensor = StateLayout.gradientName(entry.name());
    } else if (slots.contains(variable)) {
      tensor = variable + "/" + entry.name();
    }
    Place place = state.place(tensor);
    return new Source.Memory(
        Place.matrix(place.region(), place.base(), 1, entry.shape().elements()));
  }

  /** Where the ratios lie of all tensors so far. */
  TrustRatios ratios() {
    return new TrustRatios(base, tensors);
  }
}
