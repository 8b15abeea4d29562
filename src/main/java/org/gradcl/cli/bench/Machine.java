package org.gradcl.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.cli.training.Versions;

/**
 * Where something was measured, so that figures can be compared.
 *
 * @param processor its name and widest vectors, as Linux says; {@code unknown} elsewhere
 * @param cores that this process may use
 * @param system the operating system
 * @param java the virtual machine
 * @param commit of GradCL
 */
public record Machine(String processor, int cores, String system, String java, String commit) {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final Path RELEASE = Path.of("/etc/os-release");
  private static final List<String> VECTORS = List.of("avx512f", "avx2", "avx");

  /** That of this process. */
  public static Machine ofProcess() {
    Versions versions = Versions.ofProcess();
    String release = value(RELEASE, "PRETTY_NAME", "=").replace("\"", "");
    return new Machine(
        processor(PROCESSORS),
        Runtime.getRuntime().availableProcessors(),
        release.isEmpty() ? versions.system() : release + ", " + versions.system(),
        versions.java(),
        versions.commit());
  }

  /** The name that stands in the file, with the widest vectors of its flags. */
  static String processor(Path file) {
    String name = value(file, "model name", ":");
    List<String> flags = List.of(value(file, "flags", ":").split(" "));
    String vectors = VECTORS.stream().filter(flags::contains).findFirst().orElse("");
    return name.isEmpty() ? "unknown" : (name + " " + vectors).strip();
  }

  /** What stands behind a key in the first line that has it; empty if none has. */
  private static String value(Path file, String key, String separator) {
    if (!Files.isReadable(file)) {
      return "";
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(key) && line.contains(separator))
          .map(line -> line.substring(line.indexOf(separator) + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  /** For JSON. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("processor", processor);
    fields.put("cores", cores);
    fields.put("system", system);
    fields.put("java", java);
    fields.put("commit", commit);
    return fields;
  }
}
