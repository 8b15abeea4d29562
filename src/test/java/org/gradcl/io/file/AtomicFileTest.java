package org.gradcl.io.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  /** The renaming would put a plain file in the place of /dev/null, a pipe or a socket. */
  @Test
  void whatIsNoFileIsNotReplaced() throws IOException {
    Path socket = folder.resolve("socket");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      assertThatThrownBy(
              () -> AtomicFile.write(socket, channel -> channel.write(ByteBuffer.allocate(1))))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll(socket.toString(), "no regular file");
      assertThat(Files.readAttributes(socket, BasicFileAttributes.class).isOther()).isTrue();
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(socket);
    }
  }

  @Test
  void createsAndReplaces() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFile.write(file, content("one"));
    assertThat(file).hasContent("one");
    AtomicFile.write(file, content("two"));
    assertThat(file).hasContent("two");
    assertThat(filesInFolder()).containsExactly("a.txt");
  }

  @Test
  void theOldContentIsThereUntilTheNewIsComplete() throws IOException {
    Path file = folder.resolve("a.txt");
    Files.writeString(file, "old");
    List<String> seen = new ArrayList<>();
    AtomicFile.write(
        file,
        channel -> {
          AtomicFile.writeFully(channel, ByteBuffer.wrap(new byte[1000]));
          seen.add(Files.readString(file));
        });
    assertThat(seen).containsExactly("old");
    assertThat(Files.size(file)).isEqualTo(1000);
  }

  @Test
  void aFailureOfTheContentLeavesTheOldFileAndNoOther() throws IOException {
    Path file = folder.resolve("a.txt");
    Files.writeString(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    channel -> {
                      throw new IllegalStateException("half way");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("half way");
    assertThat(file).hasContent("old");
    assertThat(filesInFolder()).containsExactly("a.txt");
  }

  @Test
  void aDiskThatFailsWhenForcedCounts() throws IOException {
    Path file = folder.resolve("a.txt");
    Files.writeString(file, "old");
    assertThatThrownBy(() -> AtomicFile.write(file, content("four"), new FullDisk(4)))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
    assertThat(file).hasContent("old");
    assertThat(filesInFolder()).containsExactly("a.txt");
  }

  @Test
  void aFolderInTheWayIsKept() throws IOException {
    Path inTheWay = Files.createDirectories(folder.resolve("a.txt").resolve("inside")).getParent();
    assertThatThrownBy(() -> AtomicFile.write(inTheWay, content("new")))
        .isInstanceOf(IOException.class);
    assertThat(inTheWay.resolve("inside")).isDirectory();
    assertThat(filesInFolder()).containsExactly("a.txt");
  }

  /** A process that is killed while it writes leaves its temporary file; numbers come again. */
  @Test
  void aTemporaryFileOfAnotherProcessIsNoObstacleAndIsKept() throws IOException {
    Path file = folder.resolve("a.txt");
    List<Path> left = new ArrayList<>();
    AtomicFile.Opener opener =
        temporary -> {
          if (left.size() < 2) {
            left.add(Files.writeString(temporary, "of another process"));
          }
          return AtomicFile.files().open(temporary);
        };
    AtomicFile.write(file, content("new"), opener);
    assertThat(file).hasContent("new");
    assertThat(left)
        .hasSize(2)
        .allSatisfy(path -> assertThat(path).hasContent("of another process"));
  }

  @Test
  void anOpenerThatFailsLeavesNothing() throws IOException {
    AtomicFile.Opener opener =
        temporary -> {
          Files.createFile(temporary);
          throw new IOException("no room for more");
        };
    assertThatThrownBy(() -> AtomicFile.write(folder.resolve("a.txt"), content("new"), opener))
        .hasMessage("no room for more");
    assertThat(filesInFolder()).isEmpty();
  }

  /** Who ends a training by an interrupt wants its checkpoint. */
  @Test
  void anInterruptedThreadWritesNevertheless() throws IOException {
    Path file = folder.resolve("a.txt");
    Thread.currentThread().interrupt();
    try {
      AtomicFile.write(file, content("new"));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(file).hasContent("new");
    assertThat(filesInFolder()).containsExactly("a.txt");
  }

  @Test
  void memoryOutsideTheHeapIsWrittenFromItsPosition() throws IOException {
    Path file = folder.resolve("a.txt");
    for (ByteBuffer buffer : List.of(ByteBuffer.allocateDirect(4), ByteBuffer.allocate(4))) {
      buffer.put(new byte[] {'a', 'b', 'c', 'd'}).position(1).limit(3);
      AtomicFile.write(file, channel -> AtomicFile.writeFully(channel, buffer));
      assertThat(file).hasContent("bc");
      assertThat(buffer.hasRemaining()).isFalse();
    }
  }

  @Test
  void aSymbolicLinkStays() throws IOException {
    Path target = Files.writeString(folder.resolve("target.txt"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.txt"), target);
    AtomicFile.write(link, content("new"));
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(target).hasContent("new");
  }

  private static AtomicFile.Content content(String text) {
    return channel ->
        AtomicFile.writeFully(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private List<String> filesInFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
