package org.gradcl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gradcl.data.DataException;

/**
 * A file that a command writes where its user says. What is there already is replaced only if such
 * a command has written it, or if that is said; a device or a pipe takes what comes.
 *
 * @param flag that named it
 * @param file where it is to be
 */
record OutputFile(String flag, Path file) {
  /** Tests whether a file is one that the command writes. */
  @FunctionalInterface
  interface Content {
    /** Whether it is; a file that can't be read as such is not. */
    boolean isIn(Path file) throws IOException;
  }

  /**
   * Refuses a file that the command reads.
   *
   * @param what the file is that is read, such as {@code the data}
   */
  void requireOtherThan(String what, Path read) throws IOException {
    if (Files.exists(file) && Files.exists(read) && Files.isSameFile(file, read)) {
      throw new DataException(
          String.format("%s would replace %s, %s; give another file", flag, what, read));
    }
  }

  /**
   * Refuses to replace anything.
   *
   * @param allowing the flag that allows it
   */
  void requireNew(String allowing) throws IOException {
    if (Files.isRegularFile(file) && Files.size(file) > 0) {
      throw new DataException(
          String.format(
              "%s would replace %s, which is there already; give another file, or %s",
              flag, file, allowing));
    }
  }

  /**
   * Refuses to replace a file that no such command wrote.
   *
   * @param what the command writes, such as {@code figures of 'gradcl bench'}
   */
  void requireReplaceable(String what, Content content) throws IOException {
    if (Files.isRegularFile(file) && Files.size(file) > 0 && !holds(content)) {
      throw new DataException(
          String.format(
              "%s would replace %s, which is there already and does not hold %s; delete it, or give"
                  + " another file",
              flag, file, what));
    }
  }

  private boolean holds(Content content) {
    try {
      return content.isIn(file);
    } catch (IOException | RuntimeException e) {
      // Whatever its parser throws: the file is something else.
      return false;
    }
  }
}
