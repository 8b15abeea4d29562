package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.BatchCursor;
import org.gradcl.data.BatchSource;
import org.gradcl.data.Capability;
import org.gradcl.data.DataException;
import org.gradcl.data.SampleOrder;
import org.gradcl.data.SourceSplit;
import org.gradcl.data.UnsupportedBySourceException;
import org.gradcl.device.DevicePolicy;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.Shape;
import org.gradcl.train.report.FitControl;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.StepEvent;
import org.junit.jupiter.api.Test;

/** Training over sources that stand on sources, and what is asked of a source's capabilities. */
class SourcesOfSourcesTest {
  private static final ArrayDataSet DATA = Trainers.curve(100, 1);
  private static final Fit FIT = Fit.epochs(3).batchSize(16).shuffle();

  /** A source with the capabilities that a test gives it, which notes the threads that fill. */
  private record Telling(BatchSource source, Set<Capability> capabilities, Set<String> threads)
      implements BatchSource {
    @Override
    public long samples() {
      return source.samples();
    }

    @Override
    public Map<String, Shape> sampleShapes() {
      return source.sampleShapes();
    }

    @Override
    public BatchCursor open(SampleOrder order) {
      BatchCursor cursor = source.open(order);
      return new BatchCursor() {
        @Override
        public void fill(int rows, Map<String, FloatBuffer> buffers) {
          threads.add(Thread.currentThread().getName());
          cursor.fill(rows, buffers);
        }

        @Override
        public long position() {
          return cursor.position();
        }

        @Override
        public void seek(long sample) {
          cursor.seek(sample);
        }

        @Override
        public void close() {
          cursor.close();
        }
      };
    }

    @Override
    public String toString() {
      return "a telling source";
    }
  }

  private static Telling telling(BatchSource source, Capability... capabilities) {
    Set<Capability> set = EnumSet.noneOf(Capability.class);
    set.addAll(List.of(capabilities));
    return new Telling(source, set, new HashSet<>());
  }

  private static Trainers.State trained(BatchSource source) {
    try (Trainer trainer = Trainers.eventful(Trainers.onJvm()).build()) {
      trainer.fit(source, FIT);
      return Trainers.state(trainer);
    }
  }

  @Test
  void theSameSamplesGiveTheSameBitsHoweverTheyArePutTogether() {
    int[] first = IntStream.range(0, 40).toArray();
    Trainers.State expected = trained(DATA.select(first));
    assertThat(trained(DATA.take(40))).isEqualTo(expected);
    assertThat(trained(DATA.take(25).concat(DATA.select(IntStream.range(25, 40).toArray()))))
        .isEqualTo(expected);
    assertThat(trained(DATA.map(sample -> sample).take(40))).isEqualTo(expected);
    assertThat(trained(DATA.take(41))).isNotEqualTo(expected);
  }

  @Test
  void theTwoPartsOfASplitTrainAndValidate() {
    SourceSplit split = DATA.split(0.8, 42);
    try (Trainer trainer = Trainers.eventful(Trainers.onJvm()).build()) {
      assertThat(trainer.fit(split.first(), FIT.validation(split.rest())).steps()).isEqualTo(15);
      assertThat(trainer.evaluate(split.rest()).samples()).isEqualTo(20);
      assertThat(trainer.predict(split.rest()).shape()).isEqualTo(Shape.of(20, 1));
    }
  }

  @Test
  void aRunOverPartsIsResumedWithinAnEpoch() {
    for (Supplier<BatchSource> parts :
        List.<Supplier<BatchSource>>of(
            () -> DATA.split(0.8, 42).first(),
            () -> DATA.take(80),
            () -> DATA.take(30).concat(DATA.take(50)),
            () -> DATA.map(sample -> sample.withTarget(2 * sample.target()[0])))) {
      Trainers.State whole = trained(parts.get());
      Checkpoint middle;
      try (Trainer trainer = Trainers.eventful(Trainers.onJvm()).build()) {
        trainer.fit(parts.get(), FIT.listener(cancelAt(trainer, 8)));
        middle = trainer.checkpoint();
      }
      try (Trainer trainer =
          middle
              .trainer()
              .deviceSelector(Trainers.jvmEngine())
              .device(DevicePolicy.jvm())
              .build()) {
        trainer.fit(parts.get(), Fit.resume(middle));
        assertThat(Trainers.state(trainer)).isEqualTo(whole);
      }
    }
  }

  private static Listener cancelAt(Trainer trainer, int step) {
    return new Listener() {
      @Override
      public void onStep(StepEvent event, FitControl control) {
        if (event.step() == step) {
          trainer.cancel();
        }
      }
    };
  }

  @Test
  void resumingWithinAnEpochNeedsASourceThatSeeksAndRepeats() {
    Checkpoint middle;
    try (Trainer trainer = Trainers.eventful(Trainers.onJvm()).build()) {
      trainer.fit(DATA, FIT.listener(cancelAt(trainer, 8)));
      middle = trainer.checkpoint();
      Trainers.State before = Trainers.state(trainer);
      assertThatThrownBy(
              () -> trainer.fit(telling(DATA, Capability.REPEATABLE), Fit.resume(middle)))
          .isInstanceOf(UnsupportedBySourceException.class)
          .hasMessage(
              "The run to be resumed stopped within an epoch, and the source a telling source"
                  + " cannot seek there: resume from a checkpoint at the end of an epoch, or let"
                  + " the source be SEEKABLE");
      assertThatThrownBy(() -> trainer.fit(telling(DATA, Capability.SEEKABLE), Fit.resume(middle)))
          .isInstanceOf(UnsupportedBySourceException.class)
          .hasMessage(
              "The run to be resumed stopped within an epoch, and the source a telling source gives"
                  + " other samples in each pass: resume from a checkpoint at the end of an epoch,"
                  + " or let the source be REPEATABLE");
      assertThat(Trainers.state(trainer)).isEqualTo(before);
    }
  }

