package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.StopReason;
import org.gradcl.train.report.TrainingReport;
import org.junit.jupiter.api.Test;

/** A report as text, and its figures by name. */
class TrainingReportTest {
  private static final ArrayDataSet DATA = Trainers.curve(100, 1);

  private static final TrainingReport FITTED = fitted();

  private static TrainingReport fitted() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm().clock(() -> 0)).build()) {
      return trainer.fit(DATA, Fit.epochs(2).batchSize(50));
    }
  }

  private static EpochReport epoch(int number) {
    return new EpochReport(
        number,
        7L * number,
        100,
        1.0 / number,
        OptionalDouble.of(2.0 / number),
        Map.of("accuracy", 1 - 0.5 / number),
        0.001f,
        0.5 * number);
  }

  /** A report of this machine's device with made-up figures. */
  private static TrainingReport report(
      List<EpochReport> epochs, StopReason reason, OptionalInt bestEpoch) {
    return new TrainingReport(
        epochs,
        reason,
        bestEpoch,
        bestEpoch.isPresent() ? OptionalLong.of(7L * bestEpoch.getAsInt()) : OptionalLong.empty(),
        7L * epochs.size(),
        100L * epochs.size(),
        0.5 * epochs.size(),
        FITTED.counters(),
        FITTED.device());
  }

  private static String text(TrainingReport report) {
    return report.toString().replace(report.device().headline(), "(the device)");
  }

  private static List<EpochReport> epochs(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(TrainingReportTest::epoch).toList();
  }

  @Test
  void ofManyEpochsTheFirstTheBestAndTheLastAreShown() {
    TrainingReport report = report(epochs(2000), StopReason.EARLY_STOPPED, OptionalInt.of(1000));
    assertThat(text(report).lines())
        .containsExactly(
            "stopped early: 2,000 epochs; 14,000 steps and 200,000 samples here, in 16:40 min (200"
                + " samples/s)",
            "best: epoch 1,000, step 7,000",
            "(the device)",
            "  epoch    step        loss  validation loss  accuracy  learning rate       time",
            "      1       7     1.00000          2.00000       0.5          0.001      0.5 s",
            "      2      14     0.50000          1.00000      0.75          0.001      1.0 s",
            "      …",
            "  1,000   7,000     0.00100          0.00200    0.9995          0.001   8:20 min "
                + " best",
            "      …",
            "  1,995  13,965  5.0125e-04          0.00100   0.99975          0.001  16:38 min",
            "  1,996  13,972  5.0100e-04          0.00100   0.99975          0.001  16:38 min",
            "  1,997  13,979  5.0075e-04          0.00100   0.99975          0.001  16:39 min",
            "  1,998  13,986  5.0050e-04          0.00100   0.99975          0.001  16:39 min",
            "  1,999  13,993  5.0025e-04          0.00100   0.99975          0.001  16:40 min",
            "  2,000  14,000  5.0000e-04          0.00100   0.99975          0.001  16:40 min");
  }

  @Test
  void howeverManyEpochsTheLinesAreAtMostFifteen() {
    for (int count = 0; count < 40; count++) {
      for (int best = 0; best <= count; best++) {
        OptionalInt bestEpoch = best == 0 ? OptionalInt.empty() : OptionalInt.of(best);
        String text = text(report(epochs(count), StopReason.COMPLETED, bestEpoch));
        assertThat(text.lines().count()).as("%d epochs", count).isLessThanOrEqualTo(15);
        assertThat(text).doesNotEndWith("\n");
        if (count > 0 && count <= 11) {
          assertThat(text.lines().count()).isEqualTo(count + (best == 0 ? 3 : 4));
        }
      }
    }
  }

  @Test
  void aBestStateWithinAnEpochIsMarkedWithItsStep() {
    EpochReport whole = epoch(1);
    TrainingReport report =
        new TrainingReport(
            List.of(whole, epoch(2)),
            StopReason.COMPLETED,
            OptionalInt.of(2),
            OptionalLong.of(11),
            1,
            1,
            0.5,
            FITTED.counters(),
            FITTED.device());
    assertThat(text(report).lines())
        .startsWith(
            "completed: 2 epochs; 1 step and 1 sample here, in 0.5 s (2 samples/s)",
            "best: epoch 2, step 11")
        .last()
        .asString()
        .endsWith("1.0 s  best at step 11");
  }

  @Test
  void withoutValidationDataThereAreNoColumnsForIt() {
    String[] lines = text(FITTED).split("\\R");
    assertThat(lines).hasSize(5);
    assertThat(lines[0])
        .isEqualTo("completed: 2 epochs; 4 steps and 200 samples here, in 0.0 s (0 samples/s)");
    assertThat(lines[1]).isEqualTo("(the device)");
    assertThat(lines[2]).isEqualTo("  epoch  step     loss  learning rate   time");
    assertThat(lines[3]).startsWith("      1     2  ").endsWith("            0.1  0.0 s");
  }

  @Test
  void whatWasNotJudgedHasADash() {
    EpochReport bare =
        new EpochReport(3, 21, 100, 0.25, OptionalDouble.empty(), Map.of(), 0.001f, 1.5);
    TrainingReport report =
        report(List.of(epoch(1), epoch(2), bare), StopReason.TIME_LIMIT, OptionalInt.of(2));
    assertThat(text(report).lines().toList())
        .startsWith(
            "stopped by the time limit: 3 epochs; 21 steps and 300 samples here, in 1.5 s (200"
                + " samples/s)")
        .endsWith("      3    21  0.25000                –         –          0.001  1.5 s");
  }

  @Test
  void figuresHaveNames() {
    EpochReport epoch = epoch(4);
    assertThat(epoch.figures()).containsExactly("loss", "validationLoss", "accuracy");
    assertThat(epoch.figure("loss")).isEqualTo(0.25);
    assertThat(epoch.figure("validationLoss")).isEqualTo(0.5);
    assertThat(epoch.figure("accuracy")).isEqualTo(0.875);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> epoch.figure("acuracy"))
        .withMessage(
            "The epoch has no figure 'acuracy'; there are [loss, validationLoss, accuracy]");
    EpochReport bare =
        new EpochReport(3, 21, 100, 0.25, OptionalDouble.empty(), Map.of(), 0.001f, 1.5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bare.figure("validationLoss"))
        .withMessageEndingWith("there are [loss]");
  }
}
