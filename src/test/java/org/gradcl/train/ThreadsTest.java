package org.gradcl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.FitControl;
import org.gradcl.train.report.Listener;
import org.gradcl.train.report.StepEvent;
import org.gradcl.train.report.StopReason;
import org.gradcl.train.report.TrainingReport;
import org.junit.jupiter.api.Test;

/** One thread at a time, cancellation, and what a listener may not do. */
class ThreadsTest {
  private static final ArrayDataSet DATA = Trainers.curve(100, 1);

  @Test
  void cancelFromAnotherThreadEndsTheFitAfterItsStep() throws Exception {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      CountDownLatch started = new CountDownLatch(1);
      CountDownLatch cancelled = new CountDownLatch(1);
      Thread other =
          new Thread(
              () -> {
                await(started);
                trainer.cancel();
                cancelled.countDown();
              });
      other.start();
      TrainingReport report =
          trainer.fit(
              DATA,
              Fit.epochs(1000)
                  .batchSize(10)
                  .listener(
                      new Listener() {
                        @Override
                        public void onStep(StepEvent event, FitControl control) {
                          if (event.step() == 3) {
                            started.countDown();
                            await(cancelled);
                          }
                        }
                      }));
      other.join();
      assertThat(report.stopReason()).isEqualTo(StopReason.CANCELLED);
      assertThat(report.steps()).isEqualTo(3);
      assertThat(report.epochs()).isEmpty();
      // The next fit is not cancelled.
      assertThat(trainer.fit(DATA, Fit.epochs(1).batchSize(10)).steps()).isEqualTo(10);
    }
  }

  @Test
  void aSecondThreadIsRefusedWhileTheFirstIsInside() throws Exception {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      List<Throwable> failures = new ArrayList<>();
      trainer.fit(
          DATA,
          Fit.epochs(1)
              .listener(
                  new Listener() {
                    @Override
                    public void onEpoch(EpochReport report) {
                      for (Runnable call :
                          List.<Runnable>of(
                              () -> trainer.predict(new float[3]),
                              () -> trainer.parameters().all(),
                              trainer::close)) {
                        failures.add(inOtherThread(call));
                      }
                    }
                  }));
      assertThat(failures)
          .hasSize(3)
          .allSatisfy(
              failure ->
                  assertThat(failure)
                      .isInstanceOf(IllegalStateException.class)
                      .hasMessageContaining("one thread at a time")
                      .hasMessageContaining("thread 'other'")
                      .hasMessageContaining("is in fit"));
      assertThat(inOtherThread(() -> trainer.predict(new float[3]))).isNull();
    }
  }

  private static Throwable inOtherThread(Runnable call) {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                call.run();
                failure.complete(null);
              } catch (RuntimeException e) {
                failure.complete(e);
              }
            },
            "other")
        .start();
    return failure.join();
  }

  @Test
  void aListenerMayNotTrainCloseOrSet() {
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      HostTensor bias = HostTensor.of("layer.1.bias", Shape.of(1), new float[] {5});
      List<Runnable> forbidden =
          List.of(
              () -> trainer.fit(DATA, Fit.epochs(1)),
              () -> trainer.step(new float[3], new float[1]),
              () -> trainer.parameters().set(bias),
              trainer::close);
      trainer.fit(
          DATA,
          Fit.epochs(1)
              .listener(
                  new Listener() {
                    @Override
                    public void onEpoch(EpochReport report) {
                      for (Runnable call : forbidden) {
                        assertThatIllegalStateException()
                            .isThrownBy(call::run)
                            .withMessageContaining("from within fit");
                      }
                    }
                  }));
      assertThat(trainer.predict(new float[3])).hasSize(1);
    }
  }

  @Test
  void nothingWorksAfterClose() {
    Trainer trainer = Trainers.plain(Trainers.onJvm()).build();
    StepResult result = trainer.step(new float[3], new float[1]);
    trainer.close();
    trainer.close();
    for (Runnable call :
        List.<Runnable>of(
            () -> trainer.fit(DATA, Fit.epochs(1)),
            () -> trainer.predict(new float[3]),
            () -> trainer.parameters().all(),
            trainer::gradients,
            trainer::checkpoint,
            result::loss)) {
      assertThatIllegalStateException()
          .isThrownBy(call::run)
          .withMessageContaining("after this trainer was closed");
    }
    trainer.cancel();
    assertThat(trainer.deviceReport().chosen()).isPresent();
  }

  @Test
  void streamsFillOnTheBuildersExecutor() {
    List<String> threads = new ArrayList<>();
    Executor executor =
        task -> {
          Thread thread = new Thread(task, "mine");
          thread.start();
          join(thread);
        };
    try (Trainer trainer = Trainers.plain(Trainers.onJvm().executor(executor)).build()) {
      trainer.fit(
          Trainers.Streamed.of(DATA, () -> threads.add(Thread.currentThread().getName())),
          Fit.epochs(1).batchSize(50));
    }
    assertThat(threads).containsExactly("mine", "mine");
  }

  @Test
  void theFeedersOwnThreadEndsWithTheFit() {
    List<Thread> threads = new ArrayList<>();
    try (Trainer trainer = Trainers.plain(Trainers.onJvm()).build()) {
      trainer.fit(
          Trainers.Streamed.of(DATA, () -> threads.add(Thread.currentThread())),
          Fit.epochs(2).batchSize(50));
    }
    assertThat(threads).hasSize(4);
    assertThat(threads.get(0).getName()).isEqualTo("gradcl-feeder");
    threads.forEach(ThreadsTest::join);
    assertThat(threads.get(0).isAlive()).isFalse();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
