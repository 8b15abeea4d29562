package org.gradcl.optim;

import static org.gradcl.catalogue.Description.format;
import static org.gradcl.expr.Functions.absolute;
import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.floor;
import static org.gradcl.expr.Functions.select;
import static org.gradcl.optim.OptimizerSettings.average;
import static org.gradcl.optim.OptimizerSettings.update;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gradcl.expr.Expr;
import org.gradcl.graph.StateLayout;
import org.gradcl.graph.UpdateRule.Slot;

/**
 * What an optimiser keeps of a parameter's course, whatever its method: both are slots that begin
 * as the parameter. Immutable.
 *
 * @param lookahead slow weights, to which the parameter returns
 * @param ema the decay d of an exponential moving average, from 0 to below 1: after each step
 *     average ← d·average + (1 − d)·p. It predicts in the parameter's place
 */
public record WeightAverages(Optional<Lookahead> lookahead, OptionalDouble ema) {
  /** An optimiser without them. */
  public static final WeightAverages NONE =
      new WeightAverages(Optional.empty(), OptionalDouble.empty());

  private static final String SLOW = "slowWeight";

  /**
   * Checks the decay.
   *
   * @throws IllegalArgumentException if it lies outside its range
   */
  public WeightAverages {
    ema.ifPresent(decay -> OptimizerSettings.requireShare("ema", decay));
  }

  /** A parameter's new value, and those of its slots. */
  record Formulas(Expr parameter, List<Slot> slots) {
    Formulas {
      slots = List.copyOf(slots);
    }
  }

  /** A method's formulas with those of the averages behind them. */
  Formulas after(Expr method, List<Slot> ofMethod) {
    Expr parameter = method;
    List<Slot> slots = new ArrayList<>(ofMethod);
    if (lookahead.isPresent()) {
      Expr due = isMultiple(update(), lookahead.get().every());
      Expr slow = Slot.variable(SLOW);
      Expr moved = slow.plus(method.minus(slow).times(lookahead.get().alpha()));
      parameter = select(due, moved, method);
      slots.add(Slot.copying(SLOW, select(due, moved, slow)));
    }
    if (ema.isPresent()) {
      Expr averaged = average(ema.getAsDouble(), Slot.variable(StateLayout.EMA), parameter);
      slots.add(Slot.copying(StateLayout.EMA, averaged));
    }
    return new Formulas(parameter, slots);
  }

  /** Right up to 2²⁴ in float32: only the nearest multiple of a multiple is no distance away. */
  private static Expr isMultiple(Expr number, int of) {
    Expr nearest = floor(number.over(of).plus(0.5)).times(of);
    return constant(0.5).greater(absolute(number.minus(nearest)));
  }

  /** As the text form of an optimiser has it behind its method, each with its semicolon. */
  String describe() {
    String text =
        lookahead
            .map(l -> "; lookahead every=" + l.every() + " alpha=" + format(l.alpha()))
            .orElse("");
    return ema.isPresent() ? text + "; ema=" + format(ema.getAsDouble()) : text;
  }
}
