package org.gradcl.gpu.product;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gradcl.gpu.listing.Instruction;
import org.gradcl.gpu.listing.Instruction.Kind;
import org.gradcl.gpu.listing.Listing;
import org.gradcl.gpu.listing.Loop;

/**
 * What one slice of a product's loop over k costs an item, counted in its machine code.
 *
 * <p>The loop is the innermost one with most multiply-adds that stores no results, or the smallest
 * around it that has a barrier. A slice is recognised by its multiply-adds: compilers unroll that
 * loop, or leave loops within it, whose rounds follow from what a slice must do.
 *
 * @param instructions issued
 * @param multiplyAdds done
 * @param multiplyAddInstructions issued for them: fewer where two share one
 * @param matrixInstructions issued to tensor cores
 * @param localLoads floats read from local memory, by width of the load: 32, 64, …
 * @param localStores floats written to it
 * @param globalLoads floats read from the device's memory
 * @param barriers waited at
 * @param divisions parts of divisions of integers
 * @param roundTrips to memory that are waited for with no slice of multiply-adds to do meanwhile
 */
public record SliceCounts(
    double instructions,
    double multiplyAdds,
    double multiplyAddInstructions,
    double matrixInstructions,
    Widths localLoads,
    Widths localStores,
    Widths globalLoads,
    double barriers,
    double divisions,
    double roundTrips) {

  /**
   * Loads or stores by their width.
   *
   * @param floats that they move
   * @param wideFloats of these, by accesses of 128 bits
   * @param loads number of accesses
   */
  public record Widths(double floats, double wideFloats, double loads) {
    private static Widths of(List<Weighted> code, Kind kind) {
      List<Weighted> found = code.stream().filter(i -> i.is(kind)).toList();
      return new Widths(
          found.stream().mapToDouble(i -> i.weight * i.instruction.bits() / 32).sum(),
          found.stream()
              .filter(i -> i.instruction.bits() == 128)
              .mapToDouble(i -> i.weight * 4)
              .sum(),
          found.stream().mapToDouble(Weighted::weight).sum());
    }

    /** Of the floats, the share that moves by accesses of 128 bits; 1 where none moves. */
    public double wideShare() {
      return floats == 0 ? 1 : wideFloats / floats;
    }
  }

  /** An instruction and how often a slice issues it. */
  private record Weighted(Instruction instruction, double weight) {
    boolean is(Kind kind) {
      return instruction.kind() == kind;
    }
  }

  /** Of the multiply-adds of a slice, how many make a wait for memory one that is hidden. */
  private static final double HIDING = 0.25;

  /** Multiply-adds for each item of an instruction to tensor cores, mma.m16n8k8 by 32 items. */
  private static final int OF_MATRICES = 32;

  /** The share of instructions that are multiply-adds. */
  public double multiplyAddShare() {
    return multiplyAddInstructions / instructions;
  }

  /** The share of multiply-adds that share an instruction with another. */
  public double pairedShare() {
    // Each instruction beyond half the multiply-adds is one alone, for two in a pair.
    return multiplyAdds == 0
        ? 0
        : Math.max(0, 2 * (multiplyAdds - multiplyAddInstructions) / multiplyAdds);
  }

  /**
   * The costs of a slice of a kernel's product.
   *
   * @return empty if no loop of the kernel multiplies and adds
   */
  public static Optional<SliceCounts> of(Listing listing, Tile tile) {
    return loop(listing).map(loop -> of(listing, loop, tile));
  }

  private static Optional<Loop> loop(Listing listing) {
    Optional<Loop> densest =
        listing.loops().stream()
            .filter(loop -> work(listing, loop) > 0)
            .filter(loop -> listing.within(loop).stream().noneMatch(in -> work(listing, in) > 0))
            // That of an epilogue stores what it has computed.
            .filter(loop -> listing.count(loop, Kind.GLOBAL_STORE) == 0)
            .max(
                java.util.Comparator.<Loop>comparingInt(loop -> work(listing, loop))
                    .thenComparing(loop -> -(loop.last() - loop.first())));
    return densest.map(
        loop ->
            listing.loops().stream()
                .filter(other -> other.equals(loop) || other.holds(loop))
                .filter(other -> listing.count(other, Kind.BARRIER) > 0)
                .min(java.util.Comparator.comparingInt(other -> other.last() - other.first()))
                .orElse(loop));
  }

  private static int work(Listing listing, Loop loop) {
    return listing.multiplyAdds(loop) + listing.count(loop, Kind.MATRIX);
  }

  private static SliceCounts of(Listing listing, Loop loop, Tile tile) {
    List<Loop> within = listing.within(loop);
    double stored = 0;
    for (int i = loop.first(); i <= loop.last(); i++) {
      Instruction instruction = listing.code().get(i);
      stored += instruction.kind() == Kind.LOCAL_STORE ? instruction.bits() / 32.0 : 0;
    }
    double copyRounds = stored == 0 ? 1 : Math.max(1, tile.copiedFloats() / stored);
    int found = listing.multiplyAdds(loop);
    boolean rolled = within.stream().anyMatch(inner -> listing.multiplyAdds(inner) > 0);
    double workRounds = rolled && found > 0 ? Math.max(1, tile.multiplyAdds() / (double) found) : 1;
    List<Weighted> code =
        IntStream.rangeClosed(loop.first(), loop.last())
            .mapToObj(
                i ->
                    new Weighted(
                        listing.code().get(i), rounds(listing, within, i, copyRounds, workRounds)))
            .collect(Collectors.toList());
    double slices = found == 0 || rolled ? 1 : Math.max(1, found / (double) tile.multiplyAdds());
    return counts(code, tile.multiplyAdds()).dividedBy(slices);
  }

  /** How often a slice comes by an instruction, by the outermost inner loop that it is in. */
  private static double rounds(
      Listing listing, List<Loop> within, int index, double copyRounds, double workRounds) {
    return within.stream()
        .filter(inner -> inner.holds(index))
        .filter(inner -> within.stream().noneMatch(outer -> outer.holds(inner)))
        .findFirst()
        .map(
            inner ->
                listing.multiplyAdds(inner) > 0
                    ? workRounds
                    : listing.count(inner, Kind.LOCAL_STORE) > 0 ? copyRounds : 1)
        .orElse(1.0);
  }

  private static SliceCounts counts(List<Weighted> code, int slice) {
    return new SliceCounts(
        code.stream().mapToDouble(Weighted::weight).sum(),
        code.stream().mapToDouble(i -> i.weight * i.instruction.multiplyAdds()).sum(),
        count(code, Kind.MULTIPLY_ADD),
        count(code, Kind.MATRIX),
        Widths.of(code, Kind.LOCAL_LOAD),
        Widths.of(code, Kind.LOCAL_STORE),
        Widths.of(code, Kind.GLOBAL_LOAD),
        count(code, Kind.BARRIER),
        count(code, Kind.DIVISION),
        roundTrips(code, slice));
  }

  private static double count(List<Weighted> code, Kind kind) {
    return code.stream().filter(i -> i.is(kind)).mapToDouble(Weighted::weight).sum();
  }

  /** Loads whose numbers are stored to local memory before many multiply-adds were done. */
  private static double roundTrips(List<Weighted> code, int slice) {
    double trips = 0;
    double done = 0;
    boolean waits = false;
    for (Weighted i : code) {
      done += i.weight * (i.is(Kind.MATRIX) ? OF_MATRICES : i.instruction.multiplyAdds());
      if (i.is(Kind.GLOBAL_LOAD)) {
        waits = true;
        done = 0;
      } else if (i.is(Kind.LOCAL_STORE) && waits) {
        trips += done < HIDING * slice ? i.weight : 0;
        waits = false;
      }
    }
    boolean copies = code.stream().anyMatch(i -> i.is(Kind.LOCAL_LOAD));
    // Operands that come straight from memory are waited for once a slice.
    return copies ? trips : Math.min(1, count(code, Kind.GLOBAL_LOAD));
  }

  private SliceCounts dividedBy(double slices) {
    return new SliceCounts(
        instructions / slices,
        multiplyAdds / slices,
        multiplyAddInstructions / slices,
        matrixInstructions / slices,
        dividedBy(localLoads, slices),
        dividedBy(localStores, slices),
        dividedBy(globalLoads, slices),
        barriers / slices,
        divisions / slices,
        roundTrips / slices);
  }

  private static Widths dividedBy(Widths widths, double slices) {
    return new Widths(widths.floats / slices, widths.wideFloats / slices, widths.loads / slices);
  }
}
