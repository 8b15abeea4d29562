package org.gradcl.nn;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.gradcl.catalogue.Description;
import org.gradcl.graph.Value;

/**
 * A convolution of signals, with channels last.
 *
 * <pre>
 * X [batch, length, in]   W [out, in/groups, k]   b [out]
 * Z[n, i, f] = b[f] + Σ W[f, c, k] · X[n, i·s − p + k·d, c]   labelled preactivation
 * Y = f(Z)                                             labelled activation
 * length ⌊(n + 2·padding − dilation·(kernel − 1) − 1)/stride⌋ + 1; 0 outside of the signal
 * </pre>
 *
 * <p>The weight is named, shaped and drawn as PyTorch's {@code Conv1d}; images have their channels
 * last, PyTorch's first: {@link ChannelsFirst} converts.
 *
 * @param settings how it moves
 */
public record Conv1d(ConvolutionSettings settings) implements Layer {
  /** Checks that nothing is missing. */
  public Conv1d {
    Objects.requireNonNull(settings, "settings");
  }

  /**
   * {@return a layer with a bias, a stride of 1, no padding and no activation, drawn as PyTorch
   * does}
   *
   * @param channels that go out, at least 1
   * @param kernel taps, at least 1
   */
  public static Conv1d of(int channels, int kernel) {
    return new Conv1d(ConvolutionSettings.of(channels, kernel));
  }

  /**
   * {@return this layer with another stride}
   *
   * @param number from an output to the next, at least 1
   */
  public Conv1d stride(int number) {
    return new Conv1d(settings.withStride(number));
  }

  /**
   * {@return this layer with padding on either side}
   *
   * @param number elements outside, zeros, at least 0
   */
  public Conv1d padding(int number) {
    return new Conv1d(settings.withPadding(number));
  }

  /** {@return this layer with as much padding as keeps the extents: PyTorch's {@code same}} */
  public Conv1d samePadding() {
    return new Conv1d(settings.withSamePadding());
  }

  /**
   * {@return this layer with dilated taps}
   *
   * @param number from a tap to the next, at least 1
   */
  public Conv1d dilation(int number) {
    return new Conv1d(settings.withDilation(number));
  }

  /**
   * {@return this layer in groups: runs of channels that are convolved each by itself}
   *
   * @param number of groups, which divides the channels that come in and go out
   */
  public Conv1d groups(int number) {
    return new Conv1d(settings.withGroups(number));
  }

  /**
   * {@return this layer with an activation after it}
   *
   * @param function f
   */
  public Conv1d activation(Activation function) {
    return new Conv1d(settings.withActivation(function));
  }

  /** {@return this layer without a bias} */
  public Conv1d withoutBias() {
    return new Conv1d(settings.withInitializers(settings.weight(), Optional.empty()));
  }

  /**
   * {@return this layer with other first values of the weight}
   *
   * @param initializer how the values are drawn
   */
  public Conv1d withWeight(Initializer initializer) {
    return new Conv1d(settings.withInitializers(initializer, settings.bias()));
  }

  @Override
  public Value append(Scope scope, Value x) {
    Convolution convolution = new Convolution(settings, false);
    return convolution.append(scope, x, List.of(0), describe());
  }

  @Override
  public String describe() {
    return settings.describe("conv1d", "");
  }

  /** Reads {@code conv1d 16 3 [activation] [stride=…] …}. */
  static Conv1d parse(Description description) {
    ConvolutionSettings settings = ConvolutionText.parse(description, 1);
    return new Conv1d(settings);
  }
}
