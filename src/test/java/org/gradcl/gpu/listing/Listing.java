package org.gradcl.gpu.listing;

import java.util.List;
import org.gradcl.gpu.listing.Instruction.Kind;

/**
 * A compiled kernel, as its vendor's tools print it.
 *
 * @param kernel its name
 * @param lanes items that an instruction is for
 * @param registers of 32 bits that an item has
 * @param spilledBytes that an item writes and reads again because registers did not suffice
 * @param scratchBytes of memory that an item has for arrays
 * @param localBytes of memory that a work-group shares
 * @param code its instructions in order
 * @param loops in order of their first instructions
 */
public record Listing(
    String kernel,
    int lanes,
    int registers,
    int spilledBytes,
    int scratchBytes,
    int localBytes,
    List<Instruction> code,
    List<Loop> loops) {

  /** Copies the lists. */
  public Listing {
    code = List.copyOf(code);
    loops = List.copyOf(loops);
  }

  /** How many instructions of a kind a loop has, those of loops within it once. */
  public int count(Loop loop, Kind kind) {
    return (int) body(loop).stream().filter(i -> i.kind() == kind).count();
  }

  /** Multiply-adds of one item in a loop, those of loops within it once. */
  public int multiplyAdds(Loop loop) {
    return body(loop).stream().mapToInt(Instruction::multiplyAdds).sum();
  }

  /** The instructions of a loop. */
  public List<Instruction> body(Loop loop) {
    return code.subList(loop.first(), loop.last() + 1);
  }

  /** The loops within a loop. */
  public List<Loop> within(Loop loop) {
    return loops.stream().filter(loop::holds).toList();
  }
}
