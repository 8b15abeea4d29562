package org.gradcl.nn;

import java.util.Objects;
import org.gradcl.graph.Value;
import org.gradcl.graph.Views;

/**
 * A block that reads and yields channels last, for values with channels first, as PyTorch has them:
 * {@code [batch, channels, height, width]} in and out.
 *
 * @param block between the two permutations
 */
public record ChannelsFirst(Block block) implements Block {
  /** Checks that nothing is missing. */
  public ChannelsFirst {
    Objects.requireNonNull(block, "block");
  }

  @Override
  public Value append(Scope scope, Value x) {
    Value y = block.append(scope, toLast(x));
    return toFirst(y);
  }

  /** {@return channels moved from the second axis to the last} */
  static Value toLast(Value x) {
    int rank = x.shape().rank();
    int[] order = new int[rank];
    for (int axis = 1; axis < rank; axis++) {
      order[axis] = axis == rank - 1 ? 1 : axis + 1;
    }
    return rank < 3 ? x : Views.permute(x, order);
  }

  /** {@return channels moved from the last axis to the second} */
  static Value toFirst(Value y) {
    int rank = y.shape().rank();
    int[] order = new int[rank];
    for (int axis = 1; axis < rank; axis++) {
      order[axis] = axis == 1 ? rank - 1 : axis - 1;
    }
    return rank < 3 ? y : Views.permute(y, order);
  }

  @Override
  public String describe() {
    return SequentialText.around(SequentialText.CHANNELS_FIRST, block);
  }
}
