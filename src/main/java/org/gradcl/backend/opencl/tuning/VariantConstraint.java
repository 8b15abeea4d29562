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
  private static final Set<KernelFamily> TILED = Set.of(KernelFamily.MATMUL);
  private static final Set<KernelFamily> PACKED = Set.of(KernelFamily.MATMUL_PACKED);

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
          // Columns of an item are groups of four, half a tile apart if there are two.
          new VariantConstraint(
              "an item has 4 or 8 columns and a repeatable number of rows",
              TILED,
              (variant, device) ->
                  Set.of(4, 8).contains(variant.macro("REGISTER_N"))
                      && Set.of(1, 2, 4, 6, 8).contains(variant.macro("REGISTER_M"))),
          new VariantConstraint(
              "items fill the tile, strips fill the tile, items fill the strip",
              TILED,
              (variant, device) ->
                  variant.macro("TILE_M") % variant.macro("STRIP_ROWS") == 0
                      && variant.macro("STRIP_ROWS") % variant.macro("REGISTER_M") == 0
                      && variant.macro("TILE_N") % (2 * variant.macro("REGISTER_N")) == 0),
          // Parts end where slices end.
          new VariantConstraint(
              "a part of a sum is whole slices",
              TILED,
              (variant, device) -> variant.macro("SUM_K") % variant.macro("TILE_K") == 0),
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
                      && Set.of(1, 2, 4, 6, 8).contains(variant.macro("TILE_ROWS"))));

  /** Whether a variant keeps every constraint on a device. */
  public static boolean allHold(KernelVariant variant, DeviceProperties device) {
    return ALL.stream()
        .filter(constraint -> constraint.families().contains(variant.family()))
        .allMatch(constraint -> constraint.holds().test(variant, device));
  }
}
