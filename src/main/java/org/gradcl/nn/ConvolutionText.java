package org.gradcl.nn;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.catalogue.Description;

/** Reads the text form of convolutions and pools. */
final class ConvolutionText {
  private ConvolutionText() {}

  /** The settings of a convolution along some axes, such as {@code conv 16 3x3 relu padding=1}. */
  static ConvolutionSettings parse(Description description, int axes) {
    List<String> words = description.words();
    if (words.size() < 3) {
      throw new CatalogueException(
          String.format(
              "A convolution is written '%s CHANNELS KERNEL [ACTIVATION]', found '%s'",
              words.get(0), description.text()));
    }
    Activation activation =
        words.size() == 3
            ? Activations.IDENTITY
            : Activations.named(String.join("_", words.subList(3, words.size())), description);
    Integer[] kernel = numbers(description, words.get(2), axes).toArray(Integer[]::new);
    ConvolutionSettings settings =
        ConvolutionSettings.of(description.count(words.get(1)), kernel)
            .withStride(setting(description, "stride", "1", axes))
            .withDilation(setting(description, "dilation", "1", axes))
            .withGroups(description.count(description.word("groups", "1")))
            .withActivation(activation);
    String padding = description.word("padding", "0");
    settings =
        padding.equals("same")
            ? settings.withSamePadding()
            : settings.withPadding(numbers(description, padding, axes).toArray(Integer[]::new));
    return description.flag("bias", true)
        ? settings
        : settings.withInitializers(settings.weight(), Optional.empty());
  }

  /** A setting with one number for all axes, or one for each. */
  static Integer[] setting(Description description, String name, String usual, int axes) {
    return numbers(description, description.word(name, usual), axes).toArray(Integer[]::new);
  }

  /** Numbers such as {@code 3x3}, or one for all axes. */
  static List<Integer> numbers(Description description, String text, int axes) {
    try {
      List<Integer> numbers = Arrays.stream(text.split("x", -1)).map(Integer::valueOf).toList();
      if (numbers.size() == axes) {
        return numbers;
      }
      if (numbers.size() == 1) {
        return Collections.nCopies(axes, numbers.get(0));
      }
    } catch (NumberFormatException e) {
      // Said below, with the text around it.
    }
    throw new CatalogueException(
        String.format(
            "In '%s' one whole number is expected%s, found '%s'",
            description.text(), axes == 1 ? "" : ", or " + axes + " as in 3x3", text));
  }
}
