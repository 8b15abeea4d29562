package org.gradcl.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
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
 * <p>Elements may be F32, F64 and I32, and for {@link #readFloats} also F16 and BF16. Other known
 * types are refused when such a tensor is read, unknown ones when the file is opened. A tensor
 * without elements (an extent of 0) cannot be read.
 *
 * <p>The reader owns the open file; whoever opens it closes it. Safe for use by several threads.
 */
public final class SafetensorsReader implements AutoCloseable {
  /** The format's limit of the header's length in bytes. */
  public static final int MAX_HEADER_BYTES = 100_000_000;

  private static final int PIECE_BYTES = 1 << 18;

  private final Path file;
  private final PositionedFile content;
  private final Header header;

  private SafetensorsReader(Path file, PositionedFile content, Header header) {
    this.file = file;
    this.content = content;
    this.header = header;
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
    PositionedFile content = PositionedFile.open(file);
    try {
      return new SafetensorsReader(file, content, Header.read(file, content));
    } catch (SafetensorsException | RuntimeException e) {
      closeAfter(e, content);
      throw e;
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
    return List.copyOf(header.entries().keySet());
  }

  /**
   * {@return the extents of a tensor, outermost first; none for a scalar} Read from the header.
   *
   * @param name one of {@link #names}
   * @throws SafetensorsException if there is no such tensor
   */
  public long[] extents(String name) throws SafetensorsException {
    return entry(name).extents().clone();
  }

  /** {@return the strings under {@code __metadata__}; empty if there are none} Unmodifiable. */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  /**
   * Reads one tensor.
   *
   * @param name one of {@link #names}
   * @return the tensor
   * @throws SafetensorsException if there is no such tensor, its type or shape is not supported,
   *     the Java heap has no room for it, or the file cannot be read
   */
  public HostTensor read(String name) throws SafetensorsException {
    TensorEntry entry = entry(name);
    DataType type = entry.type().dataType();
    if (type == null) {
      throw new SafetensorsException(
          file,
          "tensor " + entry + " has an element type that GradCL does not compute with",
          "convert it to F32, F64 or I32 before saving it");
    }
    Shape shape = shapeOf(entry);
    return switch (type) {
      case FLOAT32 -> {
        float[] floats = allocate(entry, shape, float[]::new);
        readPieces(entry, (piece, at, count) -> piece.asFloatBuffer().get(floats, at, count));
        yield HostTensor.of(name, shape, floats);
      }
      case FLOAT64 -> {
        double[] doubles = allocate(entry, shape, double[]::new);
        readPieces(entry, (piece, at, count) -> piece.asDoubleBuffer().get(doubles, at, count));
        yield HostTensor.of(name, shape, doubles);
      }
      case INT32 -> {
        int[] ints = allocate(entry, shape, int[]::new);
        readPieces(entry, (piece, at, count) -> piece.asIntBuffer().get(ints, at, count));
        yield HostTensor.of(name, shape, ints);
      }
    };
  }

  /**
   * Reads one tensor of floating-point numbers as FLOAT32: F16, BF16 and F32 as they are, F64
   * rounded to the nearest, which is infinite beyond 3.4e38.
   *
   * @param name one of {@link #names}
   * @return the tensor
   * @throws SafetensorsException as {@link #read} throws it, and if its numbers are no
   *     floating-point numbers
   */
  public HostTensor readFloats(String name) throws SafetensorsException {
    TensorEntry entry = entry(name);
    PieceReader reader =
        switch (entry.type()) {
          case F32 -> (piece, to, at, count) -> piece.asFloatBuffer().get(to, at, count);
          case F64 -> each(piece -> (float) piece.getDouble());
          case F16 -> each(piece -> HalfPrecision.ofF16(piece.getShort()));
          case BF16 -> each(piece -> HalfPrecision.ofBf16(piece.getShort()));
          default ->
              throw new SafetensorsException(
                  file,
                  "tensor " + entry + " is asked for as float32, which it can't be read as",
                  "convert it to F32, F64, F16 or BF16 before saving it");
        };
    Shape shape = shapeOf(entry);
    float[] floats = allocate(entry, shape, float[]::new);
    readPieces(entry, (piece, at, count) -> reader.read(piece, floats, at, count));
    return HostTensor.of(name, shape, floats);
  }

  /** Reads the elements of a piece into an array from index {@code at}. */
  private interface PieceReader {
    void read(ByteBuffer piece, float[] to, int at, int count);
  }

  private static PieceReader each(NextFloat element) {
    return (piece, to, at, count) -> {
      for (int i = 0; i < count; i++) {
        to[at + i] = element.next(piece);
      }
    };
  }

  /** The next element of a piece. */
  private interface NextFloat {
    float next(ByteBuffer piece);
  }

  /**
   * {@return the element type and the extents of a tensor as a text, such as {@code F32 [64, 26]}}
   * Read from the header.
   *
   * @param name one of {@link #names}
   * @throws SafetensorsException if there is no such tensor
   */
  public String describe(String name) throws SafetensorsException {
    TensorEntry entry = entry(name);
    return entry.type() + " " + Arrays.toString(entry.extents());
  }

  /** Closes the file. */
  @Override
  public void close() throws SafetensorsException {
    content.close();
  }

  private TensorEntry entry(String name) throws SafetensorsException {
    TensorEntry entry = header.entries().get(name);
    if (entry == null) {
      throw new SafetensorsException(
          file, "there is no tensor '" + name + "'", "it has " + header.entries().keySet());
    }
    return entry;
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

  private <T> T allocate(TensorEntry entry, Shape shape, IntFunction<T> array)
      throws SafetensorsException {
    try {
      return array.apply(shape.elements());
    } catch (OutOfMemoryError e) {
      throw new SafetensorsException(
          file,
          String.format(
              "tensor %s has %d bytes, for which the Java heap, at most %d bytes, has no room",
              entry, entry.end() - entry.begin(), Runtime.getRuntime().maxMemory()),
          "raise -Xmx if the file is to be trusted",
          e);
    }
  }

  /** Takes the elements of a piece to an array from index {@code at}. */
  private interface PieceConsumer {
    void accept(ByteBuffer piece, int at, int count);
  }

  private void readPieces(TensorEntry entry, PieceConsumer consumer) throws SafetensorsException {
    int elementBytes = entry.type().bits() / 8;
    long bytes = entry.end() - entry.begin();
    ByteBuffer piece =
        ByteBuffer.allocate((int) Math.min(PIECE_BYTES, bytes)).order(ByteOrder.LITTLE_ENDIAN);
    for (long done = 0; done < bytes; done += piece.limit()) {
      piece.clear().limit((int) Math.min(piece.capacity(), bytes - done));
      content.read(piece, header.dataStart() + entry.begin() + done);
      consumer.accept(piece, (int) (done / elementBytes), piece.limit() / elementBytes);
    }
  }

  private static void closeAfter(Exception failure, PositionedFile content) {
    try {
      content.close();
    } catch (SafetensorsException e) {
      failure.addSuppressed(e);
    }
  }
}
