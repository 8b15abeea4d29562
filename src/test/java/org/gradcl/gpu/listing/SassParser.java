package org.gradcl.gpu.listing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradcl.gpu.listing.Instruction.Kind;

/** NVIDIA's machine code as {@code nvdisasm -c} prints it, and what {@code ptxas -v} says of it. */
public final class SassParser {
  private static final int LANES = 32;
  private static final Pattern SECTION =
      Pattern.compile("\\s*\\.section\\s+\\.text\\.([^,\\s]+).*");
  private static final Pattern LABEL = Pattern.compile("\\s*(\\.L_\\w+):.*");
  private static final Pattern LINE =
      Pattern.compile("\\s*/\\*[0-9a-f]+\\*/\\s+(?:@!?U?P\\w+\\s+)?(\\S+)\\s*(.*?)\\s*;.*");
  private static final Pattern TARGET = Pattern.compile("`\\((\\.L_\\w+)\\)");

  private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");
  private static final Pattern LOCAL = Pattern.compile("(\\d+) bytes smem");
  private static final Pattern SPILLS =
      Pattern.compile(
          "(\\d+) bytes stack frame, (\\d+) bytes spill stores, (\\d+) bytes spill loads");

  private SassParser() {}

  /**
   * The listing of a kernel.
   *
   * @param sass what nvdisasm prints
   * @param report what ptxas prints; of one kernel
   * @throws IllegalArgumentException if they hold no such kernel
   */
  public static Listing parse(String kernel, String sass, String report) {
    ListingBuilder listing = new ListingBuilder();
    boolean inside = false;
    for (String line : sass.lines().toList()) {
      Matcher section = SECTION.matcher(line);
      if (section.matches()) {
        inside = section.group(1).equals(kernel);
      }
      Matcher label = LABEL.matcher(line);
      if (inside && label.matches()) {
        listing.label(label.group(1));
      }
      Matcher instruction = LINE.matcher(line);
      if (inside && instruction.matches()) {
        String name = instruction.group(1);
        listing.add(instruction(name, instruction.group(2)));
        Matcher target = TARGET.matcher(instruction.group(2));
        if (name.startsWith("BRA") && target.find()) {
          listing.branch(target.group(1));
        }
      }
    }
    Matcher spills = found(SPILLS, report);
    return listing.build(
        kernel,
        LANES,
        Integer.parseInt(found(REGISTERS, report).group(1)),
        Integer.parseInt(spills.group(2)) + Integer.parseInt(spills.group(3)),
        Integer.parseInt(spills.group(1)),
        LOCAL.matcher(report).results().mapToInt(found -> Integer.parseInt(found.group(1))).sum());
  }

  private static Matcher found(Pattern pattern, String report) {
    Matcher matcher = pattern.matcher(report);
    if (!matcher.find()) {
      throw new IllegalArgumentException("ptxas does not say " + pattern + ": " + report);
    }
    return matcher;
  }

  private static Instruction instruction(String name, String operands) {
    String base = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    return switch (base) {
      case "FFMA" -> Instruction.multiplyAdds(1);
      case "HMMA" -> Instruction.of(Kind.MATRIX);
      case "LDS" -> Instruction.memory(Kind.LOCAL_LOAD, bits(name));
      case "STS" -> Instruction.memory(Kind.LOCAL_STORE, bits(name));
      case "LDG", "LD" -> Instruction.memory(Kind.GLOBAL_LOAD, bits(name));
      case "STG", "ST" -> Instruction.memory(Kind.GLOBAL_STORE, bits(name));
      case "LDL", "STL" -> Instruction.memory(Kind.SCRATCH, bits(name));
      case "BAR" -> Instruction.of(Kind.BARRIER);
      default -> isDivision(name, operands) ? Instruction.of(Kind.DIVISION) : Instruction.other();
    };
  }

  /**
   * A division of integers multiplies by a reciprocal, which is found in float32 (rounded up), and
   * takes the upper half of the product; that of 64 bits is called.
   */
  private static boolean isDivision(String name, String operands) {
    return (name.startsWith("I2F") && name.endsWith(".RP"))
        || name.startsWith("IMAD.HI")
        || (name.startsWith("CALL") && (operands.contains("div") || operands.contains("rem")));
  }

  private static int bits(String name) {
    return name.contains(".128") ? 128 : name.contains(".64") ? 64 : 32;
  }
}
