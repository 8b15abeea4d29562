package org.gradcl.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.gradcl.text.FileFailure;

/**
 * A file that is read at any place. Not a {@code FileChannel}, which closes itself when its thread
 * is interrupted. Whoever opens it closes it; safe for use by several threads.
 */
final class PositionedFile implements Closeable {
  private final Path path;
  private final RandomAccessFile content;

  private PositionedFile(Path path, RandomAccessFile content) {
    this.path = path;
    this.content = content;
  }

  /**
   * Opens a file.
   *
   * @throws SafetensorsException if it does not exist or cannot be read
   */
  static PositionedFile open(Path path) throws SafetensorsException {
    if (Files.isDirectory(path)) {
      throw new SafetensorsException(path, "this is a folder", "give a file in it");
    }
    try {
      // Tells a missing file from one that can't be read.
      Files.readAttributes(path, BasicFileAttributes.class);
      return new PositionedFile(path, new RandomAccessFile(path.toFile(), "r"));
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** Its bytes. */
  long length() throws SafetensorsException {
    try {
      return content.length();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /**
   * Fills a buffer, from its beginning to its limit, with the bytes from a position on.
   *
   * @throws SafetensorsException if the file ends before, or cannot be read
   */
  void read(ByteBuffer target, long position) throws SafetensorsException {
    // Where to read and the reading are one, or a second thread would read in between.
    synchronized (content) {
      try {
        content.seek(position);
        for (int done = 0; done < target.limit(); ) {
          int read =
              content.read(target.array(), target.arrayOffset() + done, target.limit() - done);
          if (read < 0) {
            throw new SafetensorsException(
                path,
                "the file ended at byte " + (position + done) + " while it was read",
                "something shortened it meanwhile: write or copy it again");
          }
          done += read;
        }
      } catch (SafetensorsException e) {
        throw e;
      } catch (IOException e) {
        throw unreadable(path, e);
      }
    }
  }

  @Override
  public void close() throws SafetensorsException {
    try {
      content.close();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** What is to be thrown for a file that cannot be read. */
  static SafetensorsException unreadable(Path path, IOException cause) {
    String found =
        cause instanceof NoSuchFileException
            ? "there is no such file"
            : "the file cannot be read (" + FileFailure.reason(cause) + ")";
    return new SafetensorsException(path, found, "check the path and its permissions", cause);
  }
}
