package org.gradcl.cli.bench.peers;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs programs to their end, one at a time. */
final class Processes {
  private static final String REMOVED = "";

  private Processes() {}

  /** The value of a variable that is not to be set. */
  static String unset() {
    return REMOVED;
  }

  /**
   * Runs a program.
   *
   * @param environment variables to set or, where {@link #unset}, to remove
   * @return the lines of its standard output
   * @throws PeerException if it can't be started, or ends with an error: its last words
   */
  static List<String> run(List<String> command, Map<String, String> environment)
      throws PeerException {
    Path errors = null;
    Process process = null;
    try {
      errors = Files.createTempFile("gradcl-bench", ".err");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
      builder.redirectInput(ProcessBuilder.Redirect.from(new File(nothing())));
      environment.forEach(
          (name, value) -> {
            if (value.equals(REMOVED)) {
              builder.environment().remove(name);
            } else {
              builder.environment().put(name, value);
            }
          });
      process = builder.start();
      byte[] output = process.getInputStream().readAllBytes();
      int code = process.waitFor();
      if (code != 0) {
        throw new PeerException(lastWords(Files.readString(errors), code));
      }
      return new String(output, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new PeerException(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerException("it was interrupted");
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
      delete(errors);
    }
  }

  private static String nothing() {
    return File.separatorChar == '/' ? "/dev/null" : "NUL";
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }

  /** The last line that is not empty. */
  private static String lastWords(String errors, int code) {
    return errors
        .lines()
        .filter(line -> !line.isBlank())
        .reduce((first, second) -> second)
        .map(String::strip)
        .orElse("it ended with code " + code);
  }
}
