package fashion;

import static org.gradcl.nn.Activations.RELU;

import org.gradcl.graph.Value;
import org.gradcl.nn.AdaptiveAvgPool;
import org.gradcl.nn.BatchNorm;
import org.gradcl.nn.Block;
import org.gradcl.nn.Conv2d;
import org.gradcl.nn.Flatten;
import org.gradcl.nn.Initializers;
import org.gradcl.nn.Scope;

/**
 * The residual net for small images: a convolution, then three stages of 16, 32 and 64 channels,
 * each half as high and wide as the one before, then the mean over all positions. It has 6·size + 2
 * layers with its last dense one: 20 for a size of 3.
 *
 * <p>Source: He et al., Deep Residual Learning for Image Recognition, 2015, section 4.2; where the
 * number of channels changes, a convolution of 1×1 leads around (their option B).
 *
 * @param size units in a stage
 */
record ResNet(int size) implements Block {
  private static final int CHANNELS = 16;
  private static final int STAGES = 3;

  @Override
  public Value append(Scope scope, Value x) {
    Value y = convolved(scope, "stem", x, CHANNELS, 3, 1);
    y = scope.map(y, RELU::apply);
    for (int stage = 0; stage < STAGES; stage++) {
      for (int i = 0; i < size; i++) {
        Unit unit = new Unit(CHANNELS << stage, stage > 0 && i == 0 ? 2 : 1);
        y = scope.call("stage" + (stage + 1) + "." + i, unit, y);
      }
    }
    return scope.call("flat", new Flatten(), scope.call("pool", AdaptiveAvgPool.global(), y));
  }

  /**
   * Two convolutions, and a way around them.
   *
   * @param channels that go out
   * @param stride of the first
   */
  private record Unit(int channels, int stride) implements Block {
    @Override
    public Value append(Scope scope, Value x) {
      Value y = scope.map(convolved(scope, "1", x, channels, 3, stride), RELU::apply);
      y = convolved(scope, "2", y, channels, 3, 1);
      Value around = stride == 1 ? x : convolved(scope, "around", x, channels, 1, stride);
      return scope.map(y, around, (a, b) -> RELU.apply(a.plus(b)));
    }
  }

  /** A convolution of as many pixels as strides leave, and its batch norm. */
  private static Value convolved(
      Scope scope, String name, Value x, int channels, int kernel, int stride) {
    Conv2d convolution =
        Conv2d.of(channels, kernel)
            .stride(stride)
            .padding(kernel / 2)
            .withWeight(Initializers.HE_NORMAL)
            .withoutBias();
    return scope.call(
        "norm" + name, BatchNorm.standard(), scope.call("conv" + name, convolution, x));
  }
}
