package org.gradcl.cli.bench.peers;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.gradcl.cli.bench.Workload;
import org.gradcl.io.json.Json;

/**
 * GradCL itself: {@code bench} on a device, started as this process was.
 *
 * @param label such as {@code JVM engine}
 * @param device as {@code --device} takes it
 * @param main the class to start
 */
record Gradcl(String label, String device, String main) implements Competitor {
  @Override
  public boolean isGradcl() {
    return true;
  }

  @Override
  public String cure() {
    return "'gradcl devices' says what is there";
  }

  @Override
  public boolean runs(Workload workload) {
    return true;
  }

  @Override
  public PeerOutput run(List<Workload> workloads, double seconds) throws PeerException {
    Path json = null;
    try {
      json = Files.createTempFile("gradcl-bench", ".json");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), main, "bench"));
      command.addAll(List.of("--device", device, "--seconds", Double.toString(seconds)));
      command.addAll(List.of("--json", json.toString()));
      workloads.forEach(workload -> command.add(workload.name()));
      List<String> lines = Processes.run(command, Map.of());
      List<Map<?, ?>> measured = measured(json);
      return new PeerOutput(lines.get(0) + heap(), times(measured), peakMemory(measured));
    } catch (IOException e) {
      throw new PeerException(e.getMessage());
    } finally {
      if (json != null) {
        json.toFile().delete();
      }
    }
  }

  /** The process has the flags of this one. */
  private static String heap() {
    return String.format(
        Locale.ROOT, "; heap of at most %,d MiB", Runtime.getRuntime().maxMemory() >> 20);
  }

  private static List<Map<?, ?>> measured(Path json) throws IOException {
    List<Map<?, ?>> measured = new ArrayList<>();
    for (Object fields : (List<?>) Json.read(Files.readString(json))) {
      measured.add((Map<?, ?>) fields);
    }
    return measured;
  }

  private static List<PeerTime> times(List<Map<?, ?>> measured) {
    return measured.stream()
        .map(
            fields ->
                new PeerTime(
                    (String) fields.get("workload"),
                    ((Number) fields.get("bestMs")).doubleValue(),
                    ((Number) fields.get("medianMs")).doubleValue()))
        .toList();
  }

  private static OptionalLong peakMemory(List<Map<?, ?>> measured) {
    return measured.stream()
        .flatMap(fields -> Stream.ofNullable((Number) fields.get("peakMemoryBytes")))
        .mapToLong(Number::longValue)
        .max();
  }
}
