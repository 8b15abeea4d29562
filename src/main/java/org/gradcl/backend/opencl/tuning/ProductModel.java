package org.gradcl.backend.opencl.tuning;

import static org.gradcl.backend.opencl.tuning.Extents.ceilDivide;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.device.DeviceDescription;

/**
 * Chooses the body of a product, its tile and the parts of its inner extent, by a model of the time
 * that they take: large tiles need the fewest instructions a term but leave compute units idle
 * where there are few of them, and parts occupy more units but are written and read once more.
 *
 * <p>The model is one of a compute unit of 128 lanes, whose groups share its issue slots; alone, a
 * group waits for its own latencies. It has no figure of a device but its number of units, so that
 * two devices of one size compute with the same sums.
 */
public final class ProductModel {
  /** Lines of which the body {@code product_skinny} makes do with one reading of the other side. */
  static final int MOST_SKINNY = 16;

  /**
   * Of these, with whose numbers an item reads as many of the other side, where windows are read.
   */
  private static final int MOST_SINGLE = 4;

  /** Eight fours of a row side by side are 128 bytes; more lanes would read less at a time. */
  private static final int LANES_ACROSS = 8;

  /** Rows, and columns, from which on tensor cores are worth their large tiles. */
  static final int LEAST_OF_TENSOR = 512;

  /** One sum of so many terms strays by less than a millionth of their magnitude. */
  static final int MOST_TERMS = 1024;

  /**
   * The same where operands are read by views and windows, whose addresses need the registers that
   * a second set of sums would take: a window of 3 × 3 over 256 channels.
   */
  static final int MOST_GATHERED_TERMS = 2304;

  /** Terms after which sums in registers begin anew where there are more. */
  static final int SUM_TERMS = 256;

  /** Rows, and columns, of an item of a large tile. */
  private static final int LARGE_REGISTERS = 8;

