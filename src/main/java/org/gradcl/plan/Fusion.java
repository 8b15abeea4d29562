package org.gradcl.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradcl.graph.IndexedValue;
import org.gradcl.graph.Operation;
import org.gradcl.graph.Operation.Sum.Extent;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StepGraph;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;

/**
 * The first pass: which values are computed by one launch.
 *
 * <p>Matrix products and row programs are anchors. A map joins the latest launch that computes one
 * of its operands, if the domain is the same and no phase is crossed; else a launch of maps over
 * its domain that comes later; else it begins one. A sum over the batch is left behind by the
 * launch that computes what is summed; a sum of columns (a bias's gradient) by the product that
 * reads the same matrix transposed. What would make a launch too large ({@link ExpressionSizes})
 * begins another.
 */
final class Fusion {
  private final StepGraph step;
  private final boolean fuse;
  private final List<Group> groups = new ArrayList<>();
  private final Map<Value, Group> producers = new HashMap<>();
  private final Map<Value, Value> productOfSum = new HashMap<>();
  private final ExpressionSizes sizes = new ExpressionSizes();

  private Fusion(StepGraph step, boolean fuse) {
    this.step = step;
    this.fuse = fuse;
  }

  /**
   * The groups of a step, in order of execution.
   *
   * @param fuse whether to fuse at all: without, every operation is a launch, which tests compare
   */
  static Fusion of(StepGraph step, boolean fuse) {
    Fusion fusion = new Fusion(step, fuse);
    fusion.run();
    return fusion;
  }

  /** The groups, in order of execution. */
  List<Group> groups() {
    return groups;
  }

  /**
   * The group that computes a value, in whatever shape; null for inputs, parameters and numbers of
   * the record.
   */
  Group producer(Value value) {
    return producers.get(Storage.stored(value));
  }

  private void run() {
    List<Value> live = step.live();
    findColumnSums(live);
    for (Value value : live) {
      switch (value.operation().kind()) {
        case INPUT, PARAMETER, STEP_FIELD, ARGUMENT -> {}
        case PRODUCT -> join(begin(Group.Anchor.PRODUCT, value, value.shape()), value);
        case RESHAPE -> requireStored(value);
        case JOIN -> join((Operation.Join) value.operation(), value);
        case MAP -> join(placeForMap(value), value);
        case GATHER -> join(placeAfter(latest(value), value), value);
        case SCATTER -> {
          requireStored(value);
          join(begin(Group.Anchor.SCATTER, value, value.shape()), value);
        }
        case ROW -> join(placeForRows((Operation.Rows) value.operation(), value), value);
        case SUM -> sum(value);
      }
    }
    productOfSum.forEach(
        (sum, product) -> {
          Group group = producers.get(product);
          group.setRowSums(sum);
          producers.put(sum, group);
        });
  }

  /** A bias's gradient Σ ∂Z comes free with the weight's gradient (∂Z)ᵀ·X, which reads ∂Z, too. */
  private void findColumnSums(List<Value> live) {
    Set<Value> read = new HashSet<>();
    Map<Value, Deque<Value>> readers = new HashMap<>();
    for (Value value : live) {
      read.addAll(value.operation().operands());
      if (value.operation() instanceof Operation.Product product && product.sumsLeadingAxesOfA()) {
        readers.computeIfAbsent(product.a().value(), a -> new ArrayDeque<>()).add(value);
      }
    }
    for (Value value : live) {
      if (fuse && isSum(value, Extent.LEADING) && !read.contains(value)) {
        Deque<Value> products = readers.get(((Operation.Sum) value.operation()).operand());
        if (products != null && !products.isEmpty()) {
          productOfSum.put(value, products.remove());
        }
      }
    }
  }

  private static boolean isSum(Value value, Extent extent) {
    return value.operation() instanceof Operation.Sum
        && ((Operation.Sum) value.operation()).extent() == extent;
  }

  /**
   * A join is there when its last part is; what no part covers is filled by a launch of its own.
   */
  private void join(Operation.Join join, Value value) {
    Group last = null;
    for (Value part : join.operands()) {
      Group group = producers.get(part);
      last = last == null || group.index() > last.index() ? group : last;
    }
    producers.put(value, last);
  }

