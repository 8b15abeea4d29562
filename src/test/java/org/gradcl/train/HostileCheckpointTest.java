package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.device.DevicePolicy;
import org.gradcl.io.SafetensorsContent;
import org.gradcl.io.SafetensorsReader;
import org.gradcl.io.SafetensorsWriter;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.train.report.CheckpointException;
import org.gradcl.train.report.FitControl;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.NonFiniteLossException;
import org.gradcl.train.report.StepEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that were damaged by chance or on purpose: used, or refused by one exception. */
class HostileCheckpointTest {
  private static final ArrayDataSet DATA = Trainers.curve(20, 1);
  private static final int LENGTH_BYTES = 8;

  /** The model has a hundred numbers: no damage may make anybody allocate for many more. */
  private static final long MOST_BYTES = 64 << 20;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void save() {
    file = folder.resolve("model.safetensors");
    try (Trainer trainer = Trainers.eventful(Trainers.onJvm()).build()) {
      trainer.fit(DATA, Fit.epochs(2).batchSize(8).validation(DATA).patience(5));
      trainer.save(file);
    }
  }

  @RepeatedTest(300)
  void aDamagedHeaderIsReadOrRefusedButNothingElse(RepetitionInfo repetition) throws IOException {
    Random random = new Random(repetition.getCurrentRepetition());
    byte[] bytes = Files.readAllBytes(file);
    int header = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    // Digits are sizes, offsets, steps and rates: what they become is still well-formed.
    boolean digits = random.nextInt(4) > 0;
    for (int changes = 1 + random.nextInt(3); changes > 0; ) {
      int at = LENGTH_BYTES + random.nextInt(header);
      if (!digits) {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        changes--;
      } else if (Character.isDigit(bytes[at])) {
        bytes[at] = (byte) ('0' + random.nextInt(10));
        changes--;
      }
    }
    Files.write(file, bytes);
    useOrRefuse();
  }

