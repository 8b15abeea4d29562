package org.gradcl.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.io.file.FullDisk;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
  private static final HostTensor INTS = HostTensor.of("n", Shape.of(2), new int[] {1, -1});
  private static final HostTensor FLOAT = HostTensor.of("x", Shape.scalar(), new float[] {0.5f});
  private static final HostTensor DOUBLE = HostTensor.of("y", Shape.of(1, 1), new double[] {-2});

  @TempDir Path folder;

  /** The schema of a table of many categories is one long string. */
  @Test
  void namesAndStringsMayBeLong() throws IOException {
    String name = "n".repeat(60_000);
    Map<String, String> metadata = Map.of("k".repeat(60_000), "v".repeat(20_000_001));
    Path file = folder.resolve("long.safetensors");
    SafetensorsWriter.write(
        file, List.of(HostTensor.of(name, Shape.scalar(), new float[] {1})), metadata);
    SafetensorsContent content = SafetensorsReader.readAll(file);
    assertThat(content.tensors().keySet()).containsExactly(name);
    assertThat(content.metadata().equals(metadata)).isTrue();
  }

  @Test
  void theBytesAreThoseOfTheFormat() throws IOException {
    Path file = folder.resolve("small.safetensors");
    SafetensorsWriter.write(file, List.of(INTS, FLOAT, DOUBLE), Map.of("b", "2", "a", "ä\n"));
    String header =
        "{\"__metadata__\":{\"a\":\"ä\\n\",\"b\":\"2\"},"
            + "\"y\":{\"dtype\":\"F64\",\"shape\":[1,1],\"data_offsets\":[0,8]},"
            + "\"n\":{\"dtype\":\"I32\",\"shape\":[2],\"data_offsets\":[8,16]},"
            + "\"x\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[16,20]}}";
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int headerBytes = (int) buffer.getLong(0);
    assertThat(headerBytes).isEqualTo(200).satisfies(n -> assertThat(n % 8).isZero());
    assertThat(new String(bytes, 8, headerBytes, StandardCharsets.UTF_8).stripTrailing())
        .isEqualTo(header);
    assertThat(bytes).hasSize(8 + headerBytes + 20);
    int data = 8 + headerBytes;
    assertThat(buffer.getDouble(data)).isEqualTo(-2);
    assertThat(buffer.getInt(data + 8)).isEqualTo(1);
    assertThat(buffer.getInt(data + 12)).isEqualTo(-1);
    assertThat(buffer.getFloat(data + 16)).isEqualTo(0.5f);
  }

  @Test
  void aFullDiskAtAnyByteLeavesTheOldFileAndNoOther() throws IOException {
    Path file = folder.resolve("model.safetensors");
    SafetensorsWriter.write(file, List.of(FLOAT), Map.of("age", "old"));
    byte[] old = Files.readAllBytes(file);
    Path sample = folder.resolve("sample");
    SafetensorsWriter.write(sample, List.of(INTS, FLOAT, DOUBLE), Map.of());
    long size = Files.size(sample);
    Files.delete(sample);
    for (long room = 0; room <= size; room++) {
      FullDisk disk = new FullDisk(room);
      assertThatThrownBy(
              () -> SafetensorsWriter.write(file, List.of(INTS, FLOAT, DOUBLE), Map.of(), disk))
          .isInstanceOf(SafetensorsException.class)
          .hasMessageContaining("model.safetensors")
          .hasMessageContaining("No space left on device")
          .hasMessageContaining("untouched")
          .hasMessageContaining("has room");
      assertThat(Files.readAllBytes(file)).isEqualTo(old);
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).containsExactly(file);
      }
    }
    SafetensorsWriter.write(file, List.of(INTS), Map.of(), new FullDisk(size + 1));
    assertThat(SafetensorsReader.readAll(file).tensors()).containsOnlyKeys("n");
  }

  @Test
  void aChannelTakesTheBytesOfAFile() throws IOException {
    Path file = folder.resolve("model.safetensors");
    SafetensorsWriter.write(file, List.of(INTS, FLOAT, DOUBLE), Map.of("age", "new"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    WritableByteChannel channel = Channels.newChannel(bytes);
    SafetensorsWriter.writeTo(channel, List.of(INTS, FLOAT, DOUBLE), Map.of("age", "new"));
    assertThat(bytes.toByteArray()).isEqualTo(Files.readAllBytes(file));
    assertThat(channel.isOpen()).isTrue();
    assertThatThrownBy(() -> SafetensorsWriter.writeTo(channel, List.of(INTS, INTS), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(bytes.size()).isEqualTo((int) Files.size(file));
  }

  @Test
  void aMissingFolderIsRefused() {
    Path file = folder.resolve("nowhere").resolve("model.safetensors");
    assertThatThrownBy(() -> SafetensorsWriter.write(file, List.of(INTS), Map.of()))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("nowhere")
        .hasMessageContaining("the file cannot be written (no such file)")
        .hasMessageContaining("check that the folder exists");
  }

  @Test
  void namesThatCannotBeWrittenAreRefusedBeforeAnythingIsWritten() {
    Path file = folder.resolve("model.safetensors");
    assertThatThrownBy(() -> SafetensorsWriter.write(file, List.of(INTS, INTS), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'n'");
    HostTensor reserved = HostTensor.of("__metadata__", Shape.scalar(), new int[] {1});
    assertThatThrownBy(() -> SafetensorsWriter.write(file, List.of(reserved), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("__metadata__");
    for (String broken : List.of("\ud800", "a\ud800b", "\udc00")) {
      HostTensor tensor = HostTensor.of(broken, Shape.scalar(), new int[] {1});
      assertThatThrownBy(() -> SafetensorsWriter.write(file, List.of(tensor), Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Unicode");
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void tensorsLargerThanAPieceSurvive() throws IOException {
    float[] floats = new float[200_003];
    double[] doubles = new double[70_001];
    int[] ints = new int[65_537];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = i;
    }
    Arrays.setAll(doubles, i -> -i / 3.0);
    Arrays.setAll(ints, i -> i * 31);
    Path file = folder.resolve("large.safetensors");
    SafetensorsWriter.write(
        file,
        List.of(
            HostTensor.of("f", Shape.of(floats.length), floats),
            HostTensor.of("d", Shape.of(doubles.length), doubles),
            HostTensor.of("i", Shape.of(ints.length), ints)),
        Map.of());
    SafetensorsContent content = SafetensorsReader.readAll(file);
    assertThat(content.tensors().get("f").floats()).isEqualTo(floats);
    assertThat(content.tensors().get("d").doubles()).isEqualTo(doubles);
    assertThat(content.tensors().get("i").ints()).isEqualTo(ints);
  }
}
