package org.gradcl.backend.opencl.launch;

import org.gradcl.backend.opencl.tuning.ColumnCut;
import org.gradcl.backend.opencl.tuning.KernelFamily;
import org.gradcl.backend.opencl.tuning.KernelVariant;
import org.gradcl.backend.opencl.tuning.PackedBlocks;
import org.gradcl.backend.opencl.tuning.ProductChoice;
import org.gradcl.backend.opencl.tuning.RowCut;
import org.gradcl.backend.opencl.tuning.StreamedBlocks;
import org.gradcl.plan.MatmulLaunch;

/**
 * Upper bounds of the rounds that all loops of one work-item make, counted in the kernels' text:
 * some drivers end them after so many, {@link
 * org.gradcl.backend.opencl.discovery.DeviceProperties#mostLoopRounds}. The round that finds the
 * end of a loop counts, too.
 */
final class Rounds {
  /** Those of loops that every kernel has: reductions in a group, the words of a record. */
  private static final long ALWAYS = 100;

  /** Terms of a part of a sum, as {@code common.clh} has it. */
  static final int SUM_TERMS = 256;

  private Rounds() {}

  /** A work-group that visits so many elements, which lie in so many rows. */
  static long ofElements(long elements, long rows, KernelVariant variant) {
    int width = variant.macro("VECTOR_WIDTH");
    long visits = ceilDivide(elements, (long) variant.localSize() * width);
    // Each row and each part of a sum begins a loop anew, and ends it number by number.
    return ALWAYS + 2 * visits + (rows + 1) * (width + 2);
  }

  /** A work-group that visits so many rows so many times. */
  static long ofRows(long rows, int times, int columns, KernelVariant variant) {
    return ALWAYS + rows * (1 + times * (ofElements(columns, 1, variant) - ALWAYS));
  }

  /** A work-group that visits neighbouring rows at once, in runs, each so many times. */
  static long ofRowsAcross(RowCut cut, int run, int times, KernelVariant variant) {
    int lanes = variant.localSize() * variant.macro("VECTOR_WIDTH");
    long runs = ceilDivide(cut.chunk(), run) + 1;
    long visits = ceilDivide(cut.chunk(), lanes) + runs * variant.macro("VECTOR_WIDTH");
    long columns = cut.partColumns() + 2 * ceilDivide(cut.partColumns(), SUM_TERMS) + 2;
    long parts = ceilDivide(cut.parts(), cut.partGroups());
    return ALWAYS + parts * (runs + visits * (times * columns + cut.parts()));
  }

  /** A work-group that adds up columns. */
  static long ofColumnSums(ColumnCut cut, KernelVariant variant) {
    int width = variant.macro("VECTOR_WIDTH");
    long strips = ceilDivide(cut.chunk(), (long) variant.localSize() / cut.lanes() * width);
    long rows = ceilDivide(cut.partRows(), cut.lanes());
    // Each part of a sum takes a round of the outer loop and one that ends the inner loop; lanes
    // are halved until one is left.
    long halvings = 1L + Integer.numberOfTrailingZeros(cut.lanes());
    return ALWAYS + (strips + width) * (rows + 2 * (rows / SUM_TERMS) + 4 + halvings);
  }

  /** The kernel {@code sort_indices}. */
  static long ofSort(long count, long rows, KernelVariant variant) {
    long items = variant.localSize();
    long counting = ceilDivide(count, items) * (items + 2) + 1;
    return ALWAYS + 2 * counting + 3 * (ceilDivide(rows, items) + 1) + items;
  }

  /** A work-group that adds up segments of so many values in so many elements of a table. */
  static long ofSegments(long count, int columns, long elements, KernelVariant variant) {
    int width = variant.macro("VECTOR_WIDTH");
    // Of a row an item has so many elements, each of which adds up all values of the row.
    long ofRow = ceilDivide(columns, (long) variant.localSize() * width) + width;
    long values = count + 2 * ceilDivide(count, SUM_TERMS) + 2;
    return 2 * ofElements(elements, elements / columns + 2, variant) + ofRow * values;
  }

  /** A work-group that adds up so many words. */
  static long ofWords(long words, KernelVariant variant) {
    return ALWAYS + ceilDivide(words, variant.localSize()) + 4;
  }

