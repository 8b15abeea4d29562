package org.gradcl.backend.opencl.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryFolderTest {
  @TempDir private Path temporary;

  /** A process that unpacks a library, says where, and waits to be killed. */
  static final class Unpack {
    private Unpack() {}

    public static void main(String[] arguments) throws IOException {
      Path folder = LibraryFolder.create(Path.of(arguments[0]));
      Files.createFile(folder.resolve("libJOCL-1.so"));
      System.out.println(folder);
      if (System.in.read() < 0) {
        System.exit(0);
      }
    }
  }

  private record Unpacking(Process process, Path folder) {
    static Unpacking start(Path temporary) throws IOException {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Unpack.class.getName(),
                  temporary.toString())
              .start();
      BufferedReader output = process.inputReader();
      return new Unpacking(process, Path.of(output.readLine()));
    }

    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void whatAKilledProcessLeftGoesWithTheNextStartAndWhatALivingOneHasStays()
      throws IOException, InterruptedException {
    Unpacking living = Unpacking.start(temporary);
    Unpacking killed = Unpacking.start(temporary);
    try {
      assertThat(living.folder().resolve("libJOCL-1.so")).exists();
      killed.kill();
      assertThat(killed.folder().resolve("libJOCL-1.so")).exists();
      Path own = LibraryFolder.create(temporary);
      assertThat(temporary.toFile().list())
          .containsExactlyInAnyOrder(
              own.getFileName().toString(), living.folder().getFileName().toString());
      assertThat(living.folder().resolve("libJOCL-1.so")).exists();
      living.kill();
      Path second = LibraryFolder.create(temporary);
      assertThat(temporary.toFile().list())
          .containsExactlyInAnyOrder(own.getFileName().toString(), second.getFileName().toString());
    } finally {
      living.kill();
      killed.kill();
    }
  }

  @Test
  void aFolderThatHoldsAnythingElseStays() throws IOException {
    Path strange = Files.createDirectory(temporary.resolve("gradcl-jocl-strange"));
    Files.createFile(strange.resolve("lock"));
    Files.createFile(strange.resolve("notes.txt"));
    Path unlocked = Files.createDirectory(temporary.resolve("gradcl-jocl-unlocked"));
    Files.createFile(unlocked.resolve("libJOCL.so"));
    Path file = Files.createFile(temporary.resolve("gradcl-jocl-file"));
    Path empty = Files.createDirectory(temporary.resolve("gradcl-jocl-empty"));
    Path left = Files.createDirectory(temporary.resolve("gradcl-jocl-left"));
    Files.createFile(left.resolve("lock"));
    Files.createFile(left.resolve("libJOCL_2_0_6-linux-x86_64-1.so"));
    LibraryFolder.create(temporary);
    assertThat(strange.resolve("notes.txt")).exists();
    assertThat(strange.resolve("lock")).exists();
    assertThat(unlocked.resolve("libJOCL.so")).exists();
    assertThat(file).exists();
    assertThat(empty).doesNotExist();
    assertThat(left).doesNotExist();
  }

  @Test
  void aTemporaryFolderIsMadeAndAFileInItsPlaceIsSaid() throws IOException {
    Path made = LibraryFolder.create(temporary.resolve("new").resolve("tmp"));
    assertThat(made.getParent()).isEqualTo(temporary.resolve("new").resolve("tmp"));
    Path file = Files.createFile(temporary.resolve("file"));
    assertThatThrownBy(() -> LibraryFolder.create(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }
}
