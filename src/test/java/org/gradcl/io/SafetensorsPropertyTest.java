package org.gradcl.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.gradcl.tensor.DataType;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.testing.Draw;
import org.gradcl.testing.SeededCases;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class SafetensorsPropertyTest {
  private static Path file;

  @BeforeAll
  static void createFile() throws IOException {
    file = Files.createTempFile("property", ".safetensors");
  }

  @AfterAll
  static void deleteFile() throws IOException {
    Files.delete(file);
  }

  @SeededCases(100)
  void whatIsWrittenIsRead(Draw draw) throws IOException {
    List<HostTensor> tensors = tensors(draw);
    Map<String, String> metadata = new LinkedHashMap<>();
    draw.list(0, 4, () -> text(draw)).forEach(key -> metadata.put(key, text(draw)));
    SafetensorsWriter.write(file, tensors, metadata);
    SafetensorsContent content = SafetensorsReader.readAll(file);
    assertThat(content.metadata()).isEqualTo(metadata);
    assertThat(content.tensors()).hasSize(tensors.size());
    for (HostTensor tensor : tensors) {
      HostTensor read = content.tensors().get(tensor.name());
      assertThat(read).hasToString(tensor.toString());
      assertThat(bits(read)).isEqualTo(bits(tensor));
    }
  }

  @SeededCases(60)
  void aTruncatedFileIsRefused(Draw draw) throws IOException {
    SafetensorsWriter.write(file, tensors(draw), Map.of("k", "v"));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, draw.integer(0, bytes.length - 1)));
    assertThatThrownBy(() -> SafetensorsReader.open(file)).isInstanceOf(SafetensorsException.class);
  }

  @SeededCases(200)
  void aChangedByteIsReadOrRefusedButNothingElse(Draw draw) throws IOException {
    List<HostTensor> tensors = tensors(draw);
    SafetensorsWriter.write(file, tensors, Map.of("k", "v"));
    byte[] bytes = Files.readAllBytes(file);
    bytes[draw.integer(0, bytes.length - 1)] = (byte) draw.integer(Byte.MIN_VALUE, Byte.MAX_VALUE);
    Files.write(file, bytes);
    int read;
    try {
      read = SafetensorsReader.readAll(file).tensors().size();
    } catch (SafetensorsException refused) {
      assertThat(refused).hasMessageStartingWith(file.toString());
      return;
    }
    assertThat(read).isLessThanOrEqualTo(tensors.size() + 1);
  }

  /** Up to five tensors of names, types and shapes of their own. */
  private static List<HostTensor> tensors(Draw draw) {
    Set<String> names = new LinkedHashSet<>(draw.list(0, 5, () -> text(draw)));
    return names.stream().map(name -> tensor(name, draw)).toList();
  }

  private static String text(Draw draw) {
    return draw.unicode(12);
  }

  private static HostTensor tensor(String name, Draw draw) {
    Shape shape = Shape.of(draw.integers(0, 4, () -> draw.integer(1, 5)));
    Random bits = new Random(draw.anyLong());
    int n = shape.elements();
    DataType type = draw.of(DataType.values());
    switch (type) {
      case FLOAT32 -> {
        float[] floats = new float[n];
        for (int i = 0; i < n; i++) {
          floats[i] = Float.intBitsToFloat(bits.nextInt());
        }
        return HostTensor.of(name, shape, floats);
      }
      case FLOAT64 -> {
        double[] doubles = new double[n];
        Arrays.setAll(doubles, i -> Double.longBitsToDouble(bits.nextLong()));
        return HostTensor.of(name, shape, doubles);
      }
      case INT32 -> {
        int[] ints = new int[n];
        Arrays.setAll(ints, i -> bits.nextInt());
        return HostTensor.of(name, shape, ints);
      }
    }
    throw new AssertionError(type);
  }

  private static long[] bits(HostTensor tensor) {
    long[] bits = new long[tensor.shape().elements()];
    for (int i = 0; i < bits.length; i++) {
      switch (tensor.type()) {
        case FLOAT32 -> bits[i] = Float.floatToRawIntBits(tensor.floats()[i]);
        case FLOAT64 -> bits[i] = Double.doubleToRawLongBits(tensor.doubles()[i]);
        case INT32 -> bits[i] = tensor.ints()[i];
      }
    }
    return bits;
  }
}
