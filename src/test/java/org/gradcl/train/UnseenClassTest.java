package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.DataException;
import org.gradcl.data.table.NumericColumn;
import org.gradcl.data.table.Table;
import org.gradcl.data.table.TableSchema;
import org.gradcl.data.table.TextColumn;
import org.gradcl.data.table.UnknownCategories;
import org.gradcl.device.DevicePolicy;
import org.gradcl.loss.Losses;
import org.gradcl.metric.Metrics;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.testing.RequiresOpenCl;
import org.gradcl.train.report.Evaluation;
import org.gradcl.train.report.TrainingReport;
import org.junit.jupiter.api.Test;

/** Held-out rows of a class that the training part did not have. */
class UnseenClassTest {
  private static final Table ROWS =
      Table.of(
          "rows",
          List.of(
              NumericColumn.of("x", -2, -1, 1, 2, -1.5, 1.5, 1.7, -1.7),
              TextColumn.of(
                  "side", "left", "left", "right", "right", "left", "right", "up", "up")));

  private static void judged(DevicePolicy device) {
    Table training = ROWS.select(0, 1, 2, 3);
    TableSchema schema = TableSchema.fit(training, List.of("side"));
    ArrayDataSet held = schema.encode(ROWS.select(4, 5, 6, 7), UnknownCategories.ZEROS);
    try (Trainer trainer =
        Trainer.builder()
            .model(Sequential.of(Dense.of(1, 2)))
            .loss(Losses.softmaxCrossEntropy())
            .optimizer(Optimizers.sgd(1))
            .device(device)
            .build()) {
      TrainingReport report =
          trainer.fit(
              schema.encode(training, UnknownCategories.REFUSE),
              Fit.epochs(20).validation(held).metrics(Metrics.accuracy()));
      assertThat(report.lastEpoch().metrics().get("accuracy")).isEqualTo(0.5);
      Evaluation evaluation = trainer.evaluate(held, Metrics.accuracy());
      assertThat(evaluation.metric("accuracy")).isEqualTo(0.5);
      // The loss of a row whose class is unseen is that of the class predicted.
      double sum = 0;
      for (float x : held.inputs()) {
        float[] logits = trainer.predict(new float[] {x});
        sum += Math.log1p(Math.exp(-Math.abs(logits[0] - logits[1])));
      }
      assertThat(evaluation.loss()).isCloseTo(sum / 4, within(1e-5));
      assertThatThrownBy(() -> trainer.fit(held, Fit.epochs(1)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("Sample 2 of the pass (from 0) has the target -1.0")
          .hasMessageContaining("a class that the training part did not have can't be trained on");
    }
  }

  @Test
  void countAsWrongOnTheJvmEngine() {
    judged(DevicePolicy.jvm());
  }

  @Test
  @RequiresOpenCl
  void countAsWrongOnOpenCl() {
    judged(DevicePolicy.opencl());
  }
}
