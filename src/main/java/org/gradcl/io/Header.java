package org.gradcl.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The header of a safetensors file, checked against the length of the file.
 *
 * @param entries the tensors by name, in the order of the header
 * @param metadata the strings under {@code __metadata__}
 * @param dataStart position in the file of the first byte behind the header
 */
record Header(Map<String, TensorEntry> entries, Map<String, String> metadata, long dataStart) {
  private static final int LENGTH_BYTES = 8;

  /** Copies the maps and keeps their order. */
  Header {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * Reads a header.
   *
   * @param file for messages
   * @param content of the file; not trusted
   * @throws SafetensorsException if the file can't be read, or the header is damaged
   */
  static Header read(Path file, PositionedFile content) throws SafetensorsException {
    long size = content.length();
    int headerBytes = length(file, content, size);
    ByteBuffer bytes = ByteBuffer.allocate(headerBytes);
    content.read(bytes, LENGTH_BYTES);
    HeaderParser parser = new HeaderParser(file);
    parser.parse(bytes.array());
    Header header =
        new Header(parser.entries(), parser.metadata(), LENGTH_BYTES + (long) headerBytes);
    new HeaderVerifier(file, size - header.dataStart()).verify(header.entries().values());
    return header;
  }

  private static int length(Path file, PositionedFile content, long size)
      throws SafetensorsException {
    if (size < LENGTH_BYTES) {
      throw new SafetensorsException(
          file,
          "the file has " + size + " bytes, too few for the length of a header",
          HeaderParser.DAMAGED);
    }
    ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    content.read(length, 0);
    long headerBytes = length.getLong(0);
    if (headerBytes < 0 || headerBytes > SafetensorsReader.MAX_HEADER_BYTES) {
      throw new SafetensorsException(
          file,
          String.format(
              "the header claims %s bytes, the format allows %d",
              Long.toUnsignedString(headerBytes), SafetensorsReader.MAX_HEADER_BYTES),
          HeaderParser.DAMAGED);
    }
    if (headerBytes > size - LENGTH_BYTES) {
      throw new SafetensorsException(
          file,
          String.format(
              "the header claims %d bytes, the file has %d left", headerBytes, size - LENGTH_BYTES),
          "the file is truncated or no safetensors file: write or copy it again");
    }
    return (int) headerBytes;
  }
}
