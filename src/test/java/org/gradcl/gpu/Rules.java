package org.gradcl.gpu;

import static org.gradcl.gpu.Criterion.BARRIERS;
import static org.gradcl.gpu.Criterion.DIVISIONS;
import static org.gradcl.gpu.Criterion.GLOBAL_LOADS;
import static org.gradcl.gpu.Criterion.INSTRUCTIONS;
import static org.gradcl.gpu.Criterion.LOCAL_LOADS;
import static org.gradcl.gpu.Criterion.MATRICES;
import static org.gradcl.gpu.Criterion.MULTIPLY_ADDS;
import static org.gradcl.gpu.Criterion.PAIRS;
import static org.gradcl.gpu.Criterion.REGISTERS;
import static org.gradcl.gpu.Criterion.SCRATCH;
import static org.gradcl.gpu.Criterion.SPILLS;
import static org.gradcl.gpu.Family.OTHER;
import static org.gradcl.gpu.Family.SKINNY;
import static org.gradcl.gpu.Family.TENSOR;
import static org.gradcl.gpu.Family.TILE_4X4;
import static org.gradcl.gpu.Family.TILE_4X4_WINDOWS;
import static org.gradcl.gpu.Family.TILE_64X64;
import static org.gradcl.gpu.Family.TILE_8X8;
import static org.gradcl.gpu.Family.TILE_8X8_SUMS;
import static org.gradcl.gpu.Family.TILE_GATHERED;
import static org.gradcl.gpu.Family.TILE_UNALIGNED;
import static org.gradcl.gpu.Family.TILE_WINDOWS_SINGLY;
import static org.gradcl.gpu.Rule.Stage.ASSERTED;
import static org.gradcl.gpu.Rule.Stage.PRINTED;
import static org.gradcl.gpu.compiler.Architecture.Vendor.AMD;
import static org.gradcl.gpu.compiler.Architecture.Vendor.INTEL;
import static org.gradcl.gpu.compiler.Architecture.Vendor.NVIDIA;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.gradcl.gpu.Rule.Stage;
import org.gradcl.gpu.compiler.Architecture.Vendor;

/**
 * The criteria of the static gate, a row each; the last word of a row says whether the gate fails
 * without it. One that a family can't meet is printed, with what is reached asserted below it.
 */
final class Rules {
  private static final Set<Family> ALL_KERNELS = EnumSet.allOf(Family.class);
  private static final Set<Family> PRODUCTS = EnumSet.complementOf(EnumSet.of(OTHER));
  private static final Set<Family> LARGE = Set.of(TILE_8X8, TILE_64X64, TILE_8X8_SUMS);
  private static final Set<Family> SMALL = Set.of(TILE_4X4);
  private static final Set<Family> ALIGNED =
      Set.of(TILE_8X8, TILE_64X64, TILE_8X8_SUMS, TILE_4X4, TILE_GATHERED, TILE_4X4_WINDOWS);
  private static final Set<Family> TILES =
      Set.of(
          TILE_8X8,
          TILE_64X64,
          TILE_8X8_SUMS,
          TILE_4X4,
          TILE_GATHERED,
          TILE_4X4_WINDOWS,
          TILE_WINDOWS_SINGLY,
          TILE_UNALIGNED);
  private static final Set<Vendor> EVERYWHERE = EnumSet.allOf(Vendor.class);

