package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradcl.backend.StepState;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.io.file.AtomicFile;
import org.gradcl.io.file.FullDisk;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.train.checkpoint.CheckpointContent;
import org.gradcl.train.checkpoint.CheckpointFolder;
import org.gradcl.train.checkpoint.EarlyStopping;
import org.gradcl.train.checkpoint.FitProgress;
import org.gradcl.train.checkpoint.RunLength;
import org.gradcl.train.checkpoint.RunSettings;
import org.gradcl.train.report.CheckpointException;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.FitControl;
import org.gradcl.train.report.Goal;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.StepEvent;
import org.gradcl.train.report.TrainingReport;
import org.gradcl.train.session.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a fit writes its best and its last checkpoint, and what is in them. */
class CheckpointFolderTest {
  private static final ArrayDataSet DATA = Trainers.curve(50, 1);

  @TempDir Path folder;
  private final List<String> written = new ArrayList<>();

  /** Files that note what is written. */
  private AtomicFile.Opener noting() {
    return temporary -> {
      written.add(temporary.getFileName().toString().split("\\.")[1]);
      return AtomicFile.files().open(temporary);
    };
  }

  private static Fit fit(Path folder) {
    return Fit.epochs(6).batchSize(25).checkpoints(folder);
  }

  @Test
  void aFullDiskInAFitEndsItAndKeepsTheLastCheckpoint() throws IOException {
    int[] writes = {0};
    AtomicFile.Opener second =
        temporary -> (++writes[0] < 2 ? AtomicFile.files() : new FullDisk(100)).open(temporary);
    long[] now = {0};
    TrainerBuilder slow = Trainers.onJvm().files(second).clock(() -> now[0] += 6_000_000_000L);
    try (Trainer trainer = Trainers.plain(slow).build()) {
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> trainer.fit(DATA, Fit.epochs(3).batchSize(25).checkpoints(folder)))
          .withMessageContaining("No space left");
      assertThat(trainer.checkpoint().step()).isEqualTo(4);
    }
    assertThat(Checkpoint.load(folder.resolve("last.safetensors")).history()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"last.safetensors", "best.safetensors"})
  void aFileOfThatNameThatIsNoCheckpointIsKeptAndTheFitRefused(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "of another program");
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> trainer.fit(DATA, fit(folder)))
          .withMessageContainingAll(file.toString(), "no checkpoint of GradCL", "another path");
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> trainer.save(file))
          .withMessageContainingAll(file.toString(), "no checkpoint of GradCL", "another path");
      assertThat(trainer.checkpoint().step()).isZero();
      assertThat(file).hasContent("of another program");
      Files.writeString(file, "");
      trainer.save(file);
      trainer.save(file);
      assertThat(Checkpoint.load(file).step()).isZero();
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsRefusedInPlainWords() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Path below = file.resolve("checkpoints");
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> trainer.fit(DATA, fit(below)))
          .withMessageStartingWith(below + ": the folder can't be made (")
          .withMessageEndingWith("); give one that may be written to")
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("Exception"));
    }
  }

  @Test
  void theBestCheckpointIsThatOfTheBestEpoch() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      TrainingReport report =
          trainer.fit(
              Trainers.curve(20, 5),
              Fit.epochs(30)
                  .batchSize(5)
                  .shuffle()
                  .validation(Trainers.curve(30, 2))
                  .checkpoints(folder));
      int best = report.bestEpoch().getAsInt();
      Checkpoint checkpoint = Checkpoint.load(folder.resolve("best.safetensors"));
      assertThat(checkpoint.history()).hasSize(best);
      assertThat(Checkpoint.load(folder.resolve("last.safetensors")).history()).hasSize(30);
      // Without patience nothing is restored.
      assertThat(trainer.checkpoint().step()).isEqualTo(120);
    }
  }

  @Test
  void quickEpochsOfASmallModelAreNotAllWritten() {
    long[] now = {0};
    try (Trainer trainer =
        Trainers.plain(Trainers.onJvm().files(noting()).clock(() -> now[0])).build()) {
      trainer.fit(
          DATA,
          fit(folder)
              .listener(
                  new Listener() {
                    @Override
                    public void onEpoch(EpochReport report) {
                      now[0] += 2_000_000_000L;
                    }
                  }));
    }
    // After epochs 1 and 4, at the times 0 and 6 seconds, and at the end.
    assertThat(written).containsExactly("last", "last", "last");
    assertThat(Checkpoint.load(folder.resolve("last.safetensors")).history()).hasSize(6);
  }

  @Test
  void howeverAFitEndsTheLastEpochIsWritten() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm().clock(() -> 0)).build()) {
      trainer.fit(DATA, fit(folder).listener(inEpoch(4, trainer::cancel)));
      assertThat(Checkpoint.load(folder.resolve("last.safetensors")).history()).hasSize(3);
      Runnable failing =
          () -> {
            throw new UnsupportedOperationException("enough");
          };
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> trainer.fit(DATA, fit(folder).listener(inEpoch(5, failing))));
      assertThat(Checkpoint.load(folder.resolve("last.safetensors")).history()).hasSize(4);
    }
  }

  private static Listener inEpoch(int epoch, Runnable action) {
    return new Listener() {
      @Override
      public void onStep(StepEvent event, FitControl control) {
        if (event.epoch() == epoch) {
          action.run();
        }
      }
    };
  }

  @Test
  void aFailureIsReportedEvenIfItsCheckpointCannotBeWritten() {
    int[] writes = {0};
    AtomicFile.Opener second =
        temporary -> (++writes[0] < 2 ? AtomicFile.files() : new FullDisk(100)).open(temporary);
    try (Trainer trainer = Trainers.plain(Trainers.onJvm().files(second).clock(() -> 0)).build()) {
      Listener spoiling =
          inEpoch(
              3,
              () -> {
                throw new UnsupportedOperationException("enough");
              });
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> trainer.fit(DATA, fit(folder).listener(spoiling)));
    }
    assertThat(writes[0]).isEqualTo(2);
    assertThat(Checkpoint.load(folder.resolve("last.safetensors")).history()).hasSize(1);
  }

  /** Above 16 MiB, which 4,194,304 floats take; the state of the best epoch counts too. */
  @ParameterizedTest
  @CsvSource({"4194304, 0, 1", "4194305, 0, 2", "2097152, 2097152, 1", "2097152, 2097153, 2"})
  void largeCheckpointsDoNotWait(int elements, int elementsOfBest, int writes) {
    CheckpointFolder checkpoints = CheckpointFolder.create(folder, this::openEmpty, () -> 0);
    CheckpointContent checkpoint = checkpoint(elements, elementsOfBest);
    checkpoints.endOfEpoch(checkpoint, false);
    assertThat(written).as("the first never waits").hasSize(1);
    checkpoints.endOfEpoch(checkpoint, false);
    assertThat(written).hasSize(writes);
  }

  private static CheckpointContent checkpoint(int elements, int elementsOfBest) {
    FitProgress progress =
        new FitProgress(
            new RunSettings(RunLength.ofEpochs(2), 1, false, false, 0, 1, Optional.empty()),
            1,
            0,
            1,
            0,
            0,
            0,
            EarlyStopping.start(Goal.MINIMIZE),
            -1,
            Optional.empty(),
            List.of(),
            elementsOfBest == 0 ? Optional.empty() : Optional.of(snapshot(elementsOfBest)));
    Snapshot snapshot = snapshot(elements);
    return new CheckpointContent("", "", "", Map.of(), snapshot, Optional.of(progress), "a test");
  }

  private static Snapshot snapshot(int elements) {
    HostTensor weights = HostTensor.of("weights", Shape.of(elements), new float[elements]);
    return new Snapshot(new StepState(0, 1, 0.1f, 0, 0, false), List.of(weights));
  }

  /** A file that is noted and stays empty, whatever is written to it. */
  private AtomicFile.Output openEmpty(Path temporary) throws IOException {
    AtomicFile.Output file = noting().open(temporary);
    return new AtomicFile.Output() {
      @Override
      public int write(ByteBuffer source) {
        int bytes = source.remaining();
        source.position(source.limit());
        return bytes;
      }

      @Override
      public void force() {}

      @Override
      public boolean isOpen() {
        return file.isOpen();
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  @Test
  void stepsBetweenCheckpointsCountFromTheBeginningOfTheFit() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm().files(noting())).build()) {
      trainer.fit(DATA, Fit.epochs(1).batchSize(50));
      List<Long> steps = new ArrayList<>();
      Listener listener =
          new Listener() {
            private int files;

            @Override
            public void onStep(StepEvent event, FitControl control) {
              // What the step before has left; this step's checkpoint follows.
              if (written.size() > files) {
                files = written.size();
                steps.add(Checkpoint.load(folder.resolve("last.safetensors")).step());
              }
            }
          };
      trainer.fit(
          DATA,
          Fit.epochs(1)
              .batchSize(10)
              .checkpoints(folder)
              .checkpointEverySteps(2)
              .listener(listener));
      assertThat(steps).containsExactly(3L, 5L);
    }
  }

  @Test
  void anEpochThatEndsWhenACheckpointIsDueIsWrittenOnce() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm().files(noting())).build()) {
      trainer.fit(DATA, Fit.epochs(1).batchSize(25).checkpoints(folder).checkpointEverySteps(1));
    }
    // After the first step, and at the end.
    assertThat(written).containsExactly("last", "last");
  }
}
