package org.gradcl.io.file;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a file as a whole or not at all: whoever reads it, also after a crash or a power cut,
 * finds the old content or the new, never a part.
 *
 * <p>The content goes to a temporary file in the same folder, is forced to the disk and renamed;
 * then the folder is forced, where the system can do that. If anything fails before the renaming,
 * the temporary file is removed and the old file is untouched. A symbolic link stays: the file it
 * points to is replaced. A folder, a device or a pipe is refused.
 *
 * <p>Safe for use by several threads and processes, also on one file: the last that renames wins.
 */
public final class AtomicFile {
  private static final Logger LOG = LoggerFactory.getLogger(AtomicFile.class);
  private static final AtomicLong COUNTER = new AtomicLong();
  private static final int MOST_ATTEMPTS = 1000;

  private AtomicFile() {}

  /**
   * The channel that takes a file's content. Whoever opened it closes it; closing it twice does
   * nothing. One thread at a time.
   */
  public interface Output extends WritableByteChannel {
    /** Forces everything written to the disk. */
    void force() throws IOException;
  }

  /** Creates the temporary file; tests give one whose disk is full. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Creates a file that does not exist yet and opens it for writing.
     *
     * @param temporary a path at which there is no file
     * @return the open file, which the caller closes
     * @throws FileAlreadyExistsException if it exists; another name is tried then
     * @throws IOException if it cannot be created
     */
    Output open(Path temporary) throws IOException;
  }

  /** Writes a file's content. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes everything, from the first byte to the last.
     *
     * @param channel takes the content
     */
    void writeTo(WritableByteChannel channel) throws IOException;
  }

  /**
   * Creates files of the default file system, with the permissions that new files have.
   *
   * @return the opener
   */
  public static Opener files() {
    return FileOutput::new;
  }

  /**
   * Replaces or creates a file.
   *
   * @param file to be replaced or created
   * @param content writes the whole content
   * @throws IOException if the content, the disk or the folder refuses; the old file is untouched
   */
  public static void write(Path file, Content content) throws IOException {
    write(file, content, files());
  }

  /**
   * Replaces or creates a file.
   *
   * @param file to be replaced or created
   * @param content the whole content
   * @throws IOException if the disk or the folder refuses; the old file is untouched
   */
  public static void write(Path file, byte[] content) throws IOException {
    write(file, channel -> writeFully(channel, ByteBuffer.wrap(content)));
  }

  /**
   * Replaces or creates a file through a given opener.
   *
   * @param file to be replaced or created
   * @param content writes the whole content
   * @param opener creates the temporary file
   * @throws FileSystemException if there is a folder, a device or a pipe in the file's place
   * @throws IOException if the content, the disk or the folder refuses; the old file is untouched
   */
  public static void write(Path file, Content content, Opener opener) throws IOException {
    Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      // Root may rename over /dev/null, and has an ordinary file there then.
      throw new FileSystemException(target.toString(), null, "it is no regular file");
    }
    Temporary temporary = Temporary.beside(target, opener);
    boolean renamed = false;
    try {
      try (Output output = temporary.output()) {
        content.writeTo(output);
        output.force();
      }
      Files.move(
          temporary.path(),
          target,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      renamed = true;
    } finally {
      if (!renamed) {
        remove(temporary.path());
      }
    }
    forceFolder(target.getParent());
  }

  /**
   * Writes all of a buffer; a channel may take it in several pieces.
   *
   * @param channel takes the bytes
   * @param buffer empty afterwards
   */
  public static void writeFully(WritableByteChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static void remove(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      if (Files.exists(temporary)) {
        LOG.warn(
            "The temporary file {} can't be removed ({}): delete it by hand",
            temporary,
            e.toString());
      }
      LOG.debug("Not removed", e);
    }
  }

  /** Makes the renaming durable. Windows cannot open folders and does not need it. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      LOG.debug("The folder {} could not be forced to the disk", folder, e);
    }
  }

  /** A file that this write has created, and nobody else. */
  private record Temporary(Path path, Output output) {
    /**
     * A number of its own tells apart processes and writes; in containers processes share theirs.
     */
    static Temporary beside(Path target, Opener opener) throws IOException {
      for (int attempt = 1; ; attempt++) {
        Path path =
            target.resolveSibling(
                "."
                    + target.getFileName()
                    + "."
                    + ProcessHandle.current().pid()
                    + "-"
                    + COUNTER.incrementAndGet()
                    + ".tmp");
        try {
          return new Temporary(path, opener.open(path));
        } catch (FileAlreadyExistsException e) {
          // Left by a process that was killed, or in use by one in another container.
          if (attempt == MOST_ATTEMPTS) {
            throw e;
          }
        } catch (IOException | RuntimeException e) {
          remove(path);
          throw e;
        }
      }
    }
  }

  /**
   * A file as a stream: a {@link FileChannel} closes itself when its thread is interrupted, and the
   * checkpoint of a training that somebody ends by an interrupt would be lost.
   */
  private static final class FileOutput implements Output {
    private final FileOutputStream stream;
    private boolean open = true;

    FileOutput(Path newFile) throws IOException {
      Files.createFile(newFile);
      stream = new FileOutputStream(newFile.toFile());
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      int count = source.remaining();
      if (source.hasArray()) {
        stream.write(source.array(), source.arrayOffset() + source.position(), count);
        source.position(source.limit());
      } else {
        byte[] bytes = new byte[count];
        source.get(bytes);
        stream.write(bytes);
      }
      return count;
    }

    @Override
    public void force() throws IOException {
      stream.getFD().sync();
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() throws IOException {
      open = false;
      stream.close();
    }
  }
}
