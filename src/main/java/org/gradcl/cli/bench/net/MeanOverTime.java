package org.gradcl.cli.bench.net;

import org.gradcl.graph.Value;
import org.gradcl.nn.Block;
import org.gradcl.nn.Reductions;
import org.gradcl.nn.Scope;

/** The mean of a sequence's vectors: [time, features] → [features]. */
record MeanOverTime() implements Block {
  @Override
  public Value append(Scope scope, Value x) {
    return Reductions.mean(scope, x, 1);
  }

  @Override
  public String describe() {
    return "mean over time";
  }
}
