package org.gradcl.gpu.listing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects the code of a kernel; loops are what branches back make. One thread. */
final class ListingBuilder {
  private final List<Instruction> code = new ArrayList<>();
  private final Map<String, Integer> labels = new HashMap<>();
  private final TreeMap<Integer, Integer> lastByFirst = new TreeMap<>();

  /** The next instruction has a label. */
  void label(String name) {
    labels.put(name, code.size());
  }

  /** The next instruction. */
  void add(Instruction instruction) {
    code.add(instruction);
  }

  /** The last instruction may branch to a label; one that is yet to come makes no loop. */
  void branch(String label) {
    int at = code.size() - 1;
    Integer first = labels.get(label);
    // What branches to itself ends the text of NVIDIA's kernels and is never reached.
    if (first != null && first < at) {
      lastByFirst.merge(first, at, Math::max);
    }
  }

  Listing build(String kernel, int lanes, int registers, int spilled, int scratch, int local) {
    if (code.isEmpty()) {
      throw new IllegalArgumentException("The listing has no kernel " + kernel);
    }
    List<Loop> loops = new ArrayList<>();
    lastByFirst.forEach((first, last) -> add(loops, new Loop(first, last)));
    return new Listing(kernel, lanes, registers, spilled, scratch, local, code, loops);
  }

  /**
   * Adds a loop. Where a compiler has laid the blocks of a loop out of order, its two branches back
   * make ranges that overlap: they are one loop.
   */
  private static void add(List<Loop> loops, Loop next) {
    Loop whole = next;
    for (Loop other : List.copyOf(loops)) {
      if (other.first() < whole.first() && other.holds(whole.first()) && !other.holds(whole)) {
        loops.remove(other);
        whole = new Loop(other.first(), whole.last());
      }
    }
    loops.add(whole);
  }
}