  /** The bodies {@code product_tile}, {@code product_skinny} and {@code product_tensor}. */
  static long ofProduct(ProductChoice choice, int k, int width) {
    KernelVariant variant = choice.group().variant();
    long terms = choice.isSplit() ? Math.min(k, choice.partTerms()) : k;
    long slices = ceilDivide(terms, choice.group().terms());
    if (variant.family() == KernelFamily.PRODUCT_SKINNY) {
      long lanes = variant.macro("K_ITEMS");
      long outputs = (long) choice.group().rows() * choice.group().columns();
      long sums = 1 + ceilDivide(outputs, variant.localSize()) * (lanes + 2);
      return ALWAYS + slices + 1 + sums + lanes + 2;
    }
    if (variant.family() == KernelFamily.PRODUCT_TENSOR) {
      long elements = (long) variant.macro("TILE_M") / 4 * variant.macro("TILE_N");
      long stores = 2 + ceilDivide(elements, (long) variant.localSize() * width);
      return ALWAYS + slices + choice.group().terms() + 1 + 4 * stores;
    }
    int strips = variant.macro("TILE_M") / (4 * variant.macro("REGISTERS"));
    long elements = 4L * variant.macro("REGISTERS") * variant.macro("TILE_N");
    long stores = 2 + ceilDivide(elements, (long) variant.localSize() * width);
    // Whether the loop over a slice is unrolled is for the compiler to say.
    return ALWAYS
        + slices * (variant.macro("TILE_K") + 2)
        + variant.macro("TILE_K")
        + 1
        + strips * stores;
  }

  /** The kernel {@code product_fold}, of so many visits of items. */
  static long ofFold(long visits, int parts, int groups, KernelVariant variant) {
    return ALWAYS + 2 * (ceilDivide(visits, (long) groups * variant.localSize()) * (parts + 1) + 1);
  }

  /** The body {@code matmul_packed}. */
  static long ofBlocks(MatmulLaunch launch, PackedBlocks blocks, KernelVariant variant) {
    int width = variant.macro("VECTOR_WIDTH");
    int panelColumns = 2 * width;
    int tileRows = variant.macro("TILE_ROWS");
    long k = launch.k();
    long rows = Math.min(blocks.rows(), launch.m());
    long tiles = ceilDivide(rows, tileRows);
    long panels = ceilDivide(Math.min(blocks.columns(), launch.n()), panelColumns);
    long turns = ceilDivide(rows, blocks.turnRows(launch.k(), variant));
    long depths = ceilDivide(k, variant.macro("K_BLOCK"));
    boolean gathersA = !launch.a().isMatrix();
    boolean gathersB = !launch.b().isMatrix();
    // Rows are put in order of their phases, of which there are some; runs may be of one number.
    long packing = gathersA ? tiles * tileRows * (k + 2) + OperandPrinter.MOST_PHASES * rows : 0;
    packing += launch.transposeA() ? (tiles + 2 * turns) * (k + 2) : 0;
    // A whole panel of a matrix takes two or three rounds a row of op(B), the last one more.
    packing += turns * panels * (k + depths) * (gathersB ? panelColumns + 2 : 3);
    packing += turns * k * 2 * panelColumns;
    long sums = launch.rowSums().isPresent() ? tiles * (k + 2 * depths + 2) + rows : 0;
    long multiplying =
        tiles * panels * (k * (gathersA ? 2 : 1) + 3 * depths) + turns * panels * (2 * depths + 2);
    long storing = rows * (5 * panels + width + 2) + turns * panels;
    return ALWAYS + variant.macro("K_BLOCK") + packing + sums + multiplying + storing;
  }

  /** The body {@code matmul_streamed}. */
  static long ofStreams(MatmulLaunch launch, StreamedBlocks blocks, KernelVariant variant) {
    int width = variant.macro("VECTOR_WIDTH");
    long rows = Math.min(blocks.rows(), launch.m());
    long columns = Math.min(blocks.columns(), launch.n());
    long k = launch.k();
    long parts = ceilDivide(k, variant.macro("K_BLOCK"));
    long strips = ceilDivide(columns, variant.macro("STRIP_COLUMNS"));
    // A row of a strip ends number by number, and each loop with a round more.
    long vectors = columns / width + strips * (width + 1);
    long sums;
    if (launch.transposeA()) {
      sums = (rows / 4 + 1) * ((columns / width + 1) * (k + 2) + 8L * width + k) + rows * (k + 2);
      sums += (rows + 4) * (columns + width) + k * (columns / width + 2L * width + 2);
    } else if (launch.transposeB()) {
      sums = (columns / 8 + strips) * ((rows / 8 + 1) * (k + 2 * parts + 2) + 2);
      sums += (rows / 8 + 1) * (k / 8 + 10);
    } else {
      sums = (k / 4 + 4 * parts) * (rows / 2 + 2) * (vectors + 2);
      sums += 2 * parts * (rows + 2) * (columns + 2 * strips);
    }
    return ALWAYS + sums + rows * (vectors + strips + 1) + strips;
  }

  private static long ceilDivide(long a, long b) {
    return (a + b - 1) / b;
  }
}
