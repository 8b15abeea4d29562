package org.gradcl.cli.bench.net;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Value;
import org.gradcl.nn.Activated;
import org.gradcl.nn.Activations;
import org.gradcl.nn.AdaptiveAvgPool;
import org.gradcl.nn.BatchNorm;
import org.gradcl.nn.Block;
import org.gradcl.nn.Conv2d;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Scope;
import org.gradcl.nn.Sequential;
import org.gradcl.tensor.Shape;

/**
 * A residual net for small images: a convolution, stages of basic blocks, of which each stage but
 * the first halves the image, the mean over all positions, a dense layer.
 *
 * <p>Source: He et al., Deep Residual Learning for Image Recognition, 2015, section 4.2; where the
 * shape changes, a 1×1 convolution leads around the block.
 */
public final class ResNet {
  private ResNet() {}

  /**
   * A net of 6n + 2 layers where there are three stages of n blocks.
   *
   * @param image height, width and channels of a sample
   * @param channels of each stage
   * @param blocks of each stage
   * @param classes numbers a sample that go out
   */
  public static Sequential of(Shape image, List<Integer> channels, int blocks, int classes) {
    List<Block> net = new ArrayList<>(List.of(convolution(channels.get(0), 3, 1)));
    net.addAll(List.of(BatchNorm.standard(), Activated.by(Activations.RELU)));
    for (int stage = 0; stage < channels.size(); stage++) {
      for (int block = 0; block < blocks; block++) {
        net.add(new BasicBlock(channels.get(stage), stage > 0 && block == 0 ? 2 : 1));
      }
    }
    net.addAll(List.of(AdaptiveAvgPool.global(), Dense.to(classes)));
    return Sequential.ofInput(image, net.toArray(Block[]::new));
  }

  private static Conv2d convolution(int channels, int kernel, int stride) {
    return Conv2d.of(channels, kernel).stride(stride).padding(kernel / 2).withoutBias();
  }

  /** relu(x + norm(conv(relu(norm(conv(x)))))), where x is projected if the shape changes. */
  private record BasicBlock(int channels, int stride) implements Block {
    @Override
    public Value append(Scope scope, Value x) {
      Value y = scope.call("conv1", convolution(channels, 3, stride), x);
      y = scope.call("norm1", BatchNorm.standard(), y);
      y = scope.call("relu1", Activated.by(Activations.RELU), y);
      y = scope.call("conv2", convolution(channels, 3, 1), y);
      y = scope.call("norm2", BatchNorm.standard(), y);
      Value around = x;
      if (!x.shape().equals(y.shape())) {
        around = scope.call("projection", convolution(channels, 1, stride), x);
        around = scope.call("norm3", BatchNorm.standard(), around);
      }
      return scope.call("relu2", Activated.by(Activations.RELU), scope.map(y, around, Expr::plus));
    }

    @Override
    public String describe() {
      return "basic block " + channels + " stride=" + stride;
    }
  }
}
