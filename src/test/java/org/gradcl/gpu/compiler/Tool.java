package org.gradcl.gpu.compiler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One call of a program, in a folder of its own. Built up by one thread.
 *
 * @param folder where it runs and leaves its files
 * @param command the program and its arguments so far
 * @param environment variables on top of the machine's
 */
record Tool(Path folder, List<String> command, Map<String, String> environment) {
  /** A kernel takes a second; this is for machines that are busy. */
  private static final int MOST_SECONDS = 300;

  Tool(Path folder, Path program) {
    this(folder, new ArrayList<>(List.of(program.toString())), new HashMap<>());
  }

  Tool with(String... arguments) {
    command.addAll(List.of(arguments));
    return this;
  }

  Tool with(Collection<String> arguments) {
    command.addAll(arguments);
    return this;
  }

  Tool set(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /**
   * Runs it.
   *
   * @return what it printed, errors among it
   * @throws CompilerException if it ends with an error, or not at all
   */
  String run() {
    try {
      Path log = Files.createTempFile(folder, "log", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      String text = read(log);
      if (!ended || process.exitValue() != 0) {
        String end = ended ? "ended with " + process.exitValue() : "took " + MOST_SECONDS + " s";
        throw new CompilerException(
            String.join(" ", command) + System.lineSeparator() + end + ": " + text.strip());
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompilerException("Interrupted: " + String.join(" ", command));
    }
  }

  /** A file of any encoding as text: listings are ASCII but for names of functions. */
  static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }
}
