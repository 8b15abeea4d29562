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

/**
 * The trajectories in the test resources: PyTorch's recorded ones, and those that a script of our
 * own generated for what these leave out ({@code generated/README.md}, {@code further/README.md}).
 */
public final class Golden {
  private static final int RECORDED = 12;
  private static final int GENERATED = 16;
  private static final int OF_GRAPHS = 30;
  private static final int FURTHER = 6;

  private Golden() {}

  /** PyTorch's twelve, sorted by name. */
  public static List<RecordedTrajectory> all() {
    return read("golden", RECORDED);
  }

  /** PyTorch's and then the generated ones. */
  public static List<RecordedTrajectory> withGenerated() {
    List<RecordedTrajectory> both = new ArrayList<>(all());
    both.addAll(read("generated", GENERATED));
    return both;
  }

  /** PyTorch's of graphs of layers, sorted by name. */
  public static List<RecordedTrajectory> ofGraphs() {
    return read("breadth", OF_GRAPHS);
  }

  /** These and then those that a script of our own drew with PyTorch. */
  public static List<RecordedTrajectory> ofGraphsWithFurther() {
    List<RecordedTrajectory> both = new ArrayList<>(ofGraphs());
    both.addAll(read("further", FURTHER));
    return both;
  }

  /** Those of them whose steps take one batch each. */
  public static List<RecordedTrajectory> ofGraphsByBatch() {
    return ofGraphsWithFurther().stream().filter(golden -> golden.accumulate() == 1).toList();
  }

  /** One of PyTorch's. */
  public static RecordedTrajectory named(String name) {
    return all().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  /** The file of one of PyTorch's. */
  public static Path file(String name) {
    return folder("golden").resolve(name + ".safetensors");
  }

  /** The file of one of PyTorch's of graphs of layers. */
  public static Path fileOfGraph(String name) {
    return folder("breadth").resolve(name + ".safetensors");
  }

  private static List<RecordedTrajectory> read(String folder, int expected) {
    List<RecordedTrajectory> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder(folder))) {
      List<Path> records =
          files.filter(file -> file.toString().endsWith(".safetensors")).sorted().toList();
      for (Path file : records) {
        all.add(RecordedTrajectory.read(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (all.size() != expected) {
      throw new AssertionError(
          "Expected " + expected + " trajectories in " + folder + ", found " + all.size());
    }
    return all;
  }

  private static Path folder(String name) {
    try {
      return Path.of(Golden.class.getResource("/org/gradcl/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
