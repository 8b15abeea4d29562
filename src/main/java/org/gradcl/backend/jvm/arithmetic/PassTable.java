package org.gradcl.backend.jvm.arithmetic;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.gradcl.expr.Operator;

/** The passes of each operator, looked up without allocation. Immutable. */
public final class PassTable {
  private final Map<Operator, BlockPass[]> passes = new EnumMap<>(Operator.class);

  /** The table of a rule, which yields no pass for leaves. */
  public PassTable(Function<Operator, BlockPass[]> rule) {
    for (Operator operator : Operator.values()) {
      passes.put(operator, rule.apply(operator));
    }
  }

  /**
   * The passes of an operator, in order; not to be changed.
   *
   * @throws IllegalArgumentException if the operator is a leaf
   */
  public BlockPass[] of(Operator operator) {
    BlockPass[] found = passes.get(operator);
    if (found.length == 0) {
      throw new IllegalArgumentException(operator + " is a leaf, no function of operands");
    }
    return found;
  }

  /** For readable tables: the passes as an array. */
  public static BlockPass[] passes(BlockPass... inOrder) {
    return inOrder;
  }
}
