package org.gradcl.backend.opencl.program;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The complete text of a program: macros and a kernel file with everything that it includes.
 *
 * @param file the kernel file
 * @param lines the text
 */
public record KernelSource(String file, List<Line> lines) {
  private static final Pattern NOT_ASCII = Pattern.compile("[^\\p{ASCII}]");

  /**
   * A line and where it comes from.
   *
   * @param file a kernel file, or {@code macros}
   * @param number counted from 1 within the file
   * @param text without line end
   */
  public record Line(String file, int number, String text) {}

  /** Copies the list. */
  public KernelSource {
    lines = List.copyOf(lines);
  }

  /**
   * The text for the compiler, in ASCII: what else stands in comments becomes spaces. JOCL encodes
   * strings in the machine's charset, and OpenCL C promises no more than ASCII.
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(NOT_ASCII.matcher(line.text()).replaceAll(" ")).append('\n'));
    return text.toString();
  }

  /** The text for people: each line with its number, as compilers count, and its origin. */
  public String numbered() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      text.append(
          String.format("%5d  %-28s %s%n", i + 1, line.file() + ":" + line.number(), line.text()));
    }
    return text.toString();
  }
}
