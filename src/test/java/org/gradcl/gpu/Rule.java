package org.gradcl.gpu;

import java.util.Locale;
import java.util.Set;
import org.gradcl.gpu.compiler.Architecture.Vendor;

/**
 * One criterion of the static gate.
 *
 * @param families whose kernels it is for
 * @param vendors on whose devices
 * @param criterion what is asked
 * @param bound the least or the most
 * @param least whether the bound is the least
 * @param stage whether the gate fails without it
 */
record Rule(
    Set<Family> families,
    Set<Vendor> vendors,
    Criterion criterion,
    double bound,
    boolean least,
    Stage stage) {

  /** What follows from a criterion that is not met. */
  enum Stage {
    /** The gate fails. */
    ASSERTED,
    /** It is printed. */
    PRINTED
  }

  Rule {
    families = Set.copyOf(families);
    vendors = Set.copyOf(vendors);
  }

  boolean isFor(Family family, Vendor vendor) {
    return families.contains(family) && vendors.contains(vendor);
  }

  boolean holds(Measured kernel) {
    double value = criterion.of(kernel);
    return least ? value >= bound : value <= bound;
  }

  /** What was found instead, for people. */
  String breach(Measured kernel) {
    return String.format(
        Locale.ROOT,
        "%s, %s %s is asked",
        criterion.text(criterion.of(kernel)),
        least ? "at least" : "at most",
        bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound));
  }
}
