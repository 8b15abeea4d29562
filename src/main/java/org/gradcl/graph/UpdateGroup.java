package org.gradcl.graph;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gradcl.expr.Expr;

/**
 * Tensors that are updated by one formula: learnt ones, or running statistics, which have no slots
 * and for which {@link UpdateRule#GRADIENT} is what was observed.
 *
 * @param name for people
 * @param tensors the names of its tensors
 * @param parameter a tensor's new value, over the variables of {@link UpdateRule}
 * @param slots the new values of the rule's slots, in their order; none for statistics
 * @param clipped whether its gradients are part of the global norm, and scaled by it
 * @param direction what a tensor's size is compared with by {@link UpdateRule#TRUST_RATIO}; empty
 *     if no formula reads that
 */
public record UpdateGroup(
    String name,
    Set<String> tensors,
    Expr parameter,
    List<Expr> slots,
    boolean clipped,
    Optional<Expr> direction) {
  /** Copies the set and the list. */
  public UpdateGroup {
    tensors = Set.copyOf(tensors);
    slots = List.copyOf(slots);
  }

  /** The running statistics that move by one momentum. */
  static UpdateGroup ofStatistics(double momentum, Set<String> statistics) {
    return new UpdateGroup(
        "running statistics, momentum " + Expr.constant(momentum),
        statistics,
        Observation.update(momentum),
        List.of(),
        false,
        Optional.empty());
  }
}
