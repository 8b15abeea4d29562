package org.gradcl.gpu.listing;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradcl.gpu.listing.Instruction.Kind;

/** Intel's machine code as its compiler dumps it, with the compiler's module beside it. */
public final class XeParser {
  private static final int REGISTER_BYTES = 32;
  private static final Pattern KERNEL = Pattern.compile("//\\.kernel (\\S+)");
  private static final Pattern REGISTERS = Pattern.compile("numGRF=(\\d+)");
  private static final Pattern SPILL = Pattern.compile("(?m)^//\\.spill size (\\d+)");
  private static final Pattern PRIVATE = Pattern.compile("\"privateMemoryPerWI\", i32 (\\d+)");

  /** A variable in local memory, with its extents. */
  private static final Pattern LOCAL =
      Pattern.compile("(?m)^@\\S+ = \\S*\\s*addrspace\\(3\\) global (\\S+(?: x \\S+)*)");

  private static final Pattern LANES = Pattern.compile("simd(\\d+)");
  private static final Pattern LABEL = Pattern.compile("(_\\w+|L\\d+):.*");

  /** Mask and condition, name, number of lanes, operands. */
  private static final Pattern LINE =
      Pattern.compile("(?:\\([^)]*\\)\\s*)?([a-z][\\w.^]*)\\s*(?:\\((\\d+)\\|\\w+\\))?\\s*(.*)");

  private static final Pattern TARGET = Pattern.compile("\\b(?:_\\w+|L\\d+)\\b");

  /** With a suffix where they jump back ({@code goto.b}). */
  private static final Set<String> BRANCHES = Set.of("jmpi", "goto", "while", "brc");

  /** What a message is, behind the last semicolon of its comment. */
  private static final Pattern MESSAGE =
      Pattern.compile("wr:(\\d+)h?\\+(\\d+), rd:(\\d+); ([^/]*?)\\s*(?://.*|\\$.*)?");

  /** A descriptor that names local memory as its surface. */
  private static final Pattern LOCAL_SURFACE = Pattern.compile("0x[0-9A-Fa-f]{6}FE\\b");

  private static final Pattern TO_FLOAT = Pattern.compile("\\S+:f\\s+\\S+:u?d\\b.*");

  private XeParser() {}

  /**
   * The listing of a kernel.
   *
   * @param assembly of one kernel
   * @param file its name, which says the number of lanes
   * @param module the compiler's module, which says what an item has of memory for arrays
   */
  public static Listing parse(String assembly, String file, String module) {
    int lanes = number(LANES, file);
    ListingBuilder listing = new ListingBuilder();
    for (String line : assembly.lines().toList()) {
      Matcher label = LABEL.matcher(line);
      if (label.matches()) {
        listing.label(label.group(1));
        continue;
      }
      int comment = line.indexOf("//");
      String text = comment < 0 ? line : line.substring(0, comment);
      Matcher instruction = LINE.matcher(text.strip());
      if (comment != 0 && instruction.matches()) {
        String note = comment < 0 ? "" : line.substring(comment + 2).strip();
        listing.add(instruction(instruction.group(1), instruction.group(3), note, lanes));
        branches(listing, instruction.group(1), instruction.group(3));
      }
    }
    int registers = number(REGISTERS, assembly) * REGISTER_BYTES / (4 * lanes);
    return listing.build(
        KERNEL.matcher(assembly).results().findFirst().orElseThrow().group(1),
        lanes,
        registers,
        largest(SPILL, assembly),
        largest(PRIVATE, module),
        localBytes(module));
  }

  /** All are of floats, or of vectors of them. */
  private static int localBytes(String module) {
    return LOCAL
        .matcher(module)
        .results()
        .mapToInt(
            found ->
                Pattern.compile("\\d+(?= x )")
                    .matcher(found.group(1))
                    .results()
                    .mapToInt(extent -> Integer.parseInt(extent.group()))
                    .reduce(4, (a, b) -> a * b))
        .sum();
  }

  private static int number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalArgumentException("Intel's listing does not say " + pattern);
    }
    return Integer.parseInt(matcher.group(1));
  }

  private static int largest(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .max()
        .orElse(0);
  }

  private static void branches(ListingBuilder listing, String name, String operands) {
    if (BRANCHES.contains(name.replaceAll("\\..*", ""))) {
      TARGET.matcher(operands).results().forEach(found -> listing.branch(found.group()));
    }
  }

  private static Instruction instruction(String name, String operands, String note, int lanes) {
    if (name.equals("mad") && operands.contains(":f")) {
      return Instruction.multiplyAdds(1);
    }
    if (name.startsWith("send")) {
      return message(operands, note, lanes);
    }
    if (name.startsWith("dpas")) {
      return Instruction.of(Kind.MATRIX);
    }
    // Integers are divided as floats, and go there and back.
    boolean divides = name.equals("mov") && TO_FLOAT.matcher(operands).lookingAt();
    return divides ? Instruction.of(Kind.DIVISION) : Instruction.other();
  }

  private static Instruction message(String operands, String note, int lanes) {
    Matcher message = MESSAGE.matcher(note);
    if (!message.lookingAt()) {
      return Instruction.other();
    }
    String what = note.substring(message.start(4)).replaceAll("\\s*(//|\\$).*", "");
    if (what.startsWith("signal barrier")) {
      return Instruction.of(Kind.BARRIER);
    }
    if (what.contains("scratch")) {
      return Instruction.of(Kind.SCRATCH);
    }
    boolean reads = what.contains("read");
    if (!reads && !what.contains("writ")) {
      return Instruction.other();
    }
    boolean local = LOCAL_SURFACE.matcher(operands).find();
    Kind kind =
        local
            ? reads ? Kind.LOCAL_LOAD : Kind.LOCAL_STORE
            : reads ? Kind.GLOBAL_LOAD : Kind.GLOBAL_STORE;
    int data = Integer.parseInt(message.group(reads ? 3 : 2));
    return Instruction.memory(kind, bits(what, data, lanes));
  }

  /** Channels of a vector by their letters where they are named, else the registers that move. */
  private static int bits(String what, int registers, int lanes) {
    Matcher channels = Pattern.compile("with ([xyzw]+)").matcher(what);
    if (channels.find()) {
      // Letters that are left out between others (xz) are separate floats.
      String letters = channels.group(1);
      return "xyzw".startsWith(letters) ? 32 * letters.length() : 32;
    }
    return Math.max(32, registers * REGISTER_BYTES * 8 / lanes / 32 * 32);
  }
}
