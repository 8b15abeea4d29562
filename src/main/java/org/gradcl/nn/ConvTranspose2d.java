package org.gradcl.nn;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.gradcl.catalogue.Description;
import org.gradcl.graph.Value;

/**
 * A transposed convolution of images, with channels last: the map of which a convolution is the
 * gradient.
 *
 * <pre>
 * X [batch, height, width, in]   W [in, out/groups, kh, kw]   b [out]
 * each X[n, i, j, c] adds W[c, f, k, l] · X to Z[n, i·s − p + k·d, j·s − p + l·d, f], to which b is added
 * Y = f(Z)
 * extents (n − 1)·stride − 2·padding + dilation·(kernel − 1) + output_padding + 1
 * </pre>
 *
 * <p>The weight is named, shaped and drawn as PyTorch's {@code ConvTranspose2d}; images have their
 * channels last, PyTorch's first: {@link ChannelsFirst} converts.
 *
 * @param settings how it moves
 * @param outputPadding elements behind the last, which are sums like any other, along height and
 *     width
 */
public record ConvTranspose2d(ConvolutionSettings settings, List<Integer> outputPadding)
    implements Layer {
  /**
   * Copies the list and checks it.
   *
   * @throws IllegalArgumentException if it is not two numbers of at least 0
   */
  public ConvTranspose2d {
    Objects.requireNonNull(settings, "settings");
    outputPadding = List.copyOf(outputPadding);
    if (outputPadding.size() != 2 || outputPadding.stream().anyMatch(number -> number < 0)) {
      throw new IllegalArgumentException(
          "The output padding of an image is two numbers of at least 0, found " + outputPadding);
    }
  }

  /**
   * {@return a layer with a bias, a stride of 1, no padding and no activation, drawn as PyTorch
   * does}
   *
   * @param channels that go out, at least 1
   * @param kernel taps along height and width, at least 1
   */
  public static ConvTranspose2d of(int channels, int kernel) {
    return new ConvTranspose2d(ConvolutionSettings.of(channels, kernel, kernel), List.of(0, 0));
  }

  /**
   * {@return as {@link #of(int, int)}, with a kernel that is no square}
   *
   * @param channels that go out, at least 1
   * @param height taps along it
   * @param width taps along it
   */
  public static ConvTranspose2d of(int channels, int height, int width) {
    return new ConvTranspose2d(ConvolutionSettings.of(channels, height, width), List.of(0, 0));
  }

  /**
   * {@return this layer with another stride}
   *
   * @param both from an output to the next, at least 1
   */
  public ConvTranspose2d stride(int both) {
    return stride(both, both);
  }

  /**
   * {@return this layer with another stride}
   *
   * @param height from an output to the next, at least 1
   * @param width likewise
   */
  public ConvTranspose2d stride(int height, int width) {
    return new ConvTranspose2d(settings.withStride(height, width), outputPadding);
  }

  /**
   * {@return this layer with padding on either side}
   *
   * @param both elements outside, zeros, at least 0
   */
  public ConvTranspose2d padding(int both) {
    return padding(both, both);
  }

  /**
   * {@return this layer with padding on either side}
   *
   * @param height elements outside, zeros, at least 0
   * @param width likewise
   */
  public ConvTranspose2d padding(int height, int width) {
    return new ConvTranspose2d(settings.withPadding(height, width), outputPadding);
  }

  /**
   * {@return this layer with dilated taps}
   *
   * @param both from a tap to the next, at least 1
   */
  public ConvTranspose2d dilation(int both) {
    return dilation(both, both);
  }

  /**
   * {@return this layer with dilated taps}
   *
   * @param height from a tap to the next, at least 1
   * @param width likewise
   */
  public ConvTranspose2d dilation(int height, int width) {
    return new ConvTranspose2d(settings.withDilation(height, width), outputPadding);
  }

  /**
   * {@return this layer with further elements behind the last}
   *
   * @param both how many, along height and width, at least 0
   */
  public ConvTranspose2d outputPadding(int both) {
    return outputPadding(both, both);
  }

  /**
   * {@return this layer with further elements behind the last}
   *
   * @param height how many, at least 0
   * @param width likewise
   */
  public ConvTranspose2d outputPadding(int height, int width) {
    return new ConvTranspose2d(settings, List.of(height, width));
  }

  /**
   * {@return this layer in groups: runs of channels that are convolved each by itself}
   *
   * @param number of groups, which divides the channels that come in and go out
   */
  public ConvTranspose2d groups(int number) {
    return new ConvTranspose2d(settings.withGroups(number), outputPadding);
  }

  /**
   * {@return this layer with an activation after it}
   *
   * @param function f
   */
  public ConvTranspose2d activation(Activation function) {
    return new ConvTranspose2d(settings.withActivation(function), outputPadding);
  }

  /** {@return this layer without a bias} */
  public ConvTranspose2d withoutBias() {
    return new ConvTranspose2d(
        settings.withInitializers(settings.weight(), Optional.empty()), outputPadding);
  }

  /**
   * {@return this layer with other first values of the weight}
   *
   * @param initializer how the values are drawn
   */
  public ConvTranspose2d withWeight(Initializer initializer) {
    return new ConvTranspose2d(
        settings.withInitializers(initializer, settings.bias()), outputPadding);
  }

  @Override
  public Value append(Scope scope, Value x) {
    Convolution convolution = new Convolution(settings, true);
    return convolution.append(scope, x, outputPadding, describe());
  }

  @Override
  public String describe() {
    boolean none = outputPadding.equals(List.of(0, 0));
    String further = "output_padding=" + SpaceAxes.shortText(outputPadding);
    return settings.describe("conv_transpose", none ? "" : further);
  }

  /** Reads {@code conv_transpose 16 3x3 [activation] [stride=…] …}. */
  static ConvTranspose2d parse(Description description) {
    ConvolutionSettings settings = ConvolutionText.parse(description, 2);
    Integer[] behind = ConvolutionText.setting(description, "output_padding", "0", 2);
    return new ConvTranspose2d(settings, List.of(behind));
  }
}