  private void sum(Value value) {
    Value operand = ((Operation.Sum) value.operation()).operand();
    if (isSum(value, Extent.LEADING)) {
      if (!productOfSum.containsKey(value)) {
        join(begin(Group.Anchor.COLUMN_SUMS, value, operand.shape()), value);
      }
      return;
    }
    Group group = producers.get(operand);
    boolean fits =
        group != null
            && group.members().contains(operand)
            && group.acceptsPhase(value.phase())
            && (group.anchor() == Group.Anchor.MAP || group.isPerRow(operand));
    if (!fits || !fuse) {
      group = horizontalPlace(value, operand.shape(), latest(value));
      if (group == null) {
        group = begin(Group.Anchor.MAP, value, operand.shape());
      }
    }
    group.sums().add(value);
    producers.put(value, group);
  }

  private Group placeForMap(Value value) {
    Group latest = latest(value);
    if (fuse && latest != null && accepts(latest, value)) {
      return latest;
    }
    return placeAfter(latest, value);
  }

  /** A launch of maps after the one that computes the last operand, which reads it from memory. */
  private Group placeAfter(Group latest, Value value) {
    Group other = horizontalPlace(value, value.shape(), latest);
    return other != null ? other : begin(Group.Anchor.MAP, value, value.shape());
  }

  /** A launch of maps over the same domain that runs after all operands are known. */
  private Group horizontalPlace(Value value, Shape domain, Group latest) {
    int first = latest == null ? 0 : latest.index() + 1;
    for (int i = first; fuse && i < groups.size(); i++) {
      Group group = groups.get(i);
      if (group.anchor() == Group.Anchor.MAP
          && group.domain().equals(domain)
          && group.acceptsPhase(value.phase())
          && sizes.fits(group, value)) {
        return group;
      }
    }
    return null;
  }

  private boolean accepts(Group group, Value value) {
    boolean shaped =
        value.shape().equals(group.domain())
            || (group.anchor() == Group.Anchor.ROWS && group.hasRowShape(value));
    boolean computesElements =
        switch (group.anchor()) {
          case PRODUCT, MAP, ROWS -> true;
          case SCATTER, COLUMN_SUMS -> false;
        };
    if (!shaped || !computesElements) {
      return false;
    }
    // Random numbers are drawn by row and column. Where a number a row stands alone it is an
    // element of a vector, with a column of its own; and a product over many axes counts rows and
    // columns in an order of its own, as a norm over several axes does.
    if (((Operation.MapElements) value.operation()).expression().drawsRandomNumbers()
        && (group.isPerRow(value) || group.movesElements())) {
      return false;
    }
    for (IndexedValue read : ((Operation.MapElements) value.operation()).reads()) {
      if (producer(read.value()) == group && !group.computesWhatIsRead(read, value.shape())) {
        return false;
      }
    }
    return group.acceptsPhase(value.phase()) && sizes.fits(group, value);
  }

  private Group placeForRows(Operation.Rows rows, Value value) {
    Shape domain = rows.domain();
    Group latest = latest(value);
    int first = latest == null ? 0 : latest.index() + 1;
    for (int i = first; fuse && i < groups.size(); i++) {
      Group group = groups.get(i);
      if (group.anchor() == Group.Anchor.ROWS
          && group.domain().equals(domain)
          && group.rowAxes() == rows.rowAxes()
          && group.acceptsPhase(value.phase())
          && sizes.fits(group, value)) {
        return group;
      }
    }
    return begin(Group.Anchor.ROWS, value, domain, rows.rowAxes());
  }

  private Group latest(Value value) {
    requireStored(value);
    Group latest = null;
    for (Value operand : value.operation().operands()) {
      Group group = producers.get(Storage.stored(operand));
      if (group != null && (latest == null || group.index() > latest.index())) {
        latest = group;
      }
    }
    return latest;
  }

  private static void requireStored(Value value) {
    for (Value operand : value.operation().operands()) {
      if (isSum(operand, Extent.ALL)) {
        throw new UnsupportedOperationException(
            "A sum over the whole batch can be a loss or an output, but "
                + value
                + " computes with "
                + operand
                + "; state the loss as one sum");
      }
    }
  }

  private Group begin(Group.Anchor anchor, Value value, Shape domain) {
    return begin(anchor, value, domain, Math.max(0, domain.rank() - 1));
  }

  private Group begin(Group.Anchor anchor, Value value, Shape domain, int rowAxes) {
    Phase phase = value.phase();
    Group group = new Group(groups.size(), anchor, phase, domain, rowAxes);
    groups.add(group);
    return group;
  }

  private void join(Group group, Value value) {
    sizes.join(group, value);
    group.members().add(value);
    producers.put(value, group);
  }
}
