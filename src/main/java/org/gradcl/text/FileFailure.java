package org.gradcl.text;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Words the reason why a file can't be read or written: Java's exceptions often say the path alone.
 */
public final class FileFailure {
  private FileFailure() {}

  /** The reason without the file, such as {@code permission denied}. */
  public static String reason(IOException failure) {
    if (!(failure instanceof FileSystemException file)) {
      return failure.getMessage() == null
          ? failure.getClass().getSimpleName()
          : failure.getMessage();
    }
    if (file.getReason() != null) {
      return file.getReason();
    }
    if (failure instanceof NoSuchFileException) {
      return "no such file";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    return failure instanceof FileAlreadyExistsException
        ? "exists already"
        : failure.getClass().getSimpleName();
  }

  /**
   * What to say of a file that can't be written.
   *
   * @param cure what to do
   */
  public static IOException unwritable(Path file, IOException cause, String cure) {
    return new IOException(
        String.format("%s can't be written: %s; %s", file, reason(cause), cure), cause);
  }

  /** The file, where the exception names one, and the reason. */
  public static String sentence(IOException failure) {
    return failure instanceof FileSystemException file
        ? file.getFile() + ": " + reason(failure)
        : reason(failure);
  }
}
