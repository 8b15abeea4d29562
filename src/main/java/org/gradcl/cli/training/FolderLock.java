package org.gradcl.cli.training;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.gradcl.data.DataException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps other runs out of the folder of a run in progress: each would take the other's files for
 * those of an earlier run. The system releases the lock of a process that is killed. Closed by
 * whoever took it; for one thread.
 */
final class FolderLock implements AutoCloseable {
  /** With a dot, so that it does not count as content of the folder. */
  static final String NAME = ".gradcl-lock";

  private static final Logger LOG = LoggerFactory.getLogger(FolderLock.class);

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock of a folder that exists.
   *
   * @throws DataException if another run has it
   * @throws IOException if the folder can't be written to
   */
  static FolderLock of(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    while (true) {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(channel, folder)) {
        channel.close();
        throw new DataException(
            String.format(
                "Another run is writing to the folder %s; wait until it has ended, or choose"
                    + " another folder with --out",
                folder));
      }
      // Whoever had it before may have removed it in between: then nobody else sees this lock.
      if (Files.exists(file)) {
        return new FolderLock(file, channel);
      }
      channel.close();
    }
  }

  private static boolean isLocked(FileChannel channel, Path folder) {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      LOG.warn(
          "{}: its file system knows no locks ({}); take care that no other run writes there",
          folder,
          e.getMessage());
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    channel.close();
  }
}
