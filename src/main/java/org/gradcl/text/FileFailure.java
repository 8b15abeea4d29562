package org.gradcl.text;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words the reason why a file can't be read or written: Java's exceptions often say the path alone.
 */
public final class FileFailure {
  /** Of a {@link FileNotFoundException}, such as {@code /a/b (Permission denied)}. */
  private static final Pattern REASON_BEHIND_FILE = Pattern.compile(" \\(([^()]+)\\)$");

  private FileFailure() {}

  /** The reason without the file, such as {@code permission denied}. */
  public static String reason(IOException failure) {
    if (failure instanceof EOFException) {
      return "it ends too early";
    }
    if (!(failure instanceof FileSystemException file)) {
      return message(failure);
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
        ? "a file, or a link to nothing, has that name"
        : failure.getClass().getSimpleName();
  }

  private static String message(IOException failure) {
    String message = failure.getMessage();
    if (message == null) {
      return failure.getClass().getSimpleName();
    }
    Matcher reason = REASON_BEHIND_FILE.matcher(message);
    return failure instanceof FileNotFoundException && reason.find() ? reason.group(1) : message;
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
