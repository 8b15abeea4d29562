package org.gradcl.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory this process has held at most. */
final class Memory {
  private Memory() {}

  /** Prints the line of a process: the most bytes that were resident at once. */
  static void printPeak() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmHWM:")) {
          System.out.println("memory\t" + 1024 * Long.parseLong(line.replaceAll("\\D", "")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
