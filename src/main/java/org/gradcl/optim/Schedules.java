package org.gradcl.optim;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.cos;
import static org.gradcl.expr.Functions.exp;
import static org.gradcl.expr.Functions.floor;
import static org.gradcl.expr.Functions.half;
import static org.gradcl.expr.Functions.log;
import static org.gradcl.expr.Functions.maximum;
import static org.gradcl.expr.Functions.minimum;
import static org.gradcl.expr.Functions.select;
import static org.gradcl.expr.Functions.sqrt;
import static org.gradcl.graph.UpdateRule.STEP;
import static org.gradcl.graph.UpdateRule.TOTAL_STEPS;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradcl.catalogue.Catalogue;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;
import org.gradcl.expr.Expr;

/**
 * The catalogue of schedules. Steps count updates, not epochs; step 0 is the first. Formulas:
 * {@code docs/mathematics.md}.
 */
public final class Schedules {
  private static final String THEN = " then ";

  private static final Catalogue<Schedule> CATALOGUE =
      Catalogue.<Schedule>of("schedule")
          .with("constant", settings -> constantly())
          .with("step", settings -> step(span(settings, "30%"), settings.number("factor", 0.1)))
          .with(
              "exponential",
              settings -> exponential(span(settings, "100%"), settings.number("factor", 0.1)))
          .with("cosine", settings -> cosine(settings.number("floor", 0)))
          .with(
              "cosine_restarts",
              settings ->
                  cosineRestarts(
                      span(settings, "20%"),
                      settings.number("longer", 1),
                      settings.number("floor", 0)))
          .with(
              "one_cycle",
              settings ->
                  oneCycle(
                      spanNamed(settings, "rise", "30%"),
                      settings.number("start", 0.04),
                      settings.number("floor", 4e-6)))
          .with(
              "polynomial",
              settings -> polynomial(settings.number("power", 1), settings.number("floor", 0)))
          .with("inverse_sqrt", settings -> inverseSqrt(spanNamed(settings, "over", "5%")))
          .with("plateau", settings -> plateau(Plateau.of(settings)))
          .with("warm_up", settings -> warmUp(spanNamed(settings, "over", "5%"), constantly()));

  private Schedules() {}

  private static Span span(Description settings, String whenAbsent) {
    return spanNamed(settings, "every", whenAbsent);
  }

  private static Span spanNamed(Description settings, String key, String whenAbsent) {
    return Span.parse(settings.word(key, whenAbsent), settings);
  }

  /**
   * Always 1.
   *
   * @return the schedule
   */
  public static Schedule constantly() {
    return new Schedule("constant", constant(1));
  }

  /**
   * factor^⌊step / every⌋, the step counted half a step on: a quotient that rounds to just below a
   * whole number would make the rate fall a step late.
   *
   * @param every how long the rate takes to change by the factor once
   * @param factor above 0; below 1 to fall
   * @return the schedule
   * @throws IllegalArgumentException if the factor is not above 0, or not finite
   */
  public static Schedule step(Span every, double factor) {
    requirePositive(factor);
    return new Schedule(
        "step every=" + every + " factor=" + Description.format(factor),
        exp(floor(STEP.plus(0.5).over(every.length())).times(Math.log(factor))));
  }

  /**
   * factor^(step / every): multiplied by the factor every so many steps, smoothly.
   *
   * @param every how long the rate takes to change by the factor once
   * @param factor above 0; below 1 to fall
   * @return the schedule
   * @throws IllegalArgumentException if the factor is not above 0, or not finite
   */
  public static Schedule exponential(Span every, double factor) {
    requirePositive(factor);
    return new Schedule(
        "exponential every=" + every + " factor=" + Description.format(factor),
        exp(STEP.over(every.length()).times(Math.log(factor))));
  }

  /**
   * ½(1 + cos(π·step / totalSteps)): from 1 towards 0 (Loshchilov and Hutter, SGDR, 2017).
   *
   * @return the schedule
   */
  public static Schedule cosine() {
    return cosine(0);
  }

