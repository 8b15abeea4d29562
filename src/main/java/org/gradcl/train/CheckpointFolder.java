package org.gradcl.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.gradcl.io.AtomicFile;

/** Where a fit leaves its last and its best checkpoint. */
final class CheckpointFolder {
  private final Path folder;
  private final AtomicFile.Opener files;
  private Optional<Path> lastWritten = Optional.empty();

  private CheckpointFolder(Path folder, AtomicFile.Opener files) {
    this.folder = folder;
    this.files = files;
  }

  /**
   * A folder, made if it does not exist.
   *
   * @throws CheckpointException if it can't be made
   */
  static CheckpointFolder create(Path folder, AtomicFile.Opener files) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new CheckpointException(
          folder, "the folder can't be made (" + e + ")", "give one that may be written to");
    }
    return new CheckpointFolder(folder, files);
  }

  /** Writes the last checkpoint, and the best if this is it. */
  void endOfEpoch(Checkpoint checkpoint, boolean improved) {
    if (improved) {
      write(checkpoint, "best.safetensors");
    }
    last(checkpoint);
  }

  /** Writes the last checkpoint. */
  void last(Checkpoint checkpoint) {
    write(checkpoint, "last.safetensors");
  }

  private void write(Checkpoint checkpoint, String name) {
    Path file = folder.resolve(name);
    CheckpointFile.write(checkpoint, file, files);
    lastWritten = Optional.of(file);
  }

  /** The file written last. */
  Optional<Path> lastWritten() {
    return lastWritten;
  }
}
