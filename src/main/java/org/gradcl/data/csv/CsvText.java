package org.gradcl.data.csv;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Decodes the bytes of a CSV file, any number of times: the bytes of a pipe, which can be read only
 * once, are kept.
 */
final class CsvText {
  private static final char BYTE_ORDER_MARK = '\ufeff';
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final byte[] piped;

  private CsvText(Path file, byte[] piped) {
    this.file = file;
    this.piped = piped;
  }

  static CsvText of(Path file) throws IOException {
    return new CsvText(file, Files.isRegularFile(file) ? null : readAll(file));
  }

  private static byte[] readAll(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      return bytes.readAllBytes();
    }
  }

  /**
   * The bytes, decompressed if they are in gzip format, whatever the name of the file.
   *
   * @throws CsvException if they are in another known format or encoding
   */
  InputStream bytes() throws IOException {
    InputStream stored =
        piped == null ? Files.newInputStream(file) : new ByteArrayInputStream(piped);
    try {
      BufferedInputStream bytes = new BufferedInputStream(stored, BUFFER);
      if (isGzip(head(bytes))) {
        bytes = new BufferedInputStream(new WholeGzip(bytes), BUFFER);
      }
      requireText(head(bytes));
      return bytes;
    } catch (IOException | RuntimeException e) {
      stored.close();
      throw e;
    }
  }

  private static byte[] head(BufferedInputStream bytes) throws IOException {
    bytes.mark(BUFFER);
    byte[] head = bytes.readNBytes(BUFFER);
    bytes.reset();
    return head;
  }

  private static boolean isGzip(byte[] head) {
    return head.length > 1 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b;
  }

  private void requireText(byte[] head) throws CsvException {
    Optional<ForeignContent> foreign =
        ForeignContent.of(head, file.getFileName().toString()).or(() -> ForeignEncoding.of(head));
    if (foreign.isPresent()) {
      throw new CsvException(
          file, 0, null, "this is " + foreign.get().what(), foreign.get().advice());
    }
  }

  /**
   * Strict UTF-8, without the byte order mark and the separator line that some programs write
   * first.
   */
  static QuoteTracker decode(InputStream bytes) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()), BUFFER);
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
    return new QuoteTracker(reader, SeparatorLine.take(reader));
  }

  /**
   * Reads all members of a compressed file: Java's own stream takes a damaged member for the end.
   */
  private static final class WholeGzip extends GZIPInputStream {
    private static final int TRAILER_BYTES = 8;

    WholeGzip(InputStream compressed) throws IOException {
      super(compressed, BUFFER);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      if (count < 0 && (inf.getRemaining() > TRAILER_BYTES || in.read() >= 0)) {
        throw new ZipException("damaged or foreign bytes follow the compressed data");
      }
      return count;
    }
  }
}
