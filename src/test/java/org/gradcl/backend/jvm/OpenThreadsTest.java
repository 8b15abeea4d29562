package org.gradcl.backend.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.gradcl.backend.Device;
import org.gradcl.backend.jvm.team.ThreadTeam;
import org.gradcl.graph.StateLayout;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.step.TrainingStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Threads that nobody closed are a leak, as an OpenCL object is. */
class OpenThreadsTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(OpenThreads.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  @Test
  void aDeviceThatWasDroppedIsReportedWithItsPlace() {
    useAndForget();
    collectUntilReported();
    ILoggingEvent event = List.copyOf(log.list).get(0);
    assertThat(event.getLevel()).isEqualTo(Level.WARN);
    assertThat(event.getFormattedMessage()).contains("was never closed");
    assertThat(event.getThrowableProxy().getStackTraceElementProxyArray())
        .anyMatch(e -> e.getStackTraceElement().getMethodName().equals("useAndForget"));
  }

  /** A device with a state and a plan that has run on all its threads. */
  private static void useAndForget() {
    Device device = new JvmBackendProvider().candidates().get(0).opener().open();
    TrainingStep step =
        new TrainingStep(
            Sequential.of(Dense.of(64, 64)), Losses.meanSquaredError(), Optimizers.sgd(0.1));
    StateLayout layout = step.graph(64).stateLayout();
    var executable =
        device.load(
            Compiler.compile(step.graph(64), layout, device.target()), device.allocate(layout));
    executable.run(executable.acquire());
  }

  @Test
  void theThreadsOfADroppedDeviceEnd() {
    ThreadTeam team = new ThreadTeam(3);
    forget(team);
    collectUntilReported();
    assertThat(log.list.get(0).getFormattedMessage()).contains("3 threads");
    // The report comes before the end; closing waits for it.
    team.close();
    assertThatIllegalStateException().isThrownBy(() -> team.run((piece, thread) -> {}, 1));
  }

  private static void forget(ThreadTeam team) {
    assertThat(OpenThreads.of(new Object(), team)).isNotNull();
  }

  @Test
  void whatWasClosedIsNotReported() {
    ThreadTeam team = new ThreadTeam(2);
    OpenThreads threads = OpenThreads.of(this, team);
    threads.close();
    threads.run();
    assertThat(log.list).isEmpty();
  }

  private void collectUntilReported() {
    for (int i = 0; i < 500 && log.list.isEmpty(); i++) {
      System.gc();
      System.runFinalization();
      Thread.onSpinWait();
    }
    assertThat(log.list).isNotEmpty();
  }
}
