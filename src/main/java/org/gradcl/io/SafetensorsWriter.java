package org.gradcl.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.gradcl.io.file.AtomicFile;
import org.gradcl.tensor.HostTensor;

/**
 * Writes safetensors files; {@link SafetensorsReader} has the format.
 *
 * <p>A file is replaced as a whole or not at all: who reads it meanwhile finds the old content or
 * the new. Tensors are written in the given order, those of wider elements first, and the header is
 * filled up with spaces, so that each tensor begins at a multiple of its element's size; the
 * metadata is sorted. The same content therefore gives the same bytes. The tensors' arrays are
 * written in pieces, without a second copy.
 *
 * <p>Safe for use by several threads; the arrays must not be written to meanwhile.
 */
public final class SafetensorsWriter {
  private static final int HEADER_MULTIPLE = 8;
  private static final int PIECE_BYTES = 1 << 18;
  private static final JsonFactory JSON = new JsonFactory();

  private SafetensorsWriter() {}

  /**
   * Writes tensors and metadata to a file.
   *
   * @param file to be replaced or created
   * @param tensors of different names
   * @param metadata strings by name, may be empty
   * @throws IllegalArgumentException if two tensors have the same name, one is called {@code
   *     __metadata__}, or a string is no valid Unicode
   * @throws SafetensorsException if the file cannot be written; an older file of that name is then
   *     untouched
   */
  public static void write(Path file, Collection<HostTensor> tensors, Map<String, String> metadata)
      throws SafetensorsException {
    write(file, tensors, metadata, AtomicFile.files());
  }

  /** Writes through an opener, with which tests inject a failing disk. */
  static void write(
      Path file,
      Collection<HostTensor> tensors,
      Map<String, String> metadata,
      AtomicFile.Opener opener)
      throws SafetensorsException {
    List<HostTensor> ordered = ordered(tensors);
    byte[] header = header(ordered, metadata);
    try {
      AtomicFile.write(file, channel -> writeTo(channel, header, ordered), opener);
    } catch (IOException e) {
      throw SafetensorsException.unwritable(file, e);
    }
  }

  /**
   * Writes tensors and metadata to a channel, which stays open.
   *
   * @param channel takes the bytes of a safetensors file
   * @param tensors of different names
   * @param metadata strings by name, may be empty
   * @throws IllegalArgumentException as {@link #write} throws it, before anything is written
   * @throws IOException as the channel throws it
   */
  public static void writeTo(
      WritableByteChannel channel, Collection<HostTensor> tensors, Map<String, String> metadata)
      throws IOException {
    List<HostTensor> ordered = ordered(tensors);
    writeTo(channel, header(ordered, metadata), ordered);
  }

  /** Wider elements first, so that each tensor begins at a multiple of its element's size. */
  private static List<HostTensor> ordered(Collection<HostTensor> tensors) {
    return tensors.stream().sorted(Comparator.comparing(tensor -> -tensor.type().bytes())).toList();
  }

  private static void writeTo(WritableByteChannel channel, byte[] header, List<HostTensor> tensors)
      throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    AtomicFile.writeFully(channel, piece.putLong(header.length).flip());
    AtomicFile.writeFully(channel, ByteBuffer.wrap(header));
    for (HostTensor tensor : tensors) {
      int elements = tensor.shape().elements();
      int elementBytes = tensor.type().bytes();
      int most = PIECE_BYTES / elementBytes;
      for (int at = 0; at < elements; ) {
        int count = Math.min(most, elements - at);
        piece.clear().limit(count * elementBytes);
        switch (tensor.type()) {
          case FLOAT32 -> piece.asFloatBuffer().put(tensor.floats(), at, count);
          case FLOAT64 -> piece.asDoubleBuffer().put(tensor.doubles(), at, count);
          case INT32 -> piece.asIntBuffer().put(tensor.ints(), at, count);
        }
        AtomicFile.writeFully(channel, piece);
        at += count;
      }
    }
  }

  private static byte[] header(List<HostTensor> tensors, Map<String, String> metadata) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(HeaderParser.METADATA);
        for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      writeEntries(json, tensors);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("A StringWriter does not fail", e);
    }
    ByteBuffer utf8 = encode(text.toString());
    int padded = (utf8.remaining() + HEADER_MULTIPLE - 1) / HEADER_MULTIPLE * HEADER_MULTIPLE;
    if (padded > SafetensorsReader.MAX_HEADER_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              "The header would have %d bytes, the format allows %d; use fewer tensors or less"
                  + " metadata",
              padded, SafetensorsReader.MAX_HEADER_BYTES));
    }
    byte[] header = new byte[padded];
    Arrays.fill(header, (byte) ' ');
    utf8.get(header, 0, utf8.remaining());
    return header;
  }

  private static ByteBuffer encode(String text) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "A tensor's name or a metadata string is no valid Unicode: it holds half of a surrogate"
              + " pair",
          e);
    }
  }

  private static void writeEntries(JsonGenerator json, List<HostTensor> tensors)
      throws IOException {
    Set<String> names = new HashSet<>();
    long offset = 0;
    for (HostTensor tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new IllegalArgumentException(
            "Two tensors are called '" + tensor.name() + "'; names in a file must be unique");
      }
      if (tensor.name().equals(HeaderParser.METADATA)) {
        throw new IllegalArgumentException(
            "A tensor cannot be called " + HeaderParser.METADATA + ", a name of the format itself");
      }
      json.writeObjectFieldStart(tensor.name());
      json.writeStringField("dtype", ElementType.of(tensor.type()).name());
      json.writeFieldName("shape");
      json.writeArray(tensor.shape().extents(), 0, tensor.shape().rank());
      json.writeFieldName("data_offsets");
      long end = offset + (long) tensor.shape().elements() * tensor.type().bytes();
      json.writeArray(new long[] {offset, end}, 0, 2);
      json.writeEndObject();
      offset = end;
    }
  }
}
