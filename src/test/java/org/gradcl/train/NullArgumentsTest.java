package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.BatchSource;
import org.gradcl.data.NumericRows;
import org.gradcl.data.Sample;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.DeviceSettings;
import org.gradcl.io.TensorMapping;
import org.gradcl.metric.Metric;
import org.gradcl.metric.Metrics;
import org.gradcl.nn.Sequential;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.train.report.Goal;
import org.gradcl.train.report.Listener;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A null that a first program hands in is named, and nothing of it reaches the device. */
class NullArgumentsTest {
  private static final ArrayDataSet DATA = Trainers.curve(20, 1);
  private static final float[] SAMPLE = new float[3];
  private static final Fit FIT = Fit.epochs(1);
  private static final Path FILE = Path.of("target", "never-written.safetensors");

  private static Named<String> word(String word) {
    return named(word, word);
  }

  private static Arguments trainer(String word, Consumer<Trainer> call) {
    return arguments(word(word), call);
  }

  static Stream<Arguments> ofATrainer() {
    return Stream.of(
        trainer("trainingSet", t -> t.fit(null, FIT)),
        trainer("fit", t -> t.fit(DATA, null)),
        trainer("batch", t -> t.step(null)),
        trainer("inputs", t -> t.step(null, new float[1])),
        trainer("targets", t -> t.step(SAMPLE, null)),
        trainer("inputs", t -> t.trace(null, new float[1])),
        trainer("file", t -> t.save(null)),
        trainer("name", t -> t.parameters().get(null)),
        trainer("name", t -> t.parameters().shape(null)),
        trainer("values", t -> t.parameters().set(null)),
        trainer("values", t -> t.parameters().setAll(null)),
        trainer("values", t -> t.parameters().setAll(Arrays.asList((HostTensor) null))),
        trainer("file", t -> t.parameters().load(null)),
        trainer("rename", t -> t.parameters().load(FILE, (UnaryOperator<String>) null)),
        trainer("mapping", t -> t.parameters().load(FILE, (TensorMapping) null)),
        trainer("match", t -> t.parameters().load(FILE, UnaryOperator.identity(), null)),
        trainer("checkpoint", t -> Predictor.of(null, t.model(), policy(), settings())),
        trainer("model", t -> Predictor.of(t.checkpoint(), null, policy(), settings())),
        trainer("policy", t -> Predictor.of(t.checkpoint(), t.model(), null, settings())),
        trainer(
            "settings",
            t -> Predictor.of(t.checkpoint(), t.model(), policy(), (DeviceSettings) null)),
        trainer("what", t -> Trainer.builder().restore(t.checkpoint(), null)));
  }

  private static DevicePolicy policy() {
    return DevicePolicy.jvm();
  }

  private static DeviceSettings settings() {
    return DeviceSettings.none();
  }

  @ParameterizedTest
  @MethodSource("ofATrainer")
  void aTrainerNamesIt(String word, Consumer<Trainer> call) {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      assertThatNullPointerException().isThrownBy(() -> call.accept(trainer)).withMessage(word);
    }
  }

  private static Arguments model(String word, Consumer<ModelOnDevice> call) {
    return arguments(word(word), call);
  }

  static Stream<Arguments> ofAModelOnADevice() {
    return Stream.of(
        model("sample", m -> m.predict((float[]) null)),
        model("samples", m -> m.predict((float[][]) null)),
        model("source", m -> m.predict((BatchSource) null)),
        model("source", m -> m.predict(null, piece -> {})),
        model("pieces", m -> m.predict(DATA, null)),
        model("source", m -> m.values(null, "prediction")),
        model("source", m -> m.values(null, "loss")),
        model("labels", m -> m.values(DATA, (String[]) null)),
        model("label", m -> m.values(DATA, (String) null)),
        model("source", m -> m.evaluate(null)),
        model("metrics", m -> m.evaluate(DATA, (Metric[]) null)),
        model("metric", m -> m.evaluate(DATA, Metrics.mae(), null)));
  }

  @ParameterizedTest
  @MethodSource("ofAModelOnADevice")
  void aModelOnADeviceNamesIt(String word, Consumer<ModelOnDevice> call) {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build();
        Predictor predictor =
            Predictor.of(trainer.checkpoint(), trainer.model(), policy(), Trainers.jvmEngine())) {
      for (ModelOnDevice model : new ModelOnDevice[] {trainer, predictor}) {
        assertThatNullPointerException().isThrownBy(() -> call.accept(model)).withMessage(word);
      }
    }
  }

  private static Arguments call(String word, Runnable call) {
    return arguments(word(word), call);
  }

  static Stream<Arguments> ofOthers() {
    float[][] rows = {{1}};
    return Stream.of(
        call("source", () -> FIT.validation(null)),
        call("metrics", () -> FIT.metrics((Metric[]) null)),
        call("metric", () -> FIT.metrics((Metric) null)),
        call("limit", () -> FIT.timeLimit((Duration) null)),
        call("folder", () -> FIT.checkpoints(null)),
        call("listener", () -> FIT.listener(null)),
        call("figure", () -> FIT.monitor(null, Goal.MINIMIZE)),
        call("goal", () -> FIT.monitor("loss", null)),
        call("checkpoint", () -> Fit.resume(null)),
        call("checkpoint", () -> Fit.resume(null, 3)),
        call("file", () -> Checkpoint.load(null)),
        call("file", () -> Predictor.load(null, policy())),
        call("checkpoint", () -> Trainer.builder().restore(null)),
        call("model", () -> Trainer.builder().model((Sequential) null)),
        call("schema", () -> Trainer.builder().schema(null)),
        call("listener", () -> Listener.all((Listener) null)),
        call("function", () -> DATA.map(null)),
        call("shapes", () -> DATA.map((Map<String, Shape>) null, (Sample sample) -> sample)),
        call("next", () -> DATA.concat(null)),
        call("more", () -> DATA.concat(DATA, (BatchSource) null)),
        call("inputs", () -> ArrayDataSet.of(null, rows)),
        call("targets", () -> ArrayDataSet.of(rows, (float[][]) null)),
        call("classes", () -> ArrayDataSet.of(rows, (int[]) null)),
        call("inputShape", () -> ArrayDataSet.of(null, SAMPLE, new int[1])),
        call("inputs", () -> ArrayDataSet.of(Shape.of(1), null, new int[1])),
        call("inputShape", () -> ArrayDataSet.ofInputs(null, SAMPLE)),
        call("inputs", () -> ArrayDataSet.ofInputs(Shape.of(1), null)),
        call("inputs", () -> ArrayDataSet.ofInputs((NumericRows) null)),
        call("inputs", () -> ArrayDataSet.of((NumericRows) null, new int[1])),
        call("sampleNumbers", () -> DATA.select((int[]) null)));
  }

  @ParameterizedTest
  @MethodSource("ofOthers")
  void whatIsGivenToATrainerNamesIt(String word, Runnable call) {
    assertThatNullPointerException().isThrownBy(call::run).withMessage(word);
  }

  @Test
  void aTrainerStillWorksAfterwards() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      assertThatNullPointerException().isThrownBy(() -> trainer.step((BatchSource) null));
      trainer.fit(DATA, FIT);
    }
  }
}
