package org.gradcl.train.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.gradcl.io.file.AtomicFile;
import org.gradcl.text.FileFailure;
import org.gradcl.train.report.CheckpointException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder in which a fit leaves its last and its best checkpoint. Forcing a file to the disk
 * takes milliseconds, in which a small model trains an epoch. So small checkpoints of short epochs
 * wait until one is due, or for the end of the fit, whatever its reason.
 *
 * <p>Not safe for use by several threads.
 */
public final class CheckpointFolder {
  /** Checkpoints that wait are never older than this when an epoch ends. */
  private static final long PAUSE_NANOS = 5_000_000_000L;

  /**
   * Larger checkpoints do not wait: they would take memory, and the forcing is a small part of
   * their time.
   */
  private static final long MOST_WAITING_BYTES = 16 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);

  private static final String BEST = "best.safetensors";
  private static final String LAST = "last.safetensors";

  private final Path folder;
  private final AtomicFile.Opener files;
  private final LongSupplier nanoTime;
  private Optional<CheckpointContent> best = Optional.empty();
  private Optional<CheckpointContent> last = Optional.empty();
  private Optional<Path> lastWritten = Optional.empty();
  private long writtenAt;

  private CheckpointFolder(Path folder, AtomicFile.Opener files, LongSupplier nanoTime) {
    this.folder = folder;
    this.files = files;
    this.nanoTime = nanoTime;
  }

  /**
   * A folder, made if it does not exist.
   *
   * @param files opens the files
   * @param nanoTime the clock
   * @throws CheckpointException if it can't be made, or a file with the name of a checkpoint is
   *     none
   */
  public static CheckpointFolder create(
      Path folder, AtomicFile.Opener files, LongSupplier nanoTime) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new CheckpointException(
          folder,
          "the folder can't be made (" + FileFailure.reason(e) + ")",
          "give one that may be written to");
    }
    for (String name : List.of(BEST, LAST)) {
      CheckpointFile.requireReplaceable(folder.resolve(name));
    }
    return new CheckpointFolder(folder, files, nanoTime);
  }

  /** Takes the last checkpoint, which may also be the best, and writes what waits if it is due. */
  public void endOfEpoch(CheckpointContent checkpoint, boolean improved) {
    last = Optional.of(checkpoint);
    if (improved) {
      best = last;
    }
    writeIfDue(checkpoint.bytes());
  }

  /** Takes the best checkpoint, within an epoch, and writes what waits if it is due. */
  public void withinEpoch(CheckpointContent improved) {
    best = Optional.of(improved);
    writeIfDue(improved.bytes());
  }

  private void writeIfDue(long bytes) {
    boolean first = lastWritten.isEmpty();
    if (first || bytes > MOST_WAITING_BYTES || nanoTime.getAsLong() - writtenAt >= PAUSE_NANOS) {
      writeWaiting();
    }
  }

  /** Writes the last checkpoint now. */
  public void writeLast(CheckpointContent checkpoint) {
    last = Optional.of(checkpoint);
    writeWaiting();
  }

  /**
   * Writes what waits.
   *
   * @throws CheckpointException if a file can't be written; the checkpoint is then dropped
   */
  public void writeWaiting() {
    Optional<CheckpointContent> waitingBest = best;
    Optional<CheckpointContent> waitingLast = last;
    best = Optional.empty();
    last = Optional.empty();
    waitingBest.ifPresent(checkpoint -> write(checkpoint, BEST));
    waitingLast.ifPresent(checkpoint -> write(checkpoint, LAST));
  }

  private void write(CheckpointContent checkpoint, String name) {
    Path file = folder.resolve(name);
    CheckpointFile.write(checkpoint, file, files);
    lastWritten = Optional.of(file);
    writtenAt = nanoTime.getAsLong();
  }

  /**
   * Writes what waits after a failure. If that fails, too, it is logged, since the first failure is
   * thrown.
   */
  public Optional<Path> rescue() {
    try {
      writeWaiting();
    } catch (CheckpointException e) {
      LOG.warn("The checkpoint of the last epoch could not be written: {}", e.getMessage());
    }
    return lastWritten;
  }
}
