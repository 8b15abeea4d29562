package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.FitControl;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.StepEvent;
import org.gradcl.train.report.TrainingReport;
import org.junit.jupiter.api.Test;

/** What a fit tells its listener, and what a listener may do. */
class ListenerTest {
  private static final ArrayDataSet DATA = Trainers.curve(100, 1);
  private static final ArrayDataSet VALIDATION = Trainers.curve(30, 2);

  @Test
  void aListenerSeesEveryStepAndMayLook() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      List<StepEvent> steps = new ArrayList<>();
      List<String> order = new ArrayList<>();
      Listener listener =
          new Listener() {
            @Override
            public void onBegin() {
              order.add("begin after " + steps.size());
            }

            @Override
            public void onStep(StepEvent event, FitControl control) {
              steps.add(event);
            }

            @Override
            public void onEpoch(EpochReport report) {
              order.add("epoch " + report.epoch());
              assertThat(trainer.predict(new float[3])).hasSize(1);
              assertThat(trainer.predict(new float[5][3]).length).isEqualTo(5);
              assertThat(trainer.evaluate(VALIDATION).loss())
                  .isEqualTo(report.validationLoss().getAsDouble());
              assertThat(trainer.parameters().get("layer.0.bias").floats()).hasSize(8);
              assertThat(trainer.checkpoint().history()).hasSize(report.epoch());
            }

            @Override
            public void onEnd(TrainingReport report) {
              order.add("end " + report.stopReason());
            }
          };
      Listener second =
          new Listener() {
            @Override
            public void onEpoch(EpochReport report) {
              order.add("second " + report.epoch());
            }
          };
      Fit fit =
          Fit.epochs(2)
              .batchSize(16)
              .validation(VALIDATION)
              .listener(Listener.all(listener, second));
      Trainers.State looked;
      trainer.fit(DATA, fit);
      looked = Trainers.state(trainer);
      assertThat(order)
          .containsExactly(
              "begin after 0", "epoch 1", "second 1", "epoch 2", "second 2", "end COMPLETED");
      assertThat(steps).hasSize(14);
      assertThat(steps).extracting(StepEvent::step).startsWith(1L, 2L).endsWith(13L, 14L);
      assertThat(steps).extracting(StepEvent::samples).contains(96L, 100L);
      assertThat(steps.get(7).epoch()).isEqualTo(2);
      assertThat(steps.get(6).loss()).isFinite();
      try (Trainer alone = Trainers.plain(Trainers.onJvm()).build()) {
        alone.fit(DATA, Fit.epochs(2).batchSize(16).validation(VALIDATION));
        assertThat(Trainers.state(alone)).isEqualTo(looked);
      }
    }
  }

  @Test
  void aFitThatIsRefusedDoesNotBegin() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      List<String> calls = new ArrayList<>();
      Listener listener =
          new Listener() {
            @Override
            public void onBegin() {
              calls.add("begin");
            }
          };
      Fit endless = Fit.epochs(Integer.MAX_VALUE).batchSize(1).listener(listener);
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> trainer.fit(DATA, endless))
          .withMessageContaining("fewer epochs");
      assertThat(calls).isEmpty();
    }
  }

  @Test
  void whatAListenerThrowsReachesTheCaller() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      Listener listener =
          new Listener() {
            @Override
            public void onStep(StepEvent event, FitControl control) {
              throw new UnsupportedOperationException("enough");
            }
          };
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> trainer.fit(DATA, Fit.epochs(1).listener(listener)))
          .withMessage("enough");
      assertThat(trainer.fit(DATA, Fit.epochs(1)).steps()).isEqualTo(4);
    }
  }

  @Test
  void aListenerReadsTheGradientsOfTheStepJustMade() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      List<float[]> biases = new ArrayList<>(List.of(bias(trainer)));
      trainer.fit(
          DATA,
          Fit.epochs(1)
              .listener(
                  new Listener() {
                    @Override
                    public void onStep(StepEvent event, FitControl control) {
                      float before = biases.get(biases.size() - 1)[0];
                      float gradient = trainer.gradients().get("layer.1.bias").floats()[0];
                      biases.add(bias(trainer));
                      // SGD with the rate 0.1.
                      assertThat(bias(trainer)[0]).isEqualTo(before - 0.1f * gradient);
                      assertThat(gradient).isNotZero();
                    }
                  }));
      assertThat(biases).hasSize(5);
    }
  }

  private static float[] bias(Trainer trainer) {
    return trainer.parameters().get("layer.1.bias").floats();
  }

  /**
   * More plans than are kept: those of the fit stay, or its next step would find its own closed.
   */
  @Test
  void aListenerMayPredictAnyNumberOfSamples() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      Listener predicting =
          new Listener() {
            @Override
            public void onStep(StepEvent event, FitControl control) {
              for (int samples = 1; samples <= 1024; samples *= 2) {
                assertThat(trainer.predict(new float[samples][3])).hasNumberOfRows(samples);
              }
            }
          };
      // Three full batches and a partial one.
      Fit fit = Fit.epochs(2).batchSize(30).listener(predicting);
      assertThat(trainer.fit(Trainers.curve(100, 1), fit).steps()).isEqualTo(8);
    }
  }
}
