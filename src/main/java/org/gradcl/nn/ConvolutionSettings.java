package org.gradcl.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What all convolutions can be told: one number an axis of space, outermost first.
 *
 * @param channels that go out
 * @param kernel the taps along each axis
 * @param stride from an output to the next
 * @param padding elements outside on either side; empty for as many as keep the extents, which asks
 *     for a stride of 1 (PyTorch's {@code same}; where the number is odd, the far side has one
 *     more)
 * @param dilation from a tap to the next
 * @param groups runs of channels that are convolved each by itself
 * @param activation after it
 * @param weight how the weight is drawn
 * @param bias how the bias is drawn; empty for no bias
 */
public record ConvolutionSettings(
    int channels,
    List<Integer> kernel,
    List<Integer> stride,
    Optional<List<Integer>> padding,
    List<Integer> dilation,
    int groups,
    Activation activation,
    Initializer weight,
    Optional<Initializer> bias) {

  /**
   * Copies the lists and checks the numbers.
   *
   * @throws IllegalArgumentException if one lies outside its range
   */
  public ConvolutionSettings {
    kernel = List.copyOf(kernel);
    stride = List.copyOf(stride);
    padding = padding.map(List::copyOf);
    dilation = List.copyOf(dilation);
    Objects.requireNonNull(activation, "activation");
    Objects.requireNonNull(weight, "weight");
    Objects.requireNonNull(bias, "bias");
    if (channels < 1 || groups < 1) {
      throw new IllegalArgumentException(
          String.format(
              "A convolution has at least one group of at least one channel each, found %d channels"
                  + " in %d groups",
              channels, groups));
    }
    if (channels % groups != 0) {
      throw new IllegalArgumentException(
          String.format(
              "The groups of a convolution divide its channels, found %d channels in %d groups; use"
                  + " %s, or a multiple of %d channels",
              channels, groups, Divisors.near(channels, groups), groups));
    }
    if (padding.isEmpty() && stride.stream().anyMatch(s -> s != 1)) {
      throw new IllegalArgumentException(
          "A padding that keeps the extents asks for a stride of 1, found "
              + stride
              + "; state the padding in numbers, or leave out the stride");
    }
    for (int axis = 0; axis < kernel.size(); axis++) {
      windowOf(kernel, stride, padding, dilation, axis);
    }
  }

  static ConvolutionSettings of(int channels, Integer... kernel) {
    List<Integer> ones = IntStream.range(0, kernel.length).mapToObj(axis -> 1).toList();
    return new ConvolutionSettings(
        channels,
        List.of(kernel),
        ones,
        Optional.of(ones.stream().map(one -> 0).toList()),
        ones,
        1,
        Activations.IDENTITY,
        Initializers.PYTORCH,
        Optional.of(Initializers.PYTORCH));
  }

  ConvolutionSettings withStride(Integer... strides) {
    return with(List.of(strides), padding, dilation, groups, activation);
  }

  ConvolutionSettings withPadding(Integer... paddings) {
    return with(stride, Optional.of(List.of(paddings)), dilation, groups, activation);
  }

  ConvolutionSettings withSamePadding() {
    return with(stride, Optional.empty(), dilation, groups, activation);
  }

  ConvolutionSettings withDilation(Integer... dilations) {
    return with(stride, padding, List.of(dilations), groups, activation);
  }

  ConvolutionSettings withGroups(int number) {
    return with(stride, padding, dilation, number, activation);
  }

  ConvolutionSettings withActivation(Activation function) {
    return with(stride, padding, dilation, groups, function);
  }

  private ConvolutionSettings with(
      List<Integer> strides,
      Optional<List<Integer>> paddings,
      List<Integer> dilations,
      int number,
      Activation function) {
    return new ConvolutionSettings(
        channels, kernel, strides, paddings, dilations, number, function, weight, bias);
  }

  ConvolutionSettings withInitializers(Initializer ofWeight, Optional<Initializer> ofBias) {
    return new ConvolutionSettings(
        channels, kernel, stride, padding, dilation, groups, activation, ofWeight, ofBias);
  }

  /** How it moves along an axis of space. */
  SlidingWindow window(int axis) {
    return windowOf(kernel, stride, padding, dilation, axis);
  }

  private static SlidingWindow windowOf(
      List<Integer> kernel,
      List<Integer> stride,
      Optional<List<Integer>> padding,
      List<Integer> dilation,
      int axis) {
    int reach = dilation.get(axis) * (kernel.get(axis) - 1);
    int before = padding.map(p -> p.get(axis)).orElse(reach / 2);
    int after = padding.map(p -> p.get(axis)).orElse(reach - reach / 2);
    return new SlidingWindow(kernel.get(axis), stride.get(axis), dilation.get(axis), before, after);
  }

  /** The product of the extents of the kernel. */
  int taps() {
    return SpaceAxes.taps(kernel);
  }

  /** The words and settings of a text form, such as {@code conv 16 3x3 relu padding=1}. */
  String describe(String word, String further) {
    List<String> parts =
        new ArrayList<>(List.of(word, Integer.toString(channels), SpaceAxes.text(kernel)));
    String function = Activations.text(activation);
    int blank = function.indexOf(' ');
    parts.add(blank < 0 ? function : function.substring(0, blank));
    addUnless(parts, "stride", stride, 1);
    padding.ifPresentOrElse(
        p -> addUnless(parts, "padding", p, 0), () -> parts.add("padding=same"));
    addUnless(parts, "dilation", dilation, 1);
    if (groups != 1) {
      parts.add("groups=" + groups);
    }
    if (bias.isEmpty()) {
      parts.add("bias=false");
    }
    if (!further.isEmpty()) {
      parts.add(further);
    }
    if (blank >= 0) {
      parts.add(function.substring(blank + 1));
    }
    return String.join(" ", parts);
  }

  private static void addUnless(List<String> parts, String name, List<Integer> numbers, int usual) {
    if (numbers.stream().anyMatch(number -> number != usual)) {
      parts.add(name + "=" + SpaceAxes.shortText(numbers));
    }
  }
}