  private static final int[] PARTS = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 128, 256};
  private static final int LEAST_TERMS = 48;

  private static final double SCHEDULERS = 4;
  private static final double LANES_OF_WARP = 32;
  private static final double REGISTERS = 65_536;
  private static final double MOST_ITEMS = 1536;

  /** First loads, and the epilogue. */
  private static final double START = 1500;

  /** The gap between two kernels. */
  private static final double GAP = 4000;

  /** Of the cache that all compute units share, for each of them and cycle. */
  private static final double CACHED_BYTES = 20;

  /** Of global memory, for each compute unit and cycle. */
  private static final double BYTES = 8;

  /** The share of the shorter of computing and reading that is not hidden behind the longer. */
  private static final double OVERLAP = 0.05;

  private ProductModel() {}

  /**
   * The choice of least estimated time, if any of the rows will do.
   *
   * @param extents with the rows of a full batch
   * @param rows of the table, those that run on the device
   */
  static Optional<ProductChoice> choose(
      ProductExtents extents, List<KernelVariant> rows, DeviceProperties device) {
    int units = units(device);
    List<ProductChoice> choices = new ArrayList<>();
    for (KernelVariant row : rows) {
      if (isWorthTrying(row, extents)) {
        for (int parts : PARTS) {
          if (parts == 1 || extents.k() / parts >= LEAST_TERMS) {
            choices.add(choice(ProductGroup.of(row, extents), extents, parts));
          }
        }
      }
    }
    return choices.stream()
        .filter(choice -> sumsAreShort(choice, extents) && fitsRegisters(choice, extents))
        .min(
            Comparator.<ProductChoice, Boolean>comparing(choice -> crowds(choice, extents))
                .thenComparingDouble(choice -> cycles(choice, extents, units)));
  }

  /** A row with so many parts, or as few as its sums allow. */
  static ProductChoice forced(ProductExtents extents, KernelVariant row, int parts) {
    ProductGroup group = ProductGroup.of(row, extents);
    ProductChoice choice = choice(group, extents, Math.max(1, parts));
    for (int more = 2; parts == 0 && !sumsAreShort(choice, extents); more++) {
      choice = choice(group, extents, more);
    }
    return choice;
  }

  /**
   * Every tile; where there are few lines, the skinny rows that just hold them; where there are
   * many, those for tensor cores.
   */
  private static boolean isWorthTrying(KernelVariant row, ProductExtents extents) {
    return switch (row.family()) {
      case PRODUCT_TILE -> true;
      case PRODUCT_TENSOR -> extents.fewest() >= LEAST_OF_TENSOR;
      default ->
          extents.fewest() <= MOST_SKINNY
              && (extents.fewest() <= MOST_SINGLE || readsOnlyFours(extents))
              && isSkinny(row, extents);
    };
  }

  /**
   * Whether no number that {@code product_skinny} reads takes an address by windows of its own: of
   * many lines compilers run out of registers for them, and a tile reads such by many items.
   */
  private static boolean readsOnlyFours(ProductExtents extents) {
    return switch (extents.reading()) {
      case MATRICES, VIEWS -> true;
      case WINDOWS -> extents.longAlongP() && extents.otherAlongP();
      case WINDOWS_SINGLY -> false;
    };
  }

  /** Whether this is a row of {@code product_skinny} for so few lines, in this layout. */
  static boolean isSkinny(KernelVariant row, ProductExtents extents) {
    return row.family() == KernelFamily.PRODUCT_SKINNY
        && row.macro("SKINNY") == KernelVariants.skinny(extents.fewest())
        && (extents.longAlongP() || row.macro("K_ITEMS") == LANES_ACROSS);
  }

  /**
   * The lanes of {@code product_skinny}, and the sums of slices of {@code product_tensor}, do not
   * begin anew: longer ones are cut.
   */
  private static boolean sumsAreShort(ProductChoice choice, ProductExtents extents) {
    KernelVariant row = choice.group().variant();
    int terms = choice.isSplit() ? choice.partTerms() : extents.k();
    return switch (row.family()) {
      case PRODUCT_TILE -> true;
      case PRODUCT_TENSOR -> terms <= (long) KernelVariant.TENSOR_TERMS * MOST_TERMS;
      default -> terms <= (long) row.macro("K_ITEMS") * MOST_TERMS;
    };
  }

  /**
   * Two sets of 64 sums leave no registers for the addresses of an operand that is no matrix:
   * compilers would keep numbers in memory. Such sums are cut by the launch; smaller tiles are left
   * for those that are too long to be cut so often.
   */
  private static boolean fitsRegisters(ProductChoice choice, ProductExtents extents) {
    return !extents.gathers()
        || choice.sumTerms() == 0
        || choice.group().variant().macro("REGISTERS") < LARGE_REGISTERS;
  }

  /** Whether two sets of sums and the addresses of windows share an item's registers. */
  private static boolean crowds(ProductChoice choice, ProductExtents extents) {
    return extents.gathers() && choice.sumTerms() > 0;
  }

  /** A work-group with the inner extent in so many parts. */
  private static ProductChoice choice(ProductGroup group, ProductExtents extents, int parts) {
    int slices = ceilDivide(ceilDivide(extents.k(), parts), group.terms());
    int partTerms = parts == 1 ? 0 : Math.max(1, slices) * group.terms();
    boolean tile = group.variant().family() == KernelFamily.PRODUCT_TILE;
    int most = extents.gathers() ? MOST_GATHERED_TERMS : MOST_TERMS;
    boolean longSums = (parts == 1 ? extents.k() : partTerms) > most;
    return new ProductChoice(group, partTerms, tile && longSums ? SUM_TERMS : 0);
  }

  /** Estimated cycles of a product on a device with so many units. */
  static double cycles(ProductChoice choice, ProductExtents extents, int units) {
    ProductGroup group = choice.group();
    int parts = choice.parts(extents.k());
    double slices = Math.ceil((double) extents.k() / parts / group.terms());
    double items = group.variant().localSize();
    double warps = items / LANES_OF_WARP;
    double fetched = Float.BYTES * (double) (group.rows() + group.columns()) * group.terms();
    double busy = Math.max(warps * group.instructions() / SCHEDULERS, fetched / CACHED_BYTES);
    double alone = group.latency() + Math.max(1, warps / SCHEDULERS) * group.instructions();
    double registers = choice.sumTerms() > 0 ? 2 * group.registers() - 64 : group.registers();
    double atOnce = Math.max(1, Math.floor(Math.min(REGISTERS / registers, MOST_ITEMS) / items));
    double perUnit = Math.ceil((double) group.count(extents) * parts / units);
    double full = Math.floor(perUnit / atOnce);
    double rest = perUnit - full * atOnce;
    double cycles =
        slices
            * (full * Math.max(atOnce * busy, alone)
                + (rest > 0 ? Math.max(rest * busy, alone) : 0));
    double c = (double) extents.m() * extents.n() * extents.batch();
    double operands = (double) (extents.m() + extents.n()) * extents.k() * extents.batch();
    double perCycle = BYTES * units / Float.BYTES;
    double least = (operands + c * parts) / perCycle;
    double fold = parts == 1 ? 0 : GAP + c * (parts + 1) / perCycle;
    return START + Math.max(cycles, least) + OVERLAP * Math.min(cycles, least) + fold;
  }

  /** Compute units of 128 lanes: Intel counts its processors of eight lanes. */
  static int units(DeviceProperties device) {
    boolean intel =
        device.type() == DeviceDescription.Type.GPU
            && device.vendor().toLowerCase(Locale.ROOT).contains("intel");
    return Math.max(1, intel ? device.computeUnits() / 16 : device.computeUnits());
  }
}
