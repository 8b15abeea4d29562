package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.device.DeviceMemoryException;
import org.gradcl.device.DevicePolicy;
import org.gradcl.train.report.FitControl;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.StepEvent;
import org.junit.jupiter.api.Test;

/**
 * What happens where memory is short: plans that nobody uses make room, and the advice is true. The
 * device has room for 100 rows.
 */
class ShortMemoryTest {
  private static final int ROOM = 100;

  private final List<Integer> loaded = new ArrayList<>();

  private Trainer trainer() {
    return Trainers.plain(
            Trainer.builder()
                .deviceSelector(SmallDevice.withRoomFor(ROOM, loaded))
                .device(DevicePolicy.jvm()))
        .build();
  }

  private static Fit batchesOf(int size) {
    return Fit.epochs(1).batchSize(size);
  }

  /** The batch that a refusal says would fit. */
  private static int advised(Runnable refused) {
    DeviceMemoryException[] thrown = new DeviceMemoryException[1];
    assertThatExceptionOfType(DeviceMemoryException.class)
        .isThrownBy(refused::run)
        .satisfies(e -> thrown[0] = e);
    int rows = thrown[0].fittingRows().orElseThrow();
    assertThat(thrown[0]).hasMessageEndingWith("A batch of " + rows + " would fit.");
    return rows;
  }

  @Test
  void aPlanThatWasOnlyLookedAtMakesRoomForAFit() {
    try (Trainer trainer = trainer()) {
      trainer.explain(90);
      assertThat(trainer.fit(Trainers.curve(160, 1), batchesOf(80)).steps()).isEqualTo(2);
      trainer.step(new float[60 * 3], new float[60]);
      assertThat(trainer.predict(Trainers.curve(64, 1)).floats()).hasSize(64);
      assertThat(loaded).containsExactly(90, 80, 60, 64);
    }
  }

  @Test
  void plansThatFitTogetherStayLoaded() {
    try (Trainer trainer = trainer()) {
      trainer.explain(40);
      trainer.explain(50);
      trainer.explain(40);
      assertThat(loaded).containsExactly(40, 50);
    }
  }

  @Test
  void thePlansOfAFitAreNotClosedUnderIt() {
    ArrayDataSet data = Trainers.curve(98, 1);
    try (Trainer trainer = trainer()) {
      Listener greedy =
          new Listener() {
            @Override
            public void onStep(StepEvent event, FitControl control) {
              trainer.predict(data);
            }
          };
      // 60 and 38 are held, beside which two rows have room.
      assertThat(trainer.fit(data, batchesOf(60).listener(greedy)).steps()).isEqualTo(2);
      assertThat(loaded).containsExactly(60, 38, 2);
    }
  }

  @Test
  void thereforeAFitEndsWithLargePiecesAgain() {
    ArrayDataSet data = Trainers.curve(98, 1);
    try (Trainer trainer = trainer()) {
      trainer.fit(data, batchesOf(60).validation(Trainers.curve(64, 2)));
      assertThat(loaded).containsExactly(60, 38, 2);
      loaded.clear();
      trainer.predict(Trainers.curve(64, 1));
      assertThat(loaded).containsExactly(64);
    }
  }

  @Test
  void theAdviceOfAFitCountsTheLastBatch() {
    ArrayDataSet data = Trainers.curve(1000, 1);
    try (Trainer trainer = trainer()) {
      // 95 and a rest of 50 do not fit together, nor do 94 and 60, 93 and 70, 92 and 80.
      int fits = advised(() -> trainer.fit(data, batchesOf(95)));
      assertThat(fits).isBetween(50, 94);
      assertThat(fits + 1000 % fits).isLessThanOrEqualTo(ROOM);
      assertThat(trainer.fit(data, batchesOf(fits)).epochs()).hasSize(1);
      assertThatExceptionOfType(DeviceMemoryException.class)
          .isThrownBy(() -> trainer.fit(data, batchesOf(95)))
          .withMessageStartingWith(
              "Training on 1000 samples in batches of 95 does not fit. A batch of 50 needs too"
                  + " much.");
    }
  }

  @Test
  void theAdviceOfAFitCountsItsValidation() {
    ArrayDataSet data = Trainers.curve(1000, 1);
    ArrayDataSet validation = Trainers.curve(64, 2);
    try (Trainer trainer = trainer()) {
      int fits = advised(() -> trainer.fit(data, batchesOf(100).validation(validation)));
      assertThat(fits).isBetween(50, 99);
      assertThat(trainer.fit(data, batchesOf(fits).validation(validation)).epochs()).hasSize(1);
    }
  }

  @Test
  void theAdviceOfAStepIsTheLargestThatFits() {
    try (Trainer trainer = trainer()) {
      trainer.explain(30);
      assertThat(advised(() -> trainer.step(new float[600], new float[ROOM * 2]))).isEqualTo(ROOM);
      assertThat(advised(() -> trainer.explain(101))).isEqualTo(ROOM);
    }
  }

  @Test
  void aBatchThatNoPlanCanHaveIsAdvisedToo() {
    try (Trainer trainer = trainer()) {
      assertThat(advised(() -> trainer.explain(Integer.MAX_VALUE))).isEqualTo(ROOM);
    }
  }

  @Test
  void aRefusedFitLeavesNothingBehind() {
    ArrayDataSet data = Trainers.curve(1000, 1);
    try (Trainer trainer = trainer()) {
      advised(() -> trainer.fit(data, batchesOf(1000)));
      trainer.explain(100);
      assertThat(loaded).endsWith(100);
    }
  }
}
