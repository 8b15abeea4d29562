package org.gradcl.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.tensor.DataType;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;

/**
 * Reads a safetensors file: the header at once, each tensor when asked for.
 *
 * <pre>
 * 8 bytes   n, the header's length, unsigned, little-endian; at most 100,000,000
 * n bytes   JSON: {"name": {"dtype": "F32", "shape": [64, 26], "data_offsets": [begin, end]}, …,
 *                  "__metadata__": {"key": "string", …}}
 * the rest  the elements, little-endian, row major; offsets count from here
 * </pre>
 *
 * <p>{@link #open} checks the whole header against the length of the file, so that a truncated or
 * hostile file is refused before memory for its tensors is taken. A tensor is read in pieces
 * straight into its array: no second copy exists, whatever its size.
 *
 * <p>Elements may be F32, F64 and I32. Other known types are refused when such a tensor is read,
 * unknown ones when the file is opened. A tensor without elements (an extent of 0) cannot be read.
 *
 * <p>The reader owns the open file until {@link #close}. Safe for use by several threads.
 */
public final class SafetensorsReader implements AutoCloseable {
  /** The format's limit of the header's length in bytes. */
  public static final int MAX_HEADER_BYTES = 100_000_000;

  private static final int LENGTH_BYTES = 8;
  private static final int PIECE_BYTES = 1 << 18;

  private final Path file;
  private final FileChannel channel;
  private final Map<String, TensorEntry> entries;
  private final Map<String, String> metadata;
  private final long dataStart;

  private SafetensorsReader(Path file, FileChannel channel, HeaderParser header, long dataStart) {
    this.file = file;
    this.channel = channel;
    this.entries = header.entries();
    this.metadata = Collections.unmodifiableMap(header.metadata());
    this.dataStart = dataStart;
  }