  /** What every compiled kernel is held to. */
  static final List<Rule> KERNELS =
      List.of(
          atMost(ALL_KERNELS, EVERYWHERE, SPILLS, 0, ASSERTED),
          atMost(ALL_KERNELS, EVERYWHERE, SCRATCH, 0, ASSERTED),
          atMost(PRODUCTS, EVERYWHERE, DIVISIONS, 0, ASSERTED),
          atMost(TILES, EVERYWHERE, BARRIERS, 1, ASSERTED),
          atLeast(TILES, EVERYWHERE, LOCAL_LOADS, 1, ASSERTED),
          atLeast(ALIGNED, EVERYWHERE, GLOBAL_LOADS, 1, ASSERTED),
          // Of the long operand; the numbers of the other are read one by one in some layouts.
          atLeast(Set.of(SKINNY), EVERYWHERE, GLOBAL_LOADS, 0.3, ASSERTED),
          atLeast(LARGE, Set.of(NVIDIA), MULTIPLY_ADDS, 0.84, ASSERTED),
          atLeast(SMALL, Set.of(NVIDIA), MULTIPLY_ADDS, 0.68, ASSERTED),
          atLeast(TILES, Set.of(AMD), PAIRS, 0.9, ASSERTED),
          atLeast(Set.of(TILE_8X8, TILE_8X8_SUMS), Set.of(INTEL), MULTIPLY_ADDS, 0.72, ASSERTED),
          atLeast(Set.of(TILE_GATHERED), Set.of(NVIDIA), MULTIPLY_ADDS, 0.75, ASSERTED),
          // A window's instructions are as many for an item of half the multiply-adds: 75 of 84 %
          // leave 73 beside 512 of these, which beside 256 are 57 of 68 %.
          atLeast(Set.of(TILE_4X4_WINDOWS), Set.of(NVIDIA), MULTIPLY_ADDS, 0.57, ASSERTED),
          // Asked of NVIDIA alone; what Intel reaches stays.
          atLeast(Set.of(TILE_GATHERED), Set.of(INTEL), MULTIPLY_ADDS, 0.63, ASSERTED),
          atLeast(Set.of(TILE_4X4_WINDOWS), Set.of(INTEL), MULTIPLY_ADDS, 0.44, ASSERTED),
          // Out of reach, docs/gpu.md says why; what is reached stays.
          atLeast(Set.of(TILE_64X64), Set.of(INTEL), MULTIPLY_ADDS, 0.72, PRINTED),
          atLeast(Set.of(TILE_64X64), Set.of(INTEL), MULTIPLY_ADDS, 0.71, ASSERTED),
          atLeast(SMALL, Set.of(INTEL), MULTIPLY_ADDS, 0.72, PRINTED),
          atLeast(SMALL, Set.of(INTEL), MULTIPLY_ADDS, 0.51, ASSERTED),
          atLeast(Set.of(TILE_UNALIGNED), Set.of(NVIDIA), MULTIPLY_ADDS, 0.68, PRINTED),
          atLeast(Set.of(TILE_UNALIGNED), Set.of(NVIDIA), MULTIPLY_ADDS, 0.58, ASSERTED),
          atLeast(Set.of(TILE_UNALIGNED), Set.of(INTEL), MULTIPLY_ADDS, 0.72, PRINTED),
          atLeast(Set.of(TILE_UNALIGNED), Set.of(INTEL), MULTIPLY_ADDS, 0.5, ASSERTED),
          atLeast(Set.of(TILE_WINDOWS_SINGLY), Set.of(NVIDIA), MULTIPLY_ADDS, 0.68, PRINTED),
          atLeast(Set.of(TILE_WINDOWS_SINGLY), Set.of(NVIDIA), MULTIPLY_ADDS, 0.39, ASSERTED),
          atLeast(Set.of(TILE_WINDOWS_SINGLY), Set.of(INTEL), MULTIPLY_ADDS, 0.72, PRINTED),
          atLeast(Set.of(TILE_WINDOWS_SINGLY), Set.of(INTEL), MULTIPLY_ADDS, 0.36, ASSERTED),
          // Their words are read one by one, as the instruction's lanes have them.
          atLeast(Set.of(TENSOR), Set.of(NVIDIA), MATRICES, 96, ASSERTED),
          atMost(Set.of(TENSOR), Set.of(NVIDIA), INSTRUCTIONS, 480, ASSERTED),
          atMost(Set.of(TENSOR), Set.of(NVIDIA), BARRIERS, 1, ASSERTED),
          atLeast(Set.of(TENSOR), Set.of(NVIDIA), GLOBAL_LOADS, 1, ASSERTED),
          // Three groups of 128 items a unit, 384 items of 65,536 registers.
          atMost(
              Set.of(TILE_8X8, TILE_64X64, TILE_GATHERED),
              Set.of(NVIDIA),
              REGISTERS,
              168,
              ASSERTED),
          // Two, for twice the accumulators; beyond 255 registers they would spill.
          atMost(Set.of(TILE_8X8_SUMS), Set.of(NVIDIA), REGISTERS, 224, ASSERTED));

  /**
   * What the products of a net must be by the time model.
   *
   * @param net which
   * @param device on which, by a part of its name
   * @param leastShare of the peak
   * @param mostMicroseconds of all products of a step
   * @param stage whether the gate fails without it
   */
  record ModelRule(
      String net, String device, double leastShare, double mostMicroseconds, Stage stage) {}

  /** What the time model is held to. */
  static final List<ModelRule> MODEL =
      List.of(
          new ModelRule("W4", "H200", 0.75, Double.MAX_VALUE, ASSERTED),
          new ModelRule("W4", "RTX 4090", 0.75, Double.MAX_VALUE, ASSERTED),
          new ModelRule("W3", "H200", 0, 50, ASSERTED));

  private Rules() {}

  private static Rule atMost(
      Set<Family> families, Set<Vendor> vendors, Criterion criterion, double most, Stage stage) {
    return new Rule(families, vendors, criterion, most, false, stage);
  }

  private static Rule atLeast(
      Set<Family> families, Set<Vendor> vendors, Criterion criterion, double least, Stage stage) {
    return new Rule(families, vendors, criterion, least, true, stage);
  }
}
