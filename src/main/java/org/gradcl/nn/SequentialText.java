package org.gradcl.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.gradcl.catalogue.Catalogue;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.tensor.Shape;

/**
 * The text form of a {@link Sequential}: its input, if stated, and its blocks. Blocks of blocks
 * stand in parentheses: {@code (dense 8 relu; dense 4)}, {@code residual (dense 4 tanh)}, {@code
 * channels_first (conv 3 3x3)}.
 */
final class SequentialText {
  static final String RESIDUAL = "residual";
  static final String CHANNELS_FIRST = "channels_first";
  private static final String INPUT = "input ";
  private static final String NO_EXTENTS = "[]";

  /** Before the text of a program's own block that would else be read as one of the catalogue. */
  private static final String OWN = "own ";

  private SequentialText() {}

  static String of(Optional<Shape> input, List<Block> blocks) {
    String layers = blocks.stream().map(SequentialText::of).collect(Collectors.joining("; "));
    return input.map(shape -> INPUT + extents(shape) + "; ").orElse("") + layers;
  }

  /** A block within others. */
  private static String of(Block block) {
    String text = block.describe();
    if (block instanceof Sequential) {
      return "(" + text + ")";
    }
    return isReadAsAnother(block, text) ? OWN + text : text;
  }

  /** Whether a program's own block is called like one of the catalogue, as a class Softmax is. */
  private static boolean isReadAsAnother(Block block, String text) {
    return !(block instanceof Residual || block instanceof ChannelsFirst)
        && Catalogue.readsAnother(
            text, SequentialText::block, read -> read.getClass() == block.getClass());
  }

  /** A block around another, or around several in order: {@code WORD (block; block)}. */
  static String around(String word, Block block) {
    boolean several = block instanceof Sequential inner && inner.blocks().size() > 1;
    return word + " (" + (several ? block.describe() : of(block)) + ")";
  }

  /** A shape as {@code 8x8x1}; without extents {@code []}. */
  static String extents(Shape shape) {
    if (shape.rank() == 0) {
      return NO_EXTENTS;
    }
    return Arrays.stream(shape.extents())
        .mapToObj(Integer::toString)
        .collect(Collectors.joining("x"));
  }

  static Sequential parse(String text) {
    List<String> parts = parts(text);
    Optional<Shape> input = Optional.empty();
    if (parts.get(0).startsWith(INPUT)) {
      input = Optional.of(shape(parts.remove(0).substring(INPUT.length())));
    }
    Block[] blocks = parts.stream().map(SequentialText::block).toArray(Block[]::new);
    return input.isPresent() ? Sequential.ofInput(input.get(), blocks) : Sequential.of(blocks);
  }

  private static Block block(String text) {
    if (text.startsWith(OWN)) {
      throw new CatalogueException("'" + text + "' is a block of a program's own");
    }
    if (!text.endsWith(")")) {
      return Layers.named(text);
    }
    int open = text.indexOf('(');
    String inside = text.substring(open + 1, text.length() - 1);
    return switch (text.substring(0, open).strip()) {
      case "" -> parse(inside);
      case RESIDUAL -> new Residual(inner(inside));
      case CHANNELS_FIRST -> new ChannelsFirst(inner(inside));
      default ->
          throw new CatalogueException(
              String.format(
                  "Before a parenthesis stands nothing, '%s' or '%s', found '%s'",
                  RESIDUAL, CHANNELS_FIRST, text));
    };
  }

  /** One block, or several in order. */
  private static Block inner(String text) {
    List<String> parts = parts(text);
    return parts.size() == 1 && !parts.get(0).startsWith(INPUT) ? block(parts.get(0)) : parse(text);
  }

  /** What stands between the semicolons that are in no parentheses. */
  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int begin = 0;
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '(' -> depth++;
        case ')' -> depth--;
        case ';' -> {
          if (depth == 0) {
            parts.add(text.substring(begin, i).strip());
            begin = i + 1;
          }
        }
        default -> {
          // Part of a word.
        }
      }
      if (depth < 0) {
        break;
      }
    }
    if (depth != 0) {
      throw new CatalogueException("Parentheses don't match in '" + text + "'");
    }
    parts.add(text.substring(begin).strip());
    return parts;
  }

  /**
   * Reads a shape such as {@code 8x8x1}.
   *
   * @throws CatalogueException if it is none
   */
  static Shape shape(String text) {
    if (text.strip().equals(NO_EXTENTS)) {
      return Shape.scalar();
    }
    try {
      return Shape.of(
          Arrays.stream(text.strip().split("x", -1)).mapToInt(Integer::parseInt).toArray());
    } catch (IllegalArgumentException e) {
      throw new CatalogueException(
          "A shape is written as its extents, such as 8x8x1, found '" + text.strip() + "'");
    }
  }
}