  /**
   * floor + (1 − floor)·½(1 + cos(π·step / totalSteps)).
   *
   * @param floor what the factor falls to, from 0 to 1
   * @return the schedule
   * @throws IllegalArgumentException if it lies outside its range
   */
  public static Schedule cosine(double floor) {
    requireShare("floor", floor);
    return new Schedule("cosine" + floorText(floor), between(floor, halfCosine(progress())));
  }

  /**
   * A cosine from 1 to the floor, again and again: floor + (1 − floor)·½(1 + cos(π·u)), u being the
   * share of the present cycle that is done (Loshchilov and Hutter, SGDR, 2017).
   *
   * @param every the length of the first cycle
   * @param longer how many times longer each cycle is than the one before, at least 1
   * @param floor what the factor falls to, from 0 to 1
   * @return the schedule
   * @throws IllegalArgumentException if a setting lies outside its range
   */
  public static Schedule cosineRestarts(Span every, double longer, double floor) {
    requireShare("floor", floor);
    if (!(longer >= 1 && Double.isFinite(longer))) {
      throw new IllegalArgumentException(
          "A cycle is at least as long as the one before, 'longer' is at least 1, found " + longer);
    }
    // Half a step on, a cycle's first step is beyond its beginning however the quotient rounds.
    Expr cycles = STEP.over(every.length());
    Expr within = STEP.plus(0.5).over(every.length());
    Expr done;
    if (longer == 1) {
      done = cycles.minus(floor(within));
    } else {
      double rate = Math.log(longer);
      Expr cycle = floor(log(within.times(longer - 1).plus(1)).over(rate));
      Expr length = exp(cycle.times(rate));
      done = cycles.minus(length.minus(1).over(longer - 1)).over(length);
    }
    Expr share = minimum(maximum(done, constant(0)), constant(1));
    return new Schedule(
        "cosine_restarts every="
            + every
            + (longer == 1 ? "" : " longer=" + Description.format(longer))
            + floorText(floor),
        between(floor, halfCosine(share)));
  }

  /**
   * Rises by half a cosine from a start to 1, then falls by another to the floor, with the last
   * step (Smith and Topin, Super-Convergence, 2019, in PyTorch's form with its cosines).
   *
   * @param rise how long the rise takes; its last step has the factor 1
   * @param start the factor of the first step, from 0 to 1
   * @param floor the factor of the last step, from 0 to 1
   * @return the schedule
   * @throws IllegalArgumentException if a setting lies outside its range
   */
  public static Schedule oneCycle(Span rise, double start, double floor) {
    requireShare("start", start);
    requireShare("floor", floor);
    Expr peak = rise.length().minus(1);
    Expr upwards = between(start, constant(1).minus(halfCosine(STEP.over(peak))));
    Expr rest = maximum(TOTAL_STEPS.minus(1).minus(peak), constant(1));
    Expr downwards = halfCosine(minimum(STEP.minus(peak).over(rest), constant(1)));
    return new Schedule(
        "one_cycle rise="
            + rise
            + " start="
            + Description.format(start)
            + " floor="
            + Description.format(floor),
        select(peak.greater(STEP), upwards, between(floor, downwards)));
  }

  /**
   * floor + (1 − floor)·(1 − step / totalSteps)^power: in a straight line with a power of 1.
   *
   * @param power above 0
   * @param floor what the factor falls to, from 0 to 1
   * @return the schedule
   * @throws IllegalArgumentException if a setting lies outside its range
   */
  public static Schedule polynomial(double power, double floor) {
    requireShare("floor", floor);
    if (!(power > 0 && Double.isFinite(power))) {
      throw new IllegalArgumentException("The power of a schedule is above 0, found " + power);
    }
    Expr left = constant(1).minus(progress());
    Expr fall = power == 1 ? left : exp(log(left).times(power));
    return new Schedule(
        "polynomial power=" + Description.format(power) + floorText(floor), between(floor, fall));
  }

  /**
   * √(over / (step + over)): from 1, then with the inverse square root of the step. Behind {@code
   * warm_up over=4000} the schedule of Vaswani et al., Attention Is All You Need, 2017, is the one
   * over the same 4000 steps.
   *
   * @param over how long it takes to fall to √½
   * @return the schedule
   */
  public static Schedule inverseSqrt(Span over) {
    Expr length = over.length();
    return new Schedule("inverse_sqrt over=" + over, sqrt(length.over(STEP.plus(length))));
  }

