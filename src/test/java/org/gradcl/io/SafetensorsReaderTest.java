package org.gradcl.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsReaderTest {
  @TempDir Path folder;

  @Test
  void readsAFileAsPythonWritesIt() throws IOException {
    Path file =
        write(
            "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"weight\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
                + "\"scale\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]},"
                + "\"half\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[12,16]},"
                + "\"none\":{\"dtype\":\"F32\",\"shape\":[0,3],\"data_offsets\":[16,16]}}   ",
            0,
            0,
            0x80,
            0x3f,
            0,
            0,
            0,
            0xc0,
            0,
            0,
            0,
            0x3f,
            1,
            2,
            3,
            4);
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      assertThat(reader.names()).containsExactly("weight", "scale", "half", "none");
      assertThat(reader.metadata()).containsExactly(Map.entry("format", "pt"));
      HostTensor weight = reader.read("weight");
      assertThat(weight.name()).isEqualTo("weight");
      assertThat(weight.shape()).isEqualTo(Shape.of(1, 2));
      assertThat(weight.floats()).containsExactly(1, -2);
      assertThat(reader.read("scale").shape()).isEqualTo(Shape.scalar());
      assertThat(reader.read("scale").floats()).containsExactly(0.5f);
      assertThatThrownBy(() -> reader.read("half"))
          .isInstanceOf(SafetensorsException.class)
          .hasMessageContainingAll(file.toString(), "'half' BF16 [2]", "convert it to F32");
      assertThatThrownBy(() -> reader.read("none"))
          .isInstanceOf(SafetensorsException.class)
          .hasMessageContainingAll(file.toString(), "'none' F32 [0, 3]", "0 elements");
      assertThatThrownBy(() -> reader.read("bias"))
          .isInstanceOf(SafetensorsException.class)
          .hasMessageContainingAll("'bias'", "weight, scale");
    }
  }

  @Test
  void everyFloatingPointTypeIsReadAsFloat32() throws IOException {
    Path file =
        write(
            "{\"f64\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},"
                + "\"f32\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
                + "\"f16\":{\"dtype\":\"F16\",\"shape\":[2,1],\"data_offsets\":[12,16]},"
                + "\"bf16\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[16,20]},"
                + "\"i32\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[20,24]}}",
            0x9a,
            0x99,
            0x99,
            0x99,
            0x99,
            0x99,
            0xb9,
            0x3f,
            0,
            0,
            0,
            0xc0,
            0,
            0x3c,
            0x01,
            0x80,
            0x80,
            0x3f,
            0x49,
            0xc0,
            1,
            0,
            0,
            0);
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      assertThat(reader.readFloats("f64").floats()).containsExactly(0.1f);
      assertThat(reader.readFloats("f32").floats()).containsExactly(-2);
      assertThat(reader.readFloats("f16").floats()).containsExactly(1, -0x1p-24f);
      assertThat(reader.readFloats("f16").shape()).isEqualTo(Shape.of(2, 1));
      assertThat(reader.readFloats("bf16").floats()).containsExactly(1, -3.140625f);
      assertThatThrownBy(() -> reader.readFloats("i32"))
          .isInstanceOf(SafetensorsException.class)
          .hasMessageContainingAll(file.toString(), "'i32' I32 [1]", "F32, F64, F16 or BF16");
      assertThat(reader.describe("f16")).isEqualTo("F16 [2, 1]");
    }
  }

  @Test
  void anEmptyFileOfTheFormatHoldsNothing() throws IOException {
    SafetensorsContent content = SafetensorsReader.readAll(write("{}"));
    assertThat(content.tensors()).isEmpty();
    assertThat(content.metadata()).isEmpty();
  }

  @Test
  void aTensorWithoutElementsMayStandBetweenOthers() throws IOException {
    Path file =
        write(
            "{\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]},"
                + "\"none\":{\"dtype\":\"F32\",\"shape\":[0,9],\"data_offsets\":[4,4]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
            new int[8]);
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      assertThat(reader.read("b").floats()).containsExactly(0);
    }
  }

  /** Two elements of each: the sizes are those of Python's safetensors 0.8. */
  @ParameterizedTest
  @CsvSource({
    "F64, 16", "F32, 8", "F16, 4", "BF16, 4", "F8_E4M3, 2", "F8_E5M2, 2", "F8_E8M0, 2",
    "F8_E4M3FNUZ, 2", "F8_E5M2FNUZ, 2", "F4, 1", "I64, 16", "I32, 8", "I16, 4", "I8, 2",
    "U64, 16", "U32, 8", "U16, 4", "U8, 2", "BOOL, 2", "C64, 16"
  })
  void theSizesOfAllTypesAreKnown(String type, int bytes) throws IOException {
    String header = "{\"a\":{\"dtype\":\"%s\",\"shape\":[2],\"data_offsets\":[0,%d]}}";
    Path file = write(String.format(header, type, bytes), new int[bytes]);
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      assertThat(reader.names()).containsExactly("a");
    }
    Path longer = write(String.format(header, type, bytes + 1), new int[bytes + 1]);
    assertThatThrownBy(() -> SafetensorsReader.open(longer))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("its shape needs " + bytes);
  }

  @Test
  void tensorsNeedNotBeAligned() throws IOException {
    Path file =
        write(
            "{\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
                + "\"d\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[1,9]}}",
            7,
            0,
            0,
            0,
            0,
            0,
            0,
            0xf8,
            0x3f);
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      assertThat(reader.read("d").doubles()).containsExactly(1.5);
    }
  }

  /** Headers with eight bytes of data behind them; quotes are written as apostrophes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "[]                                                          | does not begin with '{'",
        "x{}                                                        | does not begin with '{'",
        "{                                                           | not valid JSON",
        "{} {}                                                       | closing brace",
        "{'a':1}                                                     | tensor 'a' is VALUE_NUMBER",
        "{'a':{}}                                                    | lacks one of dtype",
        "{'a':{'dtype':'F32','shape':[2]}}                           | lacks one of dtype",
        "{'a':{'dtype':'F99','shape':[2],'data_offsets':[0,8]}}      | unknown element type 'F99'",
        "{'a':{'dtype':7,'shape':[2],'data_offsets':[0,8]}}          | dtype of tensor 'a' is",
        "{'a':{'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 'dtype' twice",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}     | negative number -2",
        "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}}    | shape of tensor 'a' is",
        "{'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}}        | shape of tensor 'a' is",
        "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}} | not valid"
            + " JSON",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,9]}}    | 3 data_offsets",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}      | 8 bytes, its shape needs 12",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}} | overflows",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}      | before it begins",
        "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}}     | is truncated",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}      | 4 bytes behind the last",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}      | 4 bytes before tensor 'a'",
        "{}                                                          | 8 bytes behind the last",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | overlaps",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | tensor 'a' twice",
        "{'__metadata__':{},'__metadata__':{}}                       | __metadata__ twice",
        "{'__metadata__':{'k':'v','k':'w'}}                          | key 'k' twice",
        "{'__metadata__':{'k':1}}                                    | __metadata__ 'k' is",
        "{'__metadata__':[]}                                         | __metadata__ is START_ARRAY",
        "{'a':{'x':[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]}}    | not valid JSON",
      })
  void damagedHeadersAreRefused(String header, String found) throws IOException {
    Path file = write(header.replace('\'', '"'), 1, 2, 3, 4, 5, 6, 7, 8);
    assertThatThrownBy(() -> SafetensorsReader.open(file))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(found)
        .hasMessageContaining("; ");
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 100_000_000, 100_000_001, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void aHeaderBeyondTheFileOrTheFormatIsRefused(long claimed) throws IOException {
    Path file = folder.resolve("claim.safetensors");
    byte[] bytes = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).putLong(claimed).array();
    bytes[8] = '{';
    bytes[9] = '}';
    Files.write(file, bytes);
    assertThatThrownBy(() -> SafetensorsReader.open(file))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining(
            "the header claims " + Long.toUnsignedString(claimed) + " bytes, the ");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() throws IOException {
    Path file = write("{}");
    byte[] bytes = Files.readAllBytes(file);
    bytes[9] = (byte) 0xff;
    Files.write(file, bytes);
    assertThatThrownBy(() -> SafetensorsReader.open(file))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void filesThatCannotBeReadAreRefused() throws IOException {
    assertThatThrownBy(() -> SafetensorsReader.open(folder.resolve("no.safetensors")))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContainingAll("no.safetensors", "there is no such file", "check the path");
    assertThatThrownBy(() -> SafetensorsReader.open(folder))
        .isInstanceOf(SafetensorsException.class)
        .hasMessage(folder + ": this is a folder; give a file in it");
    Path tiny = Files.write(folder.resolve("tiny"), new byte[7]);
    assertThatThrownBy(() -> SafetensorsReader.open(tiny))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("7 bytes");
  }

  @Test
  void aFileShortenedBehindTheReadersBackIsNoticed() throws IOException {
    Path file =
        write(
            "{'a':{'dtype':'I32','shape':[2],'data_offsets':[0,8]}}".replace('\'', '"'),
            1,
            0,
            0,
            0,
            2,
            0,
            0,
            0);
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      assertThat(reader.read("a").ints()).containsExactly(1, 2);
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
      assertThatThrownBy(() -> reader.read("a"))
          .isInstanceOf(SafetensorsException.class)
          .hasMessageContaining("while it was read");
    }
  }

  private Path write(String header, int... data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    for (int value : data) {
      bytes.put((byte) value);
    }
    return Files.write(folder.resolve("file.safetensors"), bytes.array());
  }

  @Test
  void anInterruptedThreadReads() throws IOException {
    Path file =
        write("{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}", 0, 0, 0x80, 0x3f);
    Thread.currentThread().interrupt();
    try {
      HostTensor tensor = SafetensorsReader.readAll(file).tensors().get("a");
      assertThat(tensor.floats()).containsExactly(1);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /** No Java heap has an array of 2³¹ − 1 elements; the file is sparse. */
  @Test
  void aTensorThatTheHeapHasNoRoomForIsRefused() throws IOException {
    long bytes = 4L * Integer.MAX_VALUE;
    Path file =
        write(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647],\"data_offsets\":[0,"
                + bytes
                + "]}}");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(sparse.length() + bytes);
    }
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      assertThat(reader.extents("a")).containsExactly(Integer.MAX_VALUE);
      assertThatThrownBy(() -> reader.read("a"))
          .isInstanceOf(SafetensorsException.class)
          .hasMessageContainingAll(file.toString(), "'a' F32 [2147483647]", "8589934588", "-Xmx");
    }
  }

  @Test
  void severalThreadsReadAtOnce() throws Exception {
    float[] values = new float[300_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Path file = folder.resolve("large.safetensors");
    HostTensor up = HostTensor.of("up", Shape.of(values.length), values);
    HostTensor zeros = HostTensor.of("zeros", Shape.of(values.length), new float[values.length]);
    SafetensorsWriter.write(file, List.of(up, zeros), Map.of());
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      IntStream.range(0, 40)
          .parallel()
          .forEach(
              i -> {
                HostTensor expected = i % 2 == 0 ? up : zeros;
                try {
                  assertThat(reader.read(expected.name()).floats()).isEqualTo(expected.floats());
                } catch (SafetensorsException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
