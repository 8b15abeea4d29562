package org.gradcl.gpu.product;

import org.gradcl.gpu.listing.Listing;
import org.gradcl.gpu.product.SliceCounts.Widths;

/**
 * What the time model knows of a kernel.
 *
 * @param tile what a work-group computes
 * @param items of a work-group
 * @param registers of an item
 * @param instructions of a warp in a slice
 * @param multiplyAdds of an item in a slice
 * @param localCycles in which a warp's reads and writes of local memory of a slice pass
 * @param roundTrips of a slice that nothing hides
 * @param fixedCycles of a slice that nothing hides, such as those of barriers
 * @param chain instructions of a slice that follow one another
 * @param localKibibytes of a work-group
 */
public record SliceCosts(
    Tile tile,
    int items,
    int registers,
    double instructions,
    double multiplyAdds,
    double localCycles,
    double roundTrips,
    double fixedCycles,
    double chain,
    double localKibibytes) {

  /** Cycles from the last item's arrival at a barrier to the first read behind it. */
  private static final double BARRIER_CYCLES = 90;

  /**
   * Multiply-adds in float32 that take a unit as long as an instruction to tensor cores: those of
   * an A100 by its data sheet, 512 multiply-adds of TF32 a cycle, of which it has 1,024, while a
   * unit does 128 in float32. Newer ones are faster.
   */
  private static final double MULTIPLY_ADDS_OF_MATRICES = 8;

  /** Of a compiled kernel on a device. */
  public static SliceCosts of(Listing listing, SliceCounts counts, Tile tile, GpuFigures gpu) {
    return new SliceCosts(
        tile,
        tile.items(),
        listing.registers(),
        counts.instructions(),
        counts.multiplyAdds() + MULTIPLY_ADDS_OF_MATRICES * counts.matrixInstructions(),
        localCycles(counts.localLoads(), gpu, gpu.sharing())
            + localCycles(counts.localStores(), gpu, 1),
        counts.roundTrips(),
        BARRIER_CYCLES * counts.barriers(),
        counts.instructions(),
        listing.localBytes() / 1024.0);
  }

  private static double localCycles(Widths widths, GpuFigures gpu, int sharing) {
    double bytes = 4 * widths.floats() * gpu.lanes() / sharing;
    return Math.max(widths.loads(), bytes / gpu.localBytes());
  }
}
