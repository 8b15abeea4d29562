package org.gradcl.gpu.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gradcl.gpu.listing.Instruction;
import org.gradcl.gpu.listing.Instruction.Kind;
import org.gradcl.gpu.listing.Listing;
import org.gradcl.gpu.listing.Loop;
import org.junit.jupiter.api.Test;

/** What a slice costs, in code that is laid out as compilers do. */
class SliceCountsTest {
  /** 16 items of 2×2, 8 multiply-adds and two copied floats a slice of 2. */
  private static final Tile TILE = Tile.square(8, 8, 2, 2);

  private static final Instruction FMA = new Instruction(Kind.MULTIPLY_ADD, 0, 1);
  private static final Instruction PAIR = new Instruction(Kind.MULTIPLY_ADD, 0, 2);
  private static final Instruction OTHER = new Instruction(Kind.OTHER, 0, 0);
  private static final Instruction BARRIER = new Instruction(Kind.BARRIER, 0, 0);
  private static final Instruction READ = new Instruction(Kind.GLOBAL_LOAD, 32, 0);
  private static final Instruction READ_4 = new Instruction(Kind.GLOBAL_LOAD, 128, 0);
  private static final Instruction KEEP = new Instruction(Kind.LOCAL_STORE, 32, 0);
  private static final Instruction LOAD_4 = new Instruction(Kind.LOCAL_LOAD, 128, 0);
  private static final Instruction STORE = new Instruction(Kind.GLOBAL_STORE, 32, 0);

  private final List<Instruction> code = new ArrayList<>();
  private final List<Loop> loops = new ArrayList<>();

  private int add(Instruction... instructions) {
    Collections.addAll(code, instructions);
    return code.size() - 1;
  }

  private SliceCounts slice() {
    loops.sort(java.util.Comparator.comparingInt(Loop::first));
    return SliceCounts.of(new Listing("k", 32, 40, 0, 0, 1024, code, loops), TILE).orElseThrow();
  }

  private void work(int multiplyAdds) {
    code.addAll(Collections.nCopies(multiplyAdds, FMA));
  }

  @Test
  void aFlatLoopIsASlice() {
    add(OTHER, OTHER, READ_4);
    int first = add(READ_4);
    add(LOAD_4);
    work(8);
    loops.add(new Loop(first, add(KEEP, BARRIER)));
    SliceCounts slice = slice();
    assertThat(slice.instructions()).isEqualTo(12);
    assertThat(slice.multiplyAddShare()).isCloseTo(8 / 12.0, within(1e-12));
    assertThat(slice.barriers()).isEqualTo(1);
    assertThat(slice.globalLoads().wideShare()).isEqualTo(1);
    assertThat(slice.localStores().floats()).isEqualTo(1);
    assertThat(slice.roundTrips()).as("multiply-adds hide the load").isZero();
  }

  @Test
  void anUnrolledLoopIsSeveralSlices() {
    int first = add(READ);
    work(16);
    loops.add(new Loop(first, add(KEEP, BARRIER, OTHER)));
    SliceCounts slice = slice();
    assertThat(slice.multiplyAdds()).isEqualTo(8);
    assertThat(slice.instructions()).isEqualTo(10);
    assertThat(slice.barriers()).isEqualTo(0.5);
  }

  @Test
  void loopsWithinASliceMakeTheRoundsThatItNeeds() {
    int first = add(OTHER);
    int copy = add(READ);
    loops.add(new Loop(copy, add(KEEP, OTHER))); // 2 floats, one a round
    add(BARRIER);
    int inner = add(LOAD_4);
    work(4);
    loops.add(new Loop(inner, add(OTHER))); // 8 multiply-adds, four a round
    loops.add(new Loop(first, add(BARRIER)));
    SliceCounts slice = slice();
    assertThat(slice.multiplyAdds()).isEqualTo(8);
    assertThat(slice.instructions()).isEqualTo(1 + 2 * 3 + 1 + 2 * 6 + 1);
    assertThat(slice.globalLoads().floats()).isEqualTo(2);
    assertThat(slice.globalLoads().wideShare()).isZero();
    assertThat(slice.localLoads().floats()).isEqualTo(8);
    assertThat(slice.barriers()).isEqualTo(2);
    assertThat(slice.roundTrips()).as("each copied float is waited for").isEqualTo(2);
  }

  @Test
  void anEpilogueIsNoSliceHoweverMuchItMultiplies() {
    int first = add(READ);
    work(8);
    loops.add(new Loop(first, add(KEEP, BARRIER)));
    int epilogue = add(OTHER);
    work(40);
    loops.add(new Loop(epilogue, add(STORE)));
    assertThat(slice().instructions()).isEqualTo(11);
  }

  @Test
  void aLoopAroundThatOfSlicesIsNone() {
    int parts = add(OTHER);
    work(8); // The first slice, which compilers may peel.
    int first = add(READ);
    work(8);
    loops.add(new Loop(first, add(KEEP, BARRIER)));
    loops.add(new Loop(parts, add(OTHER, OTHER)));
    assertThat(slice().instructions()).isEqualTo(11);
  }

  @Test
  void pairsAreCounted() {
    int first = add(READ);
    add(PAIR, PAIR, PAIR, FMA, FMA);
    loops.add(new Loop(first, add(BARRIER)));
    assertThat(slice().pairedShare()).isCloseTo(0.75, within(1e-12));
    assertThat(slice().multiplyAddShare()).isCloseTo(5 / 7.0, within(1e-12));
  }

  @Test
  void aKernelWithoutAProductHasNoSlice() {
    int first = add(READ);
    loops.add(new Loop(first, add(STORE)));
    assertThat(SliceCounts.of(new Listing("k", 32, 40, 0, 0, 0, code, loops), TILE)).isEmpty();
  }
}
