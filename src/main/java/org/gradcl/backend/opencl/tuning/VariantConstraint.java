package org.gradcl.backend.opencl.tuning;

import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.gradcl.backend.opencl.discovery.DeviceProperties;

/**
 * A condition for a variant to be correct, or to run at all, on a device.
 *
 * @param text the rule, for people
 * @param families the families that it is for
 * @param holds the rule
 */
public record VariantConstraint(
    String text, Set<KernelFamily> families, BiPredicate<KernelVariant, DeviceProperties> holds) {

  private static final Set<KernelFamily> EVERY = Set.of(KernelFamily.values());
  private static final Set<KernelFamily> TILED = Set.of(KernelFamily.PRODUCT_TILE);
  private static final Set<KernelFamily> TENSOR = Set.of(KernelFamily.PRODUCT_TENSOR);
  private static final Set<KernelFamily> PACKED = Set.of(KernelFamily.MATMUL_PACKED);
  private static final Set<KernelFamily> STREAMED = Set.of(KernelFamily.MATMUL_STREAMED);

  /** Copies the set. */
  public VariantConstraint {
    families = Set.copyOf(families);
  }

  /** All constraints. */
  public static final List<VariantConstraint> ALL =
      List.of(
          // PoCL aborts the process instead of reporting it. Computed by our formulas: rusticl's
          // answers for a kernel's local memory and work-group size are wrong.
          new VariantConstraint(
              "the local memory of a work-group fits the device",
              EVERY,
              (variant, device) -> variant.localBytes() <= device.localMemory()),
          new VariantConstraint(
              "a work-group has no more items than the device allows",
              EVERY,
              (variant, device) -> variant.localSize() <= device.workGroupSize()),
          // Reductions of a group halve the number of items until one is left.
          new VariantConstraint(
              "the number of work-items of a group is a power of two",
              EVERY,
              (variant, device) -> Integer.bitCount(variant.localSize()) == 1),
          // 32 items, 4 rows x 8 columns of them, each 4 x 4 or 8 x 8 numbers.
          new VariantConstraint(
              "an item has 4 or 8 rows and columns, and 32 items fill the tile",
              TILED,
              (variant, device) ->
                  Set.of(4, 8).contains(variant.macro("REGISTERS"))
                      && variant.macro("TILE_M") % (4 * variant.macro("REGISTERS")) == 0
                      && variant.macro("TILE_N") % (8 * variant.macro("REGISTERS")) == 0),
          new VariantConstraint(
              "items fetch 1, 2 or 4 times four numbers of each operand for a slice",
              TILED,
              (variant, device) ->
                  Set.of(1, 2, 4).contains(fetches(variant, "TILE_M"))
                      && Set.of(1, 2, 4).contains(fetches(variant, "TILE_N"))),
          // Strips of the finished tile take the place of slices.
          new VariantConstraint(
              "a strip of the tile fits into the memory of two slices",
              TILED,
              (variant, device) ->
                  4L * 4 * variant.macro("REGISTERS") * (variant.macro("TILE_N") + 4)
                      <= variant.localBytes()),
          // Parts end where slices end.
          new VariantConstraint(
              "a part of a sum is whole slices",
              TILED,
              (variant, device) -> ProductModel.SUM_TERMS % variant.macro("TILE_K") == 0),
          // A warp of 32 items has 64 x 32 elements; what follows holds of such tiles up to
          // 128 x 128: items fetch 2 or 4 fours of each operand for a slice, a row is summed by an
          // item, a strip fits into the memory of two slices.
          new VariantConstraint(
              "a tile is 64 or 128 rows and as many columns",
              TENSOR,
              (variant, device) ->
                  Set.of(64, 128).contains(variant.macro("TILE_M"))
                      && variant.macro("TILE_M") == variant.macro("TILE_N")),
          // The packing of a transposed operand moves blocks of 8 x 8.
          new VariantConstraint(
              "panels of B are whole blocks of eight",
              PACKED,
              (variant, device) ->
                  2 * variant.macro("VECTOR_WIDTH") % 8 == 0 && variant.macro("K_BLOCK") % 8 == 0),
          new VariantConstraint(
              "blocks of rows are whole tiles of a repeatable number of rows",
              PACKED,
              (variant, device) ->
                  variant.macro("ROW_BLOCK") % variant.macro("TILE_ROWS") == 0
                      && Set.of(1, 2, 4, 6, 8).contains(variant.macro("TILE_ROWS"))),
          // Rows are packed by eights and added to in twos, terms of one part only are few.
          new VariantConstraint(
              "strips are whole eights of rows, and whole vectors, and few terms are one part",
              STREAMED,
              (variant, device) ->
                  variant.macro("MOST_ROWS") % 8 == 0
                      && variant.macro("STRIP_COLUMNS") % variant.macro("VECTOR_WIDTH") == 0
                      && variant.macro("MOST_TERMS") <= variant.macro("K_BLOCK")));

  /** Fetches of an item, or −1 where items do not share them evenly. */
  private static int fetches(KernelVariant variant, String extent) {
    int quads = variant.macro(extent) * variant.macro("TILE_K") / 4;
    return quads % variant.localSize() == 0 ? quads / variant.localSize() : -1;
  }

  /** Whether a variant keeps every constraint on a device. */
  public static boolean allHold(KernelVariant variant, DeviceProperties device) {
    return ALL.stream()
        .filter(constraint -> constraint.families().contains(variant.family()))
        .allMatch(constraint -> constraint.holds().test(variant, device));
  }
}
