package org.gradcl.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

class FileFailureTest {
  @Test
  void theReasonIsInWordsAndWithoutTheFile() {
    assertThat(FileFailure.reason(new NoSuchFileException("/a/b"))).isEqualTo("no such file");
    assertThat(FileFailure.reason(new AccessDeniedException("/a/b")))
        .isEqualTo("permission denied");
    assertThat(FileFailure.reason(new FileSystemException("/a/b", null, "Is a directory")))
        .isEqualTo("Is a directory");
    assertThat(FileFailure.reason(new FileNotFoundException("/a/b (1) (Permission denied)")))
        .isEqualTo("Permission denied");
    assertThat(FileFailure.reason(new FileNotFoundException("nothing in parentheses")))
        .isEqualTo("nothing in parentheses");
    assertThat(FileFailure.reason(new IOException("No space left on device")))
        .isEqualTo("No space left on device");
  }

  /** What stands in the way of a folder need not be a file that anybody sees. */
  @Test
  void whatIsThereAlreadyIsNamed() {
    assertThat(FileFailure.sentence(new FileAlreadyExistsException("/a/b")))
        .isEqualTo("/a/b: a file, or a link to nothing, has that name");
  }

  @Test
  void compressedDataThatEndsTooEarlyIsSaidSo() {
    assertThat(FileFailure.reason(new EOFException())).isEqualTo("it ends too early");
    assertThat(FileFailure.reason(new EOFException("Unexpected end of ZLIB input stream")))
        .isEqualTo("it ends too early");
    assertThat(FileFailure.reason(new ZipException("Corrupt GZIP trailer")))
        .isEqualTo("Corrupt GZIP trailer");
  }
}
