package org.gradcl.backend.opencl.discovery;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for OpenCL's loader library where the system's linker would.
 *
 * <p>Why: the first touch of JOCL without the library prints to standard output from native code
 * and makes the class unusable, so one has to know before.
 */
final class LibrarySearch {
  private static final Path LINKER_CACHE = Path.of("/etc/ld.so.cache");
  private static final Pattern CACHED_LIBRARY = Pattern.compile("/[^\\x00]*/libOpenCL\\.so(\\.1)?");
  private static final List<String> LINUX_FOLDERS =
      List.of(
          "/usr/local/lib",
          "/usr/lib",
          "/usr/lib64",
          "/lib",
          "/lib64",
          "/usr/lib/x86_64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu");

  private final String operatingSystem;
  private final String architecture;
  private final Map<String, String> environment;
  private final Path linkerCache;
  private final List<String> linuxFolders;

  LibrarySearch() {
    this(
        System.getProperty("os.name", ""),
        System.getProperty("os.arch", ""),
        System.getenv(),
        LINKER_CACHE,
        LINUX_FOLDERS);
  }

  LibrarySearch(
      String operatingSystem,
      String architecture,
      Map<String, String> environment,
      Path linkerCache,
      List<String> linuxFolders) {
    this.linuxFolders = linuxFolders;
    this.operatingSystem = operatingSystem.toLowerCase(Locale.ROOT);
    this.architecture = architecture;
    this.environment = environment;
    this.linkerCache = linkerCache;
  }

  /** The library, or empty if there is none that the linker would load. */
  Optional<Path> find() {
    return first(ElfFile.LOADABLE);
  }

  /**
   * A file at which the linker would give up though there may be a library behind it; to be asked
   * for if there is none.
   */
  Optional<Path> damaged() {
    return first(ElfFile.DAMAGED);
  }

  /**
   * The first file of a verdict among those at which the linker ends, by each name that JOCL asks
   * for: it passes over libraries of other processors and word sizes, such as the 32-bit loader
   * that games bring along, and ends at the first file that it does not pass over.
   */
  private Optional<Path> first(ElfFile wanted) {
    Set<String> ended = new HashSet<>();
    for (Path file : candidates()) {
      String name = file.getFileName().toString();
      ElfFile verdict = ended.contains(name) ? ElfFile.PASSED_OVER : verdict(file);
      if (verdict != ElfFile.PASSED_OVER) {
        ended.add(name);
      }
      if (verdict == wanted) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private ElfFile verdict(Path library) {
    // By the number of bits and of the machine in ELF files.
    return switch (operatingSystem.startsWith("linux") ? architecture : "") {
      case "amd64", "x86_64" -> ElfFile.of(library, 2, 62);
      case "aarch64" -> ElfFile.of(library, 2, 183);
      default -> Files.exists(library) ? ElfFile.LOADABLE : ElfFile.PASSED_OVER;
    };
  }

  /** Where the library may lie, in the linker's order. */
  Set<Path> candidates() {
    Set<Path> candidates = new LinkedHashSet<>();
    if (operatingSystem.startsWith("windows")) {
      String root = environment.getOrDefault("SystemRoot", "C:\\Windows");
      path(root)
          .map(folder -> folder.resolve("System32").resolve("OpenCL.dll"))
          .ifPresent(candidates::add);
      folders("PATH").forEach(folder -> candidates.add(folder.resolve("OpenCL.dll")));
    } else if (operatingSystem.startsWith("mac")) {
      // The library itself lies in the system's shared cache; only its folder is a file.
      candidates.add(Path.of("/System/Library/Frameworks/OpenCL.framework"));
    } else {
      for (Path folder : folders("LD_LIBRARY_PATH")) {
        addBoth(candidates, folder);
      }
      candidates.addAll(cached());
      linuxFolders.forEach(folder -> addBoth(candidates, Path.of(folder)));
    }
    return candidates;
  }

  private static void addBoth(Set<Path> candidates, Path folder) {
    candidates.add(folder.resolve("libOpenCL.so.1"));
    candidates.add(folder.resolve("libOpenCL.so"));
  }

  private List<Path> folders(String variable) {
    String value = environment.getOrDefault(variable, "");
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(value)
        .filter(folder -> !folder.isBlank())
        .flatMap(folder -> path(folder).stream())
        .toList();
  }

  /** Empty for what is no path, which the linker passes over: quotes on Windows, say. */
  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The paths in the linker's cache, a binary file that holds them as text. */
  private List<Path> cached() {
    List<Path> paths = new ArrayList<>();
    try {
      String text = Files.readString(linkerCache, StandardCharsets.ISO_8859_1);
      Matcher matcher = CACHED_LIBRARY.matcher(text);
      while (matcher.find()) {
        path(matcher.group()).ifPresent(paths::add);
      }
    } catch (IOException e) {
      // Without a cache (musl, say) the usual folders remain.
      return List.of();
    }
    return paths;
  }
}
