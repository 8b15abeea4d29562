package org.gradcl.nn;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.gradcl.catalogue.Description;
import org.gradcl.graph.Value;

/**
 * A convolution of images, with channels last.
 *
 * <pre>
 * X [batch, height, width, in]   W [out, in/groups, kh, kw]   b [out]
 * Z[n, i, j, f] = b[f] + Σ W[f, c, k, l] · X[n, i·s − p + k·d, j·s − p + l·d, c]   labelled preactivation
 * Y = f(Z)                                                    labelled activation
 * extents ⌊(n + 2·padding − dilation·(kernel − 1) − 1)/stride⌋ + 1; 0 outside of the image
 * </pre>
 *
 * <p>The weight is named, shaped and drawn as PyTorch's {@code Conv2d}; images have their channels
 * last, PyTorch's first: {@link ChannelsFirst} converts.
 *
 * @param settings how it moves
 */
public record Conv2d(ConvolutionSettings settings) implements Layer {
  /** Checks that nothing is missing. */
  public Conv2d {
    Objects.requireNonNull(settings, "settings");
  }

  /**
   * {@return a layer with a bias, a stride of 1, no padding and no activation, drawn as PyTorch
   * does}
   *
   * @param channels that go out, at least 1
   * @param kernel taps along height and width, at least 1
   */
  public static Conv2d of(int channels, int kernel) {
    return new Conv2d(ConvolutionSettings.of(channels, kernel, kernel));
  }

  /**
   * {@return as {@link #of(int, int)}, with a kernel that is no square}
   *
   * @param channels that go out, at least 1
   * @param height taps along it
   * @param width taps along it
   */
  public static Conv2d of(int channels, int height, int width) {
    return new Conv2d(ConvolutionSettings.of(channels, height, width));
  }

  /**
   * {@return this layer with another stride}
   *
   * @param both from an output to the next, at least 1
   */
  public Conv2d stride(int both) {
    return stride(both, both);
  }

  /**
   * {@return this layer with another stride}
   *
   * @param height from an output to the next, at least 1
   * @param width likewise
   */
  public Conv2d stride(int height, int width) {
    return new Conv2d(settings.withStride(height, width));
  }

  /**
   * {@return this layer with padding on either side}
   *
   * @param both elements outside, zeros, at least 0
   */
  public Conv2d padding(int both) {
    return padding(both, both);
  }

  /**
   * {@return this layer with padding on either side}
   *
   * @param height elements outside, zeros, at least 0
   * @param width likewise
   */
  public Conv2d padding(int height, int width) {
    return new Conv2d(settings.withPadding(height, width));
  }

  /** {@return this layer with as much padding as keeps the extents: PyTorch's {@code same}} */
  public Conv2d samePadding() {
    return new Conv2d(settings.withSamePadding());
  }

  /**
   * {@return this layer with dilated taps}
   *
   * @param both from a tap to the next, at least 1
   */
  public Conv2d dilation(int both) {
    return dilation(both, both);
  }

  /**
   * {@return this layer with dilated taps}
   *
   * @param height from a tap to the next, at least 1
   * @param width likewise
   */
  public Conv2d dilation(int height, int width) {
    return new Conv2d(settings.withDilation(height, width));
  }

  /**
   * {@return this layer in groups: runs of channels that are convolved each by itself}
   *
   * @param number of groups, which divides the channels that come in and go out
   */
  public Conv2d groups(int number) {
    return new Conv2d(settings.withGroups(number));
  }

  /**
   * {@return this layer with an activation after it}
   *
   * @param function f
   */
  public Conv2d activation(Activation function) {
    return new Conv2d(settings.withActivation(function));
  }

  /** {@return this layer without a bias} */
  public Conv2d withoutBias() {
    return new Conv2d(settings.withInitializers(settings.weight(), Optional.empty()));
  }

  /**
   * {@return this layer with other first values of the weight}
   *
   * @param initializer how the values are drawn
   */
  public Conv2d withWeight(Initializer initializer) {
    return new Conv2d(settings.withInitializers(initializer, settings.bias()));
  }

  @Override
  public Value append(Scope scope, Value x) {
    Convolution convolution = new Convolution(settings, false);
    return convolution.append(scope, x, List.of(0, 0), describe());
  }

  @Override
  public String describe() {
    return settings.describe("conv", "");
  }

  /** Reads {@code conv 16 3x3 [activation] [stride=…] …}. */
  static Conv2d parse(Description description) {
    ConvolutionSettings settings = ConvolutionText.parse(description, 2);
    return new Conv2d(settings);
  }
}
