package org.gradcl.backend.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.gradcl.backend.Device;
import org.gradcl.backend.jvm.team.ThreadTeam;
import org.gradcl.graph.StateLayout;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.step.TrainingStep;
import org.gradcl.testing.LogCapture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Threads that nobody closed are a leak, as an OpenCL object is. */
class OpenThreadsTest {
  private final LogCapture log = LogCapture.of(OpenThreads.class);

  @AfterEach
  void stopListening() {
    log.close();
  }

  @Test
  void aDeviceThatWasDroppedIsReportedWithItsPlace() {
    useAndForget();
    ILoggingEvent event = log.collectGarbageUntilLogged();
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
    assertThat(log.collectGarbageUntilLogged().getFormattedMessage()).contains("3 threads");
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
    assertThat(log.events()).isEmpty();
  }
}
