package org.gradcl.gpu.listing;

/**
 * A machine instruction, by what matters here.
 *
 * @param kind what it does
 * @param bits of a load or store: those that one item moves by one address
 * @param multiplyAdds of one item
 */
public record Instruction(Kind kind, int bits, int multiplyAdds) {
  /** What instructions do. */
  public enum Kind {
    /** a·b + c in float32; a second operation may share the issue. */
    MULTIPLY_ADD,
    /** A product of small matrices by tensor cores. */
    MATRIX,
    /** Reads memory of the work-group. */
    LOCAL_LOAD,
    /** Writes memory of the work-group. */
    LOCAL_STORE,
    /** Reads the device's memory. */
    GLOBAL_LOAD,
    /** Writes the device's memory. */
    GLOBAL_STORE,
    /** Reads or writes what did not fit into registers. */
    SCRATCH,
    /** Waits for the work-group. */
    BARRIER,
    /** A part that only divisions of integers have. */
    DIVISION,
    /** Anything else. */
    OTHER
  }

  private static final Instruction OTHER = new Instruction(Kind.OTHER, 0, 0);

  static Instruction other() {
    return OTHER;
  }

  static Instruction of(Kind kind) {
    return new Instruction(kind, 0, 0);
  }

  static Instruction memory(Kind kind, int bits) {
    return new Instruction(kind, bits, 0);
  }

  static Instruction multiplyAdds(int count) {
    return new Instruction(Kind.MULTIPLY_ADD, 0, count);
  }
}
