package org.gradcl.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.gradcl.tensor.DataType;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;

class SafetensorsPropertyTest {
  private static Path file;

  @BeforeContainer
  static void createFile() throws IOException {
    file = Files.createTempFile("property", ".safetensors");
  }

  @AfterContainer
  static void deleteFile() throws IOException {
    Files.delete(file);
  }

  @Property(tries = 100)
  void whatIsWrittenIsRead(
      @ForAll("tensors") List<HostTensor> tensors, @ForAll("metadata") Map<String, String> metadata)
      throws IOException {
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

  @Property(tries = 60)
  void aTruncatedFileIsRefused(
      @ForAll("tensors") List<HostTensor> tensors, @ForAll @IntRange(max = 999) int permille)
      throws IOException {
    SafetensorsWriter.write(file, tensors, Map.of("k", "v"));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, (int) (bytes.length * (long) permille / 1000)));
    assertThatThrownBy(() -> SafetensorsReader.open(file)).isInstanceOf(SafetensorsException.class);
  }

  @Property(tries = 200)
  void aChangedByteIsReadOrRefusedButNothingElse(
      @ForAll("tensors") List<HostTensor> tensors,
      @ForAll @IntRange(max = 999) int permille,
      @ForAll byte value)
      throws IOException {
    SafetensorsWriter.write(file, tensors, Map.of("k", "v"));
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) (bytes.length * (long) permille / 1000)] = value;
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

  @Provide
  Arbitrary<Map<String, String>> metadata() {
    return Arbitraries.maps(text(), text()).ofMaxSize(4);
  }

  @Provide
  Arbitrary<List<HostTensor>> tensors() {
    return Combinators.combine(
            text(), Arbitraries.of(DataType.values()), shapes(), Arbitraries.longs())
        .as(SafetensorsPropertyTest::tensor)
        .list()
        .ofMaxSize(5)
        .uniqueElements(HostTensor::name);
  }

  private static Arbitrary<Shape> shapes() {
    return Arbitraries.integers().between(1, 5).array(int[].class).ofMaxSize(4).map(Shape::of);
  }

  /** Any Unicode text: jqwik's default characters hold no lone surrogates. */
  private static Arbitrary<String> text() {
    return Arbitraries.strings()
        .ofMaxLength(12)
        .filter(text -> !text.equals(HeaderParser.METADATA))
        .filter(text -> text.codePoints().noneMatch(c -> c >= 0xd800 && c < 0xe000));
  }

  private static HostTensor tensor(String name, DataType type, Shape shape, long seed) {
    Random bits = new Random(seed);
    int n = shape.elements();
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
