package org.gradcl.backend.jvm.launch;

import java.util.List;
import java.util.Optional;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.backend.jvm.product.ProductScratch;
import org.gradcl.backend.jvm.team.Task;
import org.gradcl.backend.jvm.team.ThreadTeam;
import org.gradcl.plan.Place;

/**
 * The objects that all runners of an executable share.
 *
 * @param memory the arrays behind the regions
 * @param checks what gradient launches leave for the update
 * @param arithmetic operators over blocks
 * @param products packing memory and tiles, shared by all products
 * @param team threads
 * @param norm where the gradients lie of which checks include sums of squares, for clipping
 * @param order in which products add
 * @param weights the state's, in strips; a plan that trains has none kept
 * @param updated where the tensors lie that the update changes, in order
 */
public record RunnerContext(
    Memory memory,
    CheckWords checks,
    Arithmetic arithmetic,
    ProductScratch products,
    ThreadTeam team,
    Optional<Place> norm,
    OrderOfProducts order,
    PackedWeights weights,
    List<Place> updated) {
  /** Element operations that take about as long as waking another thread. */
  private static final long LEAST_SHARED_WORK = 100_000;

  /** Copies the list. */
  public RunnerContext {
    updated = List.copyOf(updated);
  }

  /** Whether the squares of what is stored in a place are asked for. */
  boolean isInNorm(Place place) {
    return norm.isPresent() && norm.get().contains(place);
  }

  /**
   * Does the pieces of a task, by the team if there is enough to do, else by the caller alone.
   *
   * @param elementOperations how much there is to do in all: elements times instructions
   */
  void run(Task task, int pieces, long elementOperations) {
    if (elementOperations >= LEAST_SHARED_WORK) {
      team.run(task, pieces);
    } else {
      for (int piece = 0; piece < pieces; piece++) {
        task.run(piece, 0);
      }
    }
  }
}
