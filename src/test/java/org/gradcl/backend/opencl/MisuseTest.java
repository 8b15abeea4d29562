package org.gradcl.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.Device;
import org.gradcl.backend.Ticket;
import org.gradcl.backend.opencl.memory.ResourceLedger;
import org.gradcl.testing.LogCapture;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a program may get wrong with a device, each refused with words and none left to a driver.
 */
@RequiresOpenCl
class MisuseTest {
  static List<Bodies> bodies() {
    return Bodies.all().toList();
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void aDeviceThatIsClosedTooEarlyIsRefusedAndNotHandedToTheDriver(Bodies bodies) {
    Device device = bodies.open();
    try (LogCapture log = LogCapture.of(ResourceLedger.class);
        Net net = Net.open(device, Net.SGD)) {
      net.step();
      device.close();
      assertThat(log.warnings()).anyMatch(w -> w.contains("(parameters) is still open"));
      assertThat(log.events()).allSatisfy(e -> assertThat(e.getThrowableProxy()).isNotNull());
      assertThatThrownBy(() -> net.state.read("weight0")).hasMessageContaining("closed");
      assertThatThrownBy(net::step).hasMessageContaining("closed");
      assertThatThrownBy(net.executable::close).hasMessageContaining("closed");
    }
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void misuseIsRefusedWithWhatWasAskedAndFound(Bodies bodies) {
    try (Device device = bodies.open();
        Net net = Net.open(device, Net.SGD)) {
      Ticket stale = net.step();
      net.step();
      assertThatThrownBy(() -> net.executable.read(stale, "loss"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("run 1")
          .hasMessageContaining("run 2");
      Ticket current = net.step();
      assertThatThrownBy(() -> net.executable.read(current, "los"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'los'")
          .hasMessageContaining("prediction");
      BatchBuffer batchBuffer = net.executable.acquire();
      net.executable.run(batchBuffer);
      assertThatThrownBy(() -> net.executable.run(batchBuffer))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> net.state.read("weight9"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("weight9")
          .hasMessageContaining("weight1");
      net.executable.close();
      assertThatThrownBy(net.executable::acquire)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
      net.state.close();
      assertThatThrownBy(() -> net.state.read("weight0"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }
}
