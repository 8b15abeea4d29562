package org.gradcl.gpu.product;

import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What a work-group of a product computes at a time.
 *
 * @param rows of C
 * @param columns of C
 * @param depth of a slice of the inner extent
 * @param items of the work-group
 * @param multiplyAdds of an item in a slice
 * @param words for people, such as {@code 128×128×8, 8×8}
 */
public record Tile(int rows, int columns, int depth, int items, int multiplyAdds, String words) {
  /** Items of {@code product_skinny}, and the lines and terms that each takes at a time. */
  private static final int SKINNY_ITEMS = 64;

  private static final int FOUR = 4;

  /** Elements of C of an item of {@code product_tensor}. */
  private static final int TENSOR_ELEMENTS = 64;

  /** A tile of which each item keeps a square. */
  public static Tile square(int rows, int columns, int depth, int registers) {
    return new Tile(
        rows,
        columns,
        depth,
        rows / registers * (columns / registers),
        depth * registers * registers,
        String.format("%d×%d×%d, %d×%d", rows, columns, depth, registers, registers));
  }

  /**
   * The tile that the macros of {@code product_tile} say.
   *
   * @param macro the value of a macro by its name
   * @throws IllegalArgumentException if one is not defined
   */
  public static Tile square(Function<String, OptionalInt> macro) {
    return square(
        value(macro, "TILE_M"),
        value(macro, "TILE_N"),
        value(macro, "TILE_K"),
        value(macro, "REGISTERS"));
  }

  /**
   * The tile that the macros of {@code product_tensor} say.
   *
   * @param macro the value of a macro by its name
   * @throws IllegalArgumentException if one is not defined
   */
  public static Tile tensor(Function<String, OptionalInt> macro) {
    int rows = value(macro, "TILE_M");
    int columns = value(macro, "TILE_N");
    int depth = value(macro, "TILE_K");
    return new Tile(
        rows,
        columns,
        depth,
        rows * columns / TENSOR_ELEMENTS,
        TENSOR_ELEMENTS * depth,
        String.format("%d×%d×%d, tensor cores", rows, columns, depth));
  }

  /**
   * The lines that the macros of {@code product_skinny} say: lanes share the inner extent.
   *
   * @param macro the value of a macro by its name
   * @throws IllegalArgumentException if one is not defined
   */
  public static Tile skinny(Function<String, OptionalInt> macro) {
    int few = value(macro, "SKINNY");
    int lanes = value(macro, "K_ITEMS");
    int lines = FOUR * SKINNY_ITEMS / lanes;
    boolean longA = value(macro, "LONG_A") == 1;
    return new Tile(
        longA ? lines : few,
        longA ? few : lines,
        FOUR * lanes,
        SKINNY_ITEMS,
        FOUR * FOUR * few,
        String.format("%d lines × %d, %d lanes", lines, few, lanes));
  }

  private static int value(Function<String, OptionalInt> macro, String name) {
    return macro
        .apply(name)
        .orElseThrow(() -> new IllegalArgumentException("The kernel does not define " + name));
  }

  /** Floats of both operands that an item copies for a slice. */
  public double copiedFloats() {
    return (double) depth * (rows + columns) / items;
  }

  /** For people. */
  @Override
  public String toString() {
    return words;
  }
}
