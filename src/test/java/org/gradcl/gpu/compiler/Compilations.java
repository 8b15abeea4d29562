package org.gradcl.gpu.compiler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.gradcl.gpu.compiler.Architecture.Vendor;
import org.gradcl.gpu.listing.Listing;

/** Compiles programs of all vendors, several at once, each once. */
public final class Compilations {
  private final Map<Vendor, VendorCompiler> compilers = new EnumMap<>(Vendor.class);

  /** With the compilers of a folder. */
  public Compilations(GpuTools tools) {
    compilers.put(Vendor.NVIDIA, new NvidiaCompiler(tools));
    compilers.put(Vendor.AMD, new AmdCompiler(tools));
    compilers.put(Vendor.INTEL, new IntelCompiler(tools));
  }

  /** A program's listing, or why there is none. */
  public record Outcome(Optional<Listing> listing, String failure) {
    /**
     * The listing.
     *
     * @throws CompilerException if the program did not compile
     */
    public Listing orThrow() {
      return listing.orElseThrow(() -> new CompilerException(failure));
    }
  }

  /** Compiles all of some programs, on as many threads as the machine has processors. */
  public Map<Program, Outcome> compile(Collection<Program> programs) {
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      Map<Program, Future<Listing>> running = new LinkedHashMap<>();
      for (Program program : new LinkedHashSet<>(programs)) {
        running.put(program, threads.submit(() -> compile(program)));
      }
      Map<Program, Outcome> outcomes = new LinkedHashMap<>();
      running.forEach((program, future) -> outcomes.put(program, outcome(program, future)));
      return outcomes;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Outcome outcome(Program program, Future<Listing> future) {
    try {
      return new Outcome(Optional.of(future.get()), "");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CompilerException) {
        return new Outcome(Optional.empty(), program + ": " + e.getCause().getMessage());
      }
      throw new IllegalStateException("Compiling the " + program, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompilerException("Interrupted while compiling the " + program);
    }
  }

  /**
   * Compiles one program.
   *
   * @throws CompilerException if the compiler refuses it
   */
  public Listing compile(Program program) {
    try {
      Path folder = Files.createTempDirectory("gradcl-gpu");
      try {
        return compilers.get(program.architecture().vendor()).compile(program, folder);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(folder)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
