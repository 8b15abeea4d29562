package org.gradcl.cli.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestinationTest {
  @TempDir private Path folder;

  @Test
  void eachOfSeveralRunsOfOneSecondHasAFolderOfItsOwn() {
    Path runs = folder.resolve("runs");
    Destination destination = Destination.created(runs, "noon");
    destination.requireUsable(Optional.empty());
    assertThat(runs).doesNotExist();
    assertThat(destination.open().path()).isEqualTo(runs.resolve("noon"));
    assertThat(destination.open().path()).isEqualTo(runs.resolve("noon-2"));
    assertThat(Destination.created(runs, "noon").open().path()).isEqualTo(runs.resolve("noon-3"));
  }

  @Test
  void twoThatStartAtOnceHaveTwo() throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    Callable<Path> opening =
        () -> {
          start.await();
          return Destination.created(folder, "noon").open().path();
        };
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Path> first = threads.submit(opening);
      Future<Path> second = threads.submit(opening);
      assertThat(new Path[] {first.get(), second.get()})
          .containsExactlyInAnyOrder(folder.resolve("noon"), folder.resolve("noon-2"));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aFolderThatWasMadeForARefusedRunGoes() throws IOException {
    Destination destination = Destination.created(folder.resolve("runs"), "noon");
    RunFolder empty = destination.open();
    destination.abandon(empty);
    assertThat(empty.path()).doesNotExist();
    RunFolder used = destination.open();
    Files.createFile(used.path().resolve("file"));
    destination.abandon(used);
    assertThat(used.path().resolve("file")).exists();
  }

  @Test
  void aFileWhereTheRunsAreToBeIsSaid() throws IOException {
    Path file = Files.createFile(folder.resolve("runs"));
    assertThatThrownBy(() -> Destination.created(file, "noon").open())
        .hasMessageContaining(
            "can't be used: " + file + ": a file, or a link to nothing, has that name")
        .hasMessageContaining("--out");
  }
}
