package org.gradcl.io;

import java.io.IOException;
import java.nio.file.Path;
import org.gradcl.text.FileFailure;

/**
 * A safetensors file that cannot be read or written. The message names the file, says what was
 * found and what to do.
 */
public class SafetensorsException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;

  SafetensorsException(Path file, String found, String advice) {
    super(file + ": " + found + "; " + advice);
    this.file = file;
  }

  SafetensorsException(Path file, String found, String advice, Throwable cause) {
    this(file, found, advice);
    initCause(cause);
  }

  /**
   * {@return that a file can't be written, and what to do}
   *
   * @param file in question
   * @param cause what the disk or the folder said
   */
  public static SafetensorsException unwritable(Path file, IOException cause) {
    return new SafetensorsException(
        file,
        "the file cannot be written (" + FileFailure.reason(cause) + "); an older one is untouched",
        "check that the folder exists, may be written to and has room",
        cause);
  }

  /** {@return the file in question} */
  public Path file() {
    return file;
  }
}