  @Test
  void whatLiesInMemoryIsFilledByTheThreadThatTrains() {
    Telling inMemory = telling(DATA, Capability.IN_MEMORY, Capability.REPEATABLE);
    Telling streamed = telling(DATA, Capability.REPEATABLE);
    assertThat(trained(inMemory)).isEqualTo(trained(streamed)).isEqualTo(trained(DATA));
    assertThat(inMemory.threads()).containsExactly(Thread.currentThread().getName());
    assertThat(streamed.threads()).containsExactly("gradcl-feeder");
  }

  /** Whoever vouches for finite numbers is believed; a NaN then ends in the loss. */
  @Test
  void numbersAreLookedAtUnlessTheSourceVouchesForThem() {
    BatchSource spoilt = Trainers.Streamed.spoilt(DATA, 57, "target", Float.NaN);
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> trainer.evaluate(telling(spoilt, Capability.IN_MEMORY)))
          .withMessageContaining(
              "Sample 57 of the pass (from 0) has NaN at column 0 of its target");
      assertThat(trainer.evaluate(telling(spoilt, Capability.FINITE)).loss()).isNaN();
    }
  }

  @Test
  void classesInMemoryAreLookedAtBeforeTheFirstStep() {
    ArrayDataSet data =
        ArrayDataSet.of(Shape.of(3), new float[3 * 3000], new int[3000])
            .select(IntStream.range(0, 3000).toArray());
    data.targets()[2999] = 4;
    try (Trainer trainer =
        Trainers.onJvm()
            .model(Sequential.of(Dense.of(3, 4)))
            .loss(Losses.softmaxCrossEntropy())
            .optimizer(Optimizers.sgd(0.1))
            .build()) {
      for (BatchSource source : List.of(data, data.take(3000), data.take(2).concat(data))) {
        assertThatExceptionOfType(DataException.class)
            .isThrownBy(() -> trainer.fit(source, Fit.epochs(1).batchSize(10)))
            .withMessageContainingAll(
                "Sample " + (source.samples() - 1), "4.0", "4 classes", "0 to 3");
        assertThat(trainer.checkpoint().step()).isZero();
      }
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> trainer.fit(data.map(s -> s), Fit.epochs(1).batchSize(1000)))
          .withMessageContaining("Sample 2999");
      assertThat(trainer.checkpoint().step()).as("of a stream as they come").isEqualTo(2);
    }
  }

  @Test
  void targetsOfAnotherShapeComeWithWhatToDo() {
    try (Trainer classifier =
            Trainers.onJvm()
                .model(Sequential.of(Dense.of(1, 3)))
                .loss(Losses.softmaxCrossEntropy())
                .optimizer(Optimizers.sgd(0.1))
                .build();
        Trainer regression =
            Trainers.onJvm()
                .model(Sequential.of(Dense.of(1, 1)))
                .loss(Losses.meanSquaredError())
                .optimizer(Optimizers.sgd(0.1))
                .build()) {
      float[][] inputs = {{1}, {2}};
      assertThatExceptionOfType(ShapeMismatchException.class)
          .isThrownBy(() -> classifier.evaluate(ArrayDataSet.of(inputs, new float[][] {{0}, {1}})))
          .withMessageEndingWith(
              "takes targets of shape [], the data has targets of shape [1]; give each index as an"
                  + " int, or map the target to the shape []");
      assertThatExceptionOfType(ShapeMismatchException.class)
          .isThrownBy(
              () ->
                  classifier.evaluate(
                      ArrayDataSet.of(inputs, new float[][] {{0, 0, 1}, {1, 0, 0}})))
          .withMessageEndingWith("give the index of each class, not an indicator for each");
      assertThatExceptionOfType(ShapeMismatchException.class)
          .isThrownBy(() -> regression.evaluate(ArrayDataSet.of(inputs, new int[] {0, 1})))
          .withMessageEndingWith(
              "a single number without an axis is an index: give arrays of one number");
      assertThat(classifier.evaluate(ArrayDataSet.of(inputs, new int[] {0, 2})).samples())
          .isEqualTo(2);
    }
  }

  @Test
  void aFunctionThatFailsEndsTheFitAndNamesItsSample() {
    BatchSource failing =
        DATA.map(
            sample -> {
              if (sample.input()[0] == DATA.inputs()[57 * 3]) {
                throw new IllegalStateException("no such word");
              }
              return sample;
            });
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> trainer.fit(failing, Fit.epochs(1).batchSize(16)))
          .withMessageContainingAll("sample 57 of the pass", "no such word")
          .withCauseInstanceOf(IllegalStateException.class);
      BatchSource infinite = DATA.map(sample -> sample.withTarget(Float.POSITIVE_INFINITY));
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> trainer.fit(infinite, Fit.epochs(1)))
          .withMessageContaining("Sample 0 of the pass (from 0) has Infinity at column 0");
    }
  }
}
