package org.gradcl.gpu.compiler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The folder of compilers that {@code src/gpu/get-tools.sh} fills: {@code GPU_TOOLS}, or {@code
 * gradcl/gpu-tools} in the user's cache.
 */
public final class GpuTools {
  /** What is written last, so that half a folder is none: packages and their versions. */
  private static final String COMPLETE = "complete.txt";

  private static final Path ROOT = Path.of("root", "usr");

  private final Path folder;

  private GpuTools(Path folder) {
    this.folder = folder;
  }

  /** Where the compilers are looked for. */
  public static Path place() {
    String given = System.getenv("GPU_TOOLS");
    if (given != null && !given.isEmpty()) {
      return Path.of(given).toAbsolutePath();
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache != null && !cache.isEmpty()
            ? Path.of(cache)
            : Path.of(System.getProperty("user.home"), ".cache");
    return base.resolve("gradcl").resolve("gpu-tools");
  }

  /** The compilers, if the folder is there and complete. */
  public static Optional<GpuTools> find() {
    return Optional.of(place())
        .filter(folder -> Files.isRegularFile(folder.resolve(COMPLETE)))
        .map(GpuTools::new);
  }

  /** A file below {@code usr}, such as {@code bin/ocloc}. */
  Path file(String below) {
    return folder.resolve(ROOT).resolve(below);
  }

  /** Folders of shared libraries for the loader, the first of them below {@code usr/lib}. */
  String libraries(String first) {
    return file("lib/" + first) + ":" + file("lib/x86_64-linux-gnu");
  }

  /**
   * The versions of packages, such as {@code clang-15 15.0.6}, without Debian's own numbering.
   *
   * @throws IllegalStateException if the folder has no such package
   */
  public List<String> versions(String... packages) {
    List<String> lines;
    try {
      lines = Files.readAllLines(folder.resolve(COMPLETE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(packages).stream().map(name -> version(lines, name)).toList();
  }

  private static String version(List<String> lines, String name) {
    String start = name + "=";
    String found =
        lines.stream()
            .filter(line -> line.startsWith(start))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        String.format(
                            Locale.ROOT, "%s lists no package %s: %s", COMPLETE, name, lines)));
    return name + " " + found.substring(start.length()).replaceAll("^\\d+:|[-~+].*$", "");
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