  /**
   * Opens a file and reads its header.
   *
   * @param file in the safetensors format; not trusted
   * @return a reader, which the caller closes
   * @throws SafetensorsException if the file does not exist, cannot be read, or is no sound
   *     safetensors file
   */
  public static SafetensorsReader open(Path file) throws SafetensorsException {
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ);
      return open(file, channel);
    } catch (IOException | RuntimeException e) {
      closeAfter(e, channel);
      if (e instanceof SafetensorsException safetensorsException) {
        throw safetensorsException;
      }
      if (e instanceof RuntimeException runtimeException) {
        throw runtimeException;
      }
      throw unreadable(file, (IOException) e);
    }
  }

  /**
   * Reads everything a file holds.
   *
   * @param file in the safetensors format; not trusted
   * @return tensors and metadata
   * @throws SafetensorsException as {@link #open} and {@link #read} throw it
   */
  public static SafetensorsContent readAll(Path file) throws SafetensorsException {
    try (SafetensorsReader reader = open(file)) {
      Map<String, HostTensor> tensors = new LinkedHashMap<>();
      for (String name : reader.names()) {
        tensors.put(name, reader.read(name));
      }
      return new SafetensorsContent(tensors, reader.metadata());
    }
  }

  /** {@return the names of the tensors in the order of the header} */
  public List<String> names() {
    return new ArrayList<>(entries.keySet());
  }

  /** {@return the strings under {@code __metadata__}; empty if there are none} Unmodifiable. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * Reads one tensor.
   *
   * @param name one of {@link #names}
   * @return the tensor
   * @throws SafetensorsException if there is no such tensor, its type or shape is not supported, or
   *     the file cannot be read
   */
  public HostTensor read(String name) throws SafetensorsException {
    TensorEntry entry = entries.get(name);
    if (entry == null) {
      throw new SafetensorsException(
          file, "there is no tensor '" + name + "'", "it has " + entries.keySet());
    }
    DataType type = entry.type().dataType();
    if (type == null) {
      throw new SafetensorsException(
          file,
          "tensor " + entry + " has an element type that GradCL does not compute with",
          "convert it to F32, F64 or I32 before saving it");
    }
    Shape shape = shapeOf(entry);
    try {
      switch (type) {
        case FLOAT32 -> {
          float[] floats = new float[shape.elements()];
          readPieces(entry, (piece, at, count) -> piece.asFloatBuffer().get(floats, at, count));
          return HostTensor.of(name, shape, floats);
        }
        case FLOAT64 -> {
          double[] doubles = new double[shape.elements()];
          readPieces(entry, (piece, at, count) -> piece.asDoubleBuffer().get(doubles, at, count));
          return HostTensor.of(name, shape, doubles);
        }
        case INT32 -> {
          int[] ints = new int[shape.elements()];
          readPieces(entry, (piece, at, count) -> piece.asIntBuffer().get(ints, at, count));
          return HostTensor.of(name, shape, ints);
        }
      }
    } catch (SafetensorsException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    throw new AssertionError(type);
  }

  /** Closes the file. */
  @Override
  public void close() throws SafetensorsException {
    try {
      channel.close();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static SafetensorsReader open(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < LENGTH_BYTES) {
      throw new SafetensorsException(
          file,
          "the file has " + size + " bytes, too few for the length of a header",
          HeaderParser.DAMAGED);
    }
    ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    readFully(file, channel, length, 0);
    long headerBytes = length.getLong(0);
    if (headerBytes < 0 || headerBytes > MAX_HEADER_BYTES) {
      throw new SafetensorsException(
          file,
          String.format(
              "the header claims %s bytes, the format allows %d",
              Long.toUnsignedString(headerBytes), MAX_HEADER_BYTES),
          HeaderParser.DAMAGED);
    }
    if (headerBytes > size - LENGTH_BYTES) {
      throw new SafetensorsException(
          file,
          String.format(
              "the header claims %d bytes, the file has %d left", headerBytes, size - LENGTH_BYTES),
          "the file is truncated or no safetensors file: write or copy it again");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) headerBytes);
    readFully(file, channel, bytes, LENGTH_BYTES);
    HeaderParser header = new HeaderParser(file);
    header.parse(bytes.array());
    long dataStart = LENGTH_BYTES + headerBytes;
    new HeaderVerifier(file, size - dataStart).verify(header.entries().values());
    return new SafetensorsReader(file, channel, header, dataStart);
  }

  private Shape shapeOf(TensorEntry entry) throws SafetensorsException {
    long elements = 1;
    for (long extent : entry.extents()) {
      // The verifier has seen that the product of all extents does not overflow.
      elements *= extent;
    }
    if (elements < 1 || elements > Integer.MAX_VALUE) {
      throw new SafetensorsException(
          file,
          "tensor " + entry + " has " + elements + " elements",
          "GradCL reads tensors of 1 to 2147483647 elements: leave it out or split it");
    }
    return Shape.of(Arrays.stream(entry.extents()).mapToInt(Math::toIntExact).toArray());
  }

  /** Takes the elements of a piece to an array from index {@code at}. */
  private interface PieceConsumer {
    void accept(ByteBuffer piece, int at, int count);
  }

  private void readPieces(TensorEntry entry, PieceConsumer consumer) throws IOException {
    int elementBytes = entry.type().bits() / 8;
    long bytes = entry.end() - entry.begin();
    ByteBuffer piece =
        ByteBuffer.allocate((int) Math.min(PIECE_BYTES, bytes)).order(ByteOrder.LITTLE_ENDIAN);
    for (long done = 0; done < bytes; done += piece.limit()) {
      piece.clear().limit((int) Math.min(piece.capacity(), bytes - done));
      readFully(file, channel, piece, dataStart + entry.begin() + done);
      piece.flip();
      consumer.accept(piece, (int) (done / elementBytes), piece.limit() / elementBytes);
    }
  }

  private static void readFully(Path file, FileChannel channel, ByteBuffer target, long position)
      throws IOException {
    long next = position;
    while (target.hasRemaining()) {
      int read = channel.read(target, next);
      if (read < 0) {
        throw new SafetensorsException(
            file,
            "the file ended at byte " + next + " while it was read",
            "something shortened it meanwhile: write or copy it again");
      }
      next += read;
    }
  }

  private static SafetensorsException unreadable(Path file, IOException cause) {
    String found =
        cause instanceof NoSuchFileException
            ? "there is no such file"
            : "the file cannot be read (" + cause + ")";
    return new SafetensorsException(file, found, "check the path and its permissions", cause);
  }

  private static void closeAfter(Exception failure, FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }
}