  /**
   * A rate that falls once training stops getting better: when an epoch of a fit ends, by the
   * figure that the fit monitors, or else the training loss. The epoch ends with a validation then,
   * if there is data for one. A fit that is not resumed begins with the optimiser's rate; between
   * fits, and in steps without one, the rate stays.
   *
   * @param plateau when it falls, and how far
   * @return the schedule
   */
  public static Schedule plateau(Plateau plateau) {
    return new Schedule(plateau.describe(), constant(1), Optional.of(plateau));
  }

  /** The share of the training that is done, from 0 to 1. */
  private static Expr progress() {
    return minimum(STEP.over(maximum(TOTAL_STEPS, constant(1))), constant(1));
  }

  /** ½(1 + cos(π·u)): from 1 at 0 to 0 at 1. */
  private static Expr halfCosine(Expr share) {
    return half(cos(share.times(Math.PI)).plus(1));
  }

  /** From the floor, at 0, to 1. */
  private static Expr between(double floor, Expr height) {
    return height.times(1 - floor).plus(floor);
  }

  private static String floorText(double floor) {
    return floor == 0 ? "" : " floor=" + Description.format(floor);
  }

  private static void requireShare(String setting, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "The " + setting + " of a schedule lies between 0 and 1, found " + share);
    }
  }

  /**
   * Rises in a straight line, (step + 1) / over, then follows another schedule whose steps count
   * from there: {@code warmUp(Span.share(0.05), cosine())}.
   *
   * @param over how long the rise takes
   * @param then what follows the rise
   * @return the schedule
   * @throws IllegalArgumentException if a plateau is to follow: it has no rate of a step
   */
  public static Schedule warmUp(Span over, Schedule then) {
    if (then.plateau().isPresent()) {
      throw new IllegalArgumentException(
          "A plateau follows no warm-up, found '"
              + then
              + "' behind one; leave out one of the two");
    }
    Expr length = over.length();
    Expr rest =
        then.factor()
            .replaceAll(Map.of(STEP, STEP.minus(length), TOTAL_STEPS, TOTAL_STEPS.minus(length)));
    return new Schedule(
        "warm_up over=" + over + THEN + then.description(),
        select(length.greater(STEP), minimum(STEP.plus(1).over(length), constant(1)), rest));
  }

  private static void requirePositive(double factor) {
    if (!(factor > 0 && Double.isFinite(factor))) {
      throw new IllegalArgumentException("A schedule's factor must be above 0, found " + factor);
    }
  }

  /** The text form in a file: marked where the catalogue would read another schedule from it. */
  static String text(Schedule schedule) {
    String text = schedule.description();
    return Catalogue.readsAnother(text, Schedules::named, schedule::equals) ? "own " + text : text;
  }

  /** {@return every schedule with its default settings} */
  public static List<Schedule> all() {
    return CATALOGUE.all();
  }

  /**
   * {@return the schedule that a text describes: {@code constant}, {@code step every=1000
   * factor=0.5}, {@code exponential every=100% factor=0.01}, {@code cosine}, {@code one_cycle
   * rise=30%}, {@code warm_up over=5% then inverse_sqrt}}
   *
   * @param text in the form of {@link Schedule#description}
   * @throws CatalogueException if there is none; the message lists the known
   * @throws IllegalArgumentException naming a setting that lies outside its range
   */
  public static Schedule named(String text) {
    int then = text.indexOf(THEN);
    if (then < 0) {
      return CATALOGUE.parse(text);
    }
    Description first = Description.parse(text.substring(0, then));
    if (!String.join("_", first.words()).replace('-', '_').equals("warm_up")) {
      throw new CatalogueException(
          "Only warm_up can be followed by another schedule, found '" + text + "'");
    }
    Span over = spanNamed(first, "over", "5%");
    first.refuseOthers();
    return warmUp(over, named(text.substring(then + THEN.length())));
  }
}
