package org.gradcl.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradcl.train.parity.RecordedTrajectory;

/** The recorded trajectories in the test resources. */
public final class Golden {
  private Golden() {}

  /** The files, sorted by name. */
  public static List<Path> files() {
    try (Stream<Path> files = Files.list(folder())) {
      return files.filter(file -> file.toString().endsWith(".safetensors")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All twelve, sorted by name. */
  public static List<RecordedTrajectory> all() {
    List<RecordedTrajectory> all = new ArrayList<>();
    for (Path file : files()) {
      try {
        all.add(RecordedTrajectory.read(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (all.size() != 12) {
      throw new AssertionError("Expected twelve recorded trajectories, found " + all.size());
    }
    return all;
  }

  /** One of them. */
  public static RecordedTrajectory named(String name) {
    return all().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  private static Path folder() {
    try {
      return Path.of(Golden.class.getResource("/org/gradcl/golden").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