  @RepeatedTest(30)
  void aCutFileIsRefused(RepetitionInfo repetition) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = new Random(repetition.getCurrentRepetition()).nextInt(bytes.length);
    Files.write(file, java.util.Arrays.copyOf(bytes, length));
    assertThat(useOrRefuse()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "model, dense 30000 30000 tanh; dense 30000 1, 'layer.0.weight'",
    "model, dense 3 2000000000 tanh; dense 2000000000 1, at most 2147483647",
    "model, dense 100000 100000, at most 2147483647",
    "model, dense 3 16 tanh; dense 17 1, layer.1",
    "model, dense 3 16 tan, 'known are identity, relu'",
    "model, '', No layer is named",
    "loss, mse scale=third, 'half, full'",
    "optimizer, sgd learning_rate=-1, above 0",
    "optimizer, adam beta1=2 learning_rate=1, beta1",
  })
  void aTextThatAsksForAnythingIsRefusedNamingTheFile(String key, String text, String message)
      throws IOException {
    damage(metadata -> metadata.put(key, text));
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> allocating(this::train))
        .withMessageStartingWith(file.toString())
        .withMessageContaining(message);
    if (key.equals("model")) {
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> allocating(this::predict))
          .withMessageStartingWith(file.toString());
    }
  }

  @Test
  void aTensorThatStandsTwiceIsRefused() throws IOException {
    SafetensorsContent content = SafetensorsReader.readAll(file);
    List<HostTensor> tensors = new ArrayList<>(content.tensors().values());
    HostTensor bias = content.tensors().get("layer.0.bias");
    tensors.add(HostTensor.of("optimizer/layer.0.bias", bias.shape(), bias.floats()));
    SafetensorsWriter.write(file, tensors, content.metadata());
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> Checkpoint.load(file))
        .withMessageContaining("'layer.0.bias' twice");
  }

  @Test
  void aTensorOfAnotherTypeIsRefused() throws IOException {
    SafetensorsContent content = SafetensorsReader.readAll(file);
    List<HostTensor> tensors = new ArrayList<>(content.tensors().values());
    tensors.removeIf(tensor -> tensor.name().equals("layer.2.bias"));
    tensors.add(HostTensor.of("layer.2.bias", Shape.of(1), new double[] {1}));
    SafetensorsWriter.write(file, tensors, content.metadata());
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> Checkpoint.load(file))
        .withMessageStartingWith(file.toString())
        .withMessageContaining("layer.2.bias FLOAT64 [1] is not FLOAT32");
  }

  @Test
  void aPositionWithinABatchIsRefusedInOneLine() throws IOException {
    damage(
        metadata ->
            metadata.compute("fit", (k, v) -> v.replaceFirst("\"position\":0", "\"position\":9")));
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> Checkpoint.load(file))
        .withMessageContaining("end of a batch of 8, found 9");
    damage(metadata -> metadata.put("fit", "{"));
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> Checkpoint.load(file))
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  private void damage(Consumer<Map<String, String>> change) throws IOException {
    SafetensorsContent content = SafetensorsReader.readAll(file);
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    change.accept(metadata);
    SafetensorsWriter.write(file, content.tensors().values(), metadata);
  }

  /** Whether the file was of use for anything. */
  private boolean useOrRefuse() {
    boolean used = false;
    for (Runnable use : List.<Runnable>of(this::predict, this::train)) {
      try {
        allocating(use);
        used = true;
      } catch (CheckpointException e) {
        assertThat(e).hasMessageStartingWith(file.toString());
      } catch (NonFiniteLossException e) {
        // The numbers may have become anything that a float can be.
        used = true;
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining("The run to be resumed trained on");
      }
    }
    return used;
  }

  private void predict() {
    try (Predictor predictor = Predictor.load(file, DevicePolicy.jvm())) {
      assertThat(predictor.predict(new float[3])).hasSize(1);
    }
  }

  private void train() {
    Checkpoint checkpoint = Checkpoint.load(file);
    try (Trainer trainer = checkpoint.trainer().deviceSelector(Trainers.jvmEngine()).build()) {
      if (checkpoint.resumable()) {
        Listener once =
            new Listener() {
              @Override
              public void onStep(StepEvent event, FitControl control) {
                trainer.cancel();
              }
            };
        trainer.fit(DATA, Fit.resume(checkpoint).validation(DATA).listener(once));
        trainer.save(file);
      }
    }
  }

  private static void allocating(Runnable body) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    try {
      body.run();
    } finally {
      assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(MOST_BYTES);
    }
  }

  /** A gigabyte or more that the file claims is not on the disk: it is sparse. */
  @ParameterizedTest
  @CsvSource({
    "layer.9.weight, 'no tensor ''layer.9.weight'', it has one of shape [400000000]'",
    "best/optimizer/momentum/layer.0.bias, no tensor 'best/optimizer/momentum/layer.0.bias'",
    "optimizer/firstMoment/layer.0.bias, 'of shape [16], found shape [400000000]'"
  })
  void aTensorOfAnySizeIsRefusedBeforeItIsRead(String name, String message) throws IOException {
    SafetensorsContent content = SafetensorsReader.readAll(file);
    List<HostTensor> tensors = new ArrayList<>(content.tensors().values());
    tensors.removeIf(tensor -> tensor.name().equals(name));
    tensors.add(HostTensor.of(name, Shape.of(1), new float[1]));
    SafetensorsWriter.write(file, tensors, content.metadata());
    byte[] bytes = Files.readAllBytes(file);
    int header = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    long data = (long) bytes.length - LENGTH_BYTES - header;
    long claimed = 400_000_000;
    String small = "\"shape\":[1],\"data_offsets\":[" + (data - 4) + "," + data + "]";
    String large =
        "\"shape\":["
            + claimed
            + "],\"data_offsets\":["
            + (data - 4)
            + ","
            + (data - 4 + 4 * claimed)
            + "]";
    String json = new String(bytes, LENGTH_BYTES, header, StandardCharsets.UTF_8);
    assertThat(json).contains(small);
    byte[] claiming = json.replace(small, large).getBytes(StandardCharsets.UTF_8);
    try (RandomAccessFile hostile = new RandomAccessFile(file.toFile(), "rw")) {
      hostile.write(
          ByteBuffer.allocate(LENGTH_BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(claiming.length)
              .array());
      hostile.write(claiming);
      hostile.write(bytes, LENGTH_BYTES + header, (int) data);
      hostile.setLength(LENGTH_BYTES + claiming.length + data - 4 + 4 * claimed);
    }
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> allocating(() -> Checkpoint.load(file)))
        .withMessageStartingWith(file.toString())
        .withMessageContaining(message);
  }
}
