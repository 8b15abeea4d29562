package org.gradcl.gpu.listing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradcl.gpu.listing.Instruction.Kind;

/** AMD's machine code as clang prints it ({@code -S}), with the metadata at its end. */
public final class GcnParser {
  private static final Pattern LABEL = Pattern.compile("(\\.L\\w+):.*");
  private static final Pattern LINE = Pattern.compile("\\t([a-z][^;]*).*");
  private static final Pattern BRANCH = Pattern.compile("s_c?branch\\w*\\s+(\\.L\\w+)");

  /** Either half of a dual issue, too. */
  private static final Pattern MULTIPLY_ADD =
      Pattern.compile("\\bv_(?:dual_)?(?:fmac|fma|mac|mad|fmaak|fmamk)_f32");

  private static final Pattern MEMORY =
      Pattern.compile(
          "(ds|global|flat|buffer|scratch)_(load|read|store|write)(?:_(\\w+))?|(ds)_\\w*");
  private static final Pattern REGISTERS = Pattern.compile("; (?:Total)?NumVgprs: (\\d+)");
  private static final Pattern SCRATCH = Pattern.compile("; ScratchSize: (\\d+)");
  private static final Pattern SPILLS = Pattern.compile("\\.[sv]gpr_spill_count:\\s*(\\d+)");
  private static final Pattern LOCAL = Pattern.compile("\\.group_segment_fixed_size:\\s*(\\d+)");
  private static final Pattern LANES = Pattern.compile("\\.wavefront_size:\\s*(\\d+)");

  private GcnParser() {}

  /**
   * The listing of a kernel.
   *
   * @param text of one kernel
   * @throws IllegalArgumentException if it is not that kernel's
   */
  public static Listing parse(String kernel, String text) {
    ListingBuilder listing = new ListingBuilder();
    boolean inside = false;
    for (String line : text.lines().toList()) {
      if (line.startsWith(kernel + ":")) {
        inside = true;
      } else if (line.startsWith(".Lfunc_end")) {
        inside = false;
      }
      Matcher label = LABEL.matcher(line);
      if (inside && label.matches()) {
        listing.label(label.group(1));
      }
      Matcher instruction = LINE.matcher(line);
      if (inside && instruction.matches()) {
        listing.add(instruction(instruction.group(1)));
        Matcher branch = BRANCH.matcher(instruction.group(1));
        if (branch.lookingAt()) {
          listing.branch(branch.group(1));
        }
      }
    }
    return listing.build(
        kernel,
        largest(LANES, text),
        largest(REGISTERS, text),
        4 * sum(SPILLS, text),
        largest(SCRATCH, text),
        largest(LOCAL, text));
  }

  private static int largest(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .max()
        .orElseThrow(() -> new IllegalArgumentException("The metadata does not say " + pattern));
  }

  private static int sum(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .sum();
  }

  private static Instruction instruction(String text) {
    int multiplyAdds = (int) MULTIPLY_ADD.matcher(text).results().count();
    if (multiplyAdds > 0) {
      return Instruction.multiplyAdds(multiplyAdds);
    }
    if (text.startsWith("v_pk_fma_f32")) {
      return Instruction.multiplyAdds(2);
    }
    if (text.startsWith("v_mfma") || text.startsWith("v_wmma")) {
      return Instruction.of(Kind.MATRIX);
    }
    if (text.startsWith("s_barrier")) {
      return Instruction.of(Kind.BARRIER);
    }
    // A reciprocal of an integer, and the upper half of a product with it.
    if (text.startsWith("v_rcp_iflag_f32") || text.contains("_mul_hi_")) {
      return Instruction.of(Kind.DIVISION);
    }
    Matcher memory = MEMORY.matcher(text);
    return memory.lookingAt() && memory.group(1) != null
        ? memory(memory.group(1), memory.group(2), String.valueOf(memory.group(3)))
        : Instruction.other();
  }

  private static Instruction memory(String space, String action, String width) {
    boolean reads = action.equals("load") || action.equals("read");
    Kind kind =
        switch (space) {
          case "ds" -> reads ? Kind.LOCAL_LOAD : Kind.LOCAL_STORE;
          case "global", "flat" -> reads ? Kind.GLOBAL_LOAD : Kind.GLOBAL_STORE;
          default -> Kind.SCRATCH;
        };
    return Instruction.memory(kind, bits(width));
  }

  /** Two addresses in one instruction are two of theirs, not a wide one. */
  private static int bits(String width) {
    if (width.contains("128") || width.startsWith("dwordx4")) {
      return 128;
    }
    if (width.contains("96") || width.startsWith("dwordx3")) {
      return 96;
    }
    boolean two = width.contains("64") && !width.contains("stride64");
    return two || width.startsWith("dwordx2") ? 64 : 32;
  }
}
