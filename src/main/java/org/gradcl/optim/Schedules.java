package org.gradcl.optim;

import static org.gradcl.expr.Functions.constant;
import static org.gradcl.expr.Functions.cos;
import static org.gradcl.expr.Functions.exp;
import static org.gradcl.expr.Functions.floor;
import static org.gradcl.expr.Functions.half;
import static org.gradcl.expr.Functions.maximum;
import static org.gradcl.expr.Functions.minimum;
import static org.gradcl.expr.Functions.select;
import static org.gradcl.graph.UpdateRule.STEP;
import static org.gradcl.graph.UpdateRule.TOTAL_STEPS;

import java.util.List;
import java.util.Map;
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
    if (!(floor >= 0 && floor <= 1)) {
      throw new IllegalArgumentException(
          "The floor of a cosine schedule lies between 0 and 1, found " + floor);
    }
    Expr progress = minimum(STEP.over(maximum(TOTAL_STEPS, constant(1))), constant(1));
    Expr fall = half(cos(progress.times(Math.PI)).plus(1));
    return new Schedule(
        floor == 0 ? "cosine" : "cosine floor=" + Description.format(floor),
        fall.times(1 - floor).plus(floor));
  }

  /**
   * Rises in a straight line, (step + 1) / over, then follows another schedule whose steps count
   * from there: {@code warmUp(Span.share(0.05), cosine())}.
   *
   * @param over how long the rise takes
   * @param then what follows the rise
   * @return the schedule
   */
  public static Schedule warmUp(Span over, Schedule then) {
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

  /** {@return every schedule with its default settings} */
  public static List<Schedule> all() {
    return CATALOGUE.all();
  }

  /**
   * {@return the schedule that a text describes: {@code constant}, {@code step every=1000
   * factor=0.5}, {@code exponential every=100% factor=0.01}, {@code cosine}, {@code warm_up over=5%
   * then cosine}}
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
