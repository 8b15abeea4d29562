package org.gradcl.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An example in a process of its own, as a user runs it: behind other tests, which have used
 * vectors of several widths, the same training takes several times as long.
 *
 * @param figures that {@code run} returned
 * @param shown what it printed
 */
record ExampleProcess(Map<String, Double> figures, String shown) {
  private static final String FIGURE = "figure\t";

  ExampleProcess {
    figures = Map.copyOf(figures);
  }

  /**
   * Runs an example to its end.
   *
   * @param classes where the examples are compiled to
   * @param log a file for what it prints
   * @param program its class
   * @param arguments its flags
   */
  static ExampleProcess run(Path classes, Path log, String program, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.add("--enable-native-access=ALL-UNNAMED");
    for (String property : List.of("user.language", "user.country", "java.awt.headless")) {
      command.add("-D" + property + "=" + System.getProperty(property, ""));
    }
    command.addAll(List.of("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8"));
    command.add("-cp");
    command.add(classes + File.pathSeparator + System.getProperty("java.class.path"));
    command.addAll(List.of(ExampleProcess.class.getName(), program));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(program + " ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String shown = Files.readString(log);
    assertThat(process.exitValue()).as(shown).isZero();
    Map<String, Double> figures = new LinkedHashMap<>();
    shown
        .lines()
        .filter(line -> line.startsWith(FIGURE))
        .map(line -> line.split("\t"))
        .forEach(fields -> figures.put(fields[1], Double.valueOf(fields[2])));
    return new ExampleProcess(figures, shown);
  }

  /** Runs an example and prints its figures behind what it prints. */
  public static void main(String[] arguments) throws Exception {
    String[] flags = new String[arguments.length - 1];
    System.arraycopy(arguments, 1, flags, 0, flags.length);
    Object figures =
        Class.forName(arguments[0])
            .getMethod("run", PrintStream.class, String[].class)
            .invoke(null, System.out, flags);
    ((Map<?, ?>) figures)
        .forEach((name, figure) -> System.out.println(FIGURE + name + "\t" + figure));
  }
}
