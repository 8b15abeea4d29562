package org.gradcl.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.tensor.Shape;

/** The text form of a {@link Sequential}: its input, if stated, and its layers. */
final class SequentialText {
  private static final String INPUT = "input ";

  private SequentialText() {}

  static String of(Optional<Shape> input, List<Block> blocks) {
    String layers = blocks.stream().map(Block::describe).collect(Collectors.joining("; "));
    return input.map(shape -> INPUT + extents(shape) + "; ").orElse("") + layers;
  }

  /** A shape as {@code 8x8x1}. */
  static String extents(Shape shape) {
    return Arrays.stream(shape.extents())
        .mapToObj(Integer::toString)
        .collect(Collectors.joining("x"));
  }

  static Sequential parse(String text) {
    List<String> parts = new ArrayList<>(Arrays.asList(text.split(";")));
    Optional<Shape> input = Optional.empty();
    if (parts.get(0).strip().startsWith(INPUT)) {
      input = Optional.of(shape(parts.remove(0).strip().substring(INPUT.length())));
    }
    List<Block> layers = new ArrayList<>();
    for (String part : parts) {
      layers.add(Layers.named(part));
    }
    Block[] blocks = layers.toArray(Block[]::new);
    return input.isPresent() ? Sequential.ofInput(input.get(), blocks) : Sequential.of(blocks);
  }

  /**
   * Reads a shape such as {@code 8x8x1}.
   *
   * @throws CatalogueException if it is none
   */
  static Shape shape(String text) {
    try {
      return Shape.of(Arrays.stream(text.strip().split("x")).mapToInt(Integer::parseInt).toArray());
    } catch (IllegalArgumentException e) {
      throw new CatalogueException(
          "A shape is written as its extents, such as 8x8x1, found '" + text.strip() + "'");
    }
  }
}
