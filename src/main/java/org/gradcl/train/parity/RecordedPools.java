package org.gradcl.train.parity;

import java.io.IOException;
import org.gradcl.nn.AdaptiveAvgPool;
import org.gradcl.nn.AvgPool;
import org.gradcl.nn.Block;
import org.gradcl.nn.PoolWindow;

/** Reads the pools of a recorded model. */
final class RecordedPools {
  private RecordedPools() {}

  static PoolWindow window(Specification node) throws IOException {
    return new PoolWindow(
        node.counts("kernel", 2), node.counts("stride", 2), node.integers("padding", 2));
  }

  static Block average(Specification node) throws IOException {
    return new AvgPool(window(node), node.flag("count_include_pad", true));
  }

  static Block adaptive(Specification node) throws IOException {
    return new AdaptiveAvgPool(node.counts("size", 2));
  }
}
