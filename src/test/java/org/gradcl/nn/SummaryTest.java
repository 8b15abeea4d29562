package org.gradcl.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.gradcl.graph.InputSpec;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

/** The table of a model of nested and shared blocks. */
class SummaryTest {
  /** A convolution with a way around it. */
  private record Around(int channels) implements Block {
    @Override
    public Value append(Scope scope, Value x) {
      Value y = scope.call("conv1", Conv2d.of(channels, 3).samePadding().withoutBias(), x);
      return Merging.add(scope, x, scope.call("norm1", BatchNorm.standard(), y));
    }
  }

  /** A stage of two blocks, and one head for its two halves. */
  private record Net() implements Model {
    @Override
    public Map<String, InputSpec> inputs() {
      return Map.of("image", InputSpec.of(Shape.of(4, 6, 2)));
    }

    @Override
    public Map<String, Value> append(Scope scope, Map<String, Value> inputs) {
      Block stage = Sequential.of(new Around(2), new Around(2));
      Value y = scope.call("stage1", stage, inputs.get("image"));
      Value mean = Reductions.mean(scope, y, 1, 2);
      return Map.of(
          "of_input", scope.shared("head", Dense.to(3), Reductions.mean(scope, y, 1, 2)),
          "of_stage", scope.shared("head", Dense.to(3), mean));
    }
  }

  @Test
  void blocksWithinBlocksAreCountedOnce() {
    assertThat(new Net().summary().lines().map(String::stripTrailing))
        .containsExactly(
            "                layer                                        output   "
                + "  floats a sample    parameters",
            "stage1          Around; Around                               [4, 6, 2]",
            "stage1.0        Around                                       [4, 6, 2]"
                + "               48             0",
            "stage1.0.conv1  conv 2 3x3 identity padding=same bias=false  [4, 6, 2]"
                + "               48            36",
            "stage1.0.norm1  batch_norm                                   [4, 6, 2]"
                + "               48             4",
            "stage1.1        Around                                       [4, 6, 2]"
                + "               48             0",
            "stage1.1.conv1  conv 2 3x3 identity padding=same bias=false  [4, 6, 2]"
                + "               48            36",
            "stage1.1.norm1  batch_norm                                   [4, 6, 2]"
                + "               48             4",
            "head            dense 3 identity                             [3]      "
                + "                3             9",
            "head            dense 3 identity                             [3]      "
                + "                3        shared",
            "total                                                                 "
                + "              294            89",
            "as float32                                                            "
                + "          1.1 KiB         356 B");
  }
}
