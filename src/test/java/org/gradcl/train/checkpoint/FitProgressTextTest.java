package org.gradcl.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.Goal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far a run has come, as text in its checkpoint. */
class FitProgressTextTest {
  /** As versions wrote it that knew epochs and the validation loss alone. */
  private static final String BEFORE =
      """
      {"epochs":3,"batchSize":16,"shuffled":true,"patience":2,"samples":100,"passesBefore":1,
       "epoch":1,"position":32,"lossSum":1.5,"seconds":0.25,"bestEpoch":1,"bestLoss":0.5,
       "epochsSinceBest":0,"history":[{"epoch":1,"step":7,"samples":100,"loss":0.75,
       "validationLoss":0.5,"metrics":{"mse":0.5},"learningRate":0.1,"seconds":0.125}]}
      """;

  private static FitProgress progress() {
    EpochReport epoch =
        new EpochReport(
            1, 6, 96, Double.NaN, OptionalDouble.of(0.5), Map.of("mse", 0.5), 0.1f, 0.125);
    return new FitProgress(
        new RunSettings(
            RunLength.ofSteps(40),
            16,
            true,
            true,
            3,
            2,
            Optional.of(new Monitor("mse", Goal.MAXIMIZE))),
        100,
        1,
        1,
        96,
        1.5,
        0.25,
        new EarlyStopping(Goal.MAXIMIZE, 1, 3, 0.5, 1),
        6,
        Optional.of(new PlateauProgress(Monitor.VALIDATION_LOSS, 0.25, 2, 1, 3)),
        List.of(epoch),
        Optional.empty());
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    assertThat(FitProgressText.read(FitProgressText.write(progress()), Optional.empty()))
        .isEqualTo(progress());
  }

  @Test
  void aFileOfBeforeIsARunOfEpochsThatWatchesTheValidationLoss() throws IOException {
    FitProgress read = FitProgressText.read(BEFORE, Optional.empty());
    assertThat(read.settings())
        .isEqualTo(new RunSettings(RunLength.ofEpochs(3), 16, true, false, 0, 2, Optional.empty()));
    assertThat(read.stopping()).isEqualTo(new EarlyStopping(Goal.MINIMIZE, 1, 0, 0.5, 0));
    assertThat(read.judgedStep()).isEqualTo(-1);
    assertThat(read.position()).isEqualTo(32);
    assertThat(read.history()).extracting(EpochReport::step).containsExactly(7L);
    assertThat(read.passes()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"steps\":40         | \"steps\":0          | 'steps' must be a whole number from 1",
        "\"goal\":\"MAXIMIZE\" | \"goal\":\"MOST\"     | must be MINIMIZE or MAXIMIZE, found MOST",
        "\"position\":96      | \"position\":100     | 'position' must be a whole number from 0 to"
            + " 96",
        "\"dropLast\":true    | \"dropLast\":1       | 'dropLast' must be true or false",
        "\"judgedStep\":6     | \"judgedStep\":-2    | 'judgedStep' must be a whole number from -1",
      })
  void whatNoRunCanHaveIsRefused(String found, String damaged, String message) {
    String text = FitProgressText.write(progress());
    assertThat(text).contains(found);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> FitProgressText.read(text.replaceFirst(found, damaged), Optional.empty()))
        .withMessageContaining(message);
  }
}
