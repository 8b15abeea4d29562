package org.gradcl.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gradcl.backend.opencl.discovery.DeviceScan;
import org.gradcl.backend.opencl.discovery.FoundDevice;
import org.gradcl.backend.opencl.memory.ResourceLedger;
import org.gradcl.backend.opencl.tuning.MatmulSetting;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresOpenCl
class SelfTestTest {
  @AfterEach
  void clearSetting() {
    System.clearProperty(MatmulSetting.PROPERTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"matmul", "matmul_packed"})
  void everyDevicePassesWithEitherProductAndReleasesEverything(String body) {
    System.setProperty(MatmulSetting.PROPERTY, body);
    List<FoundDevice> usable =
        DeviceScan.scan().stream().filter(found -> found.rejection().isEmpty()).toList();
    assertThat(usable).isNotEmpty();
    long open = ResourceLedger.openInProcess();
    for (FoundDevice found : usable) {
      try (OpenClDevice device = new OpenClDevice(found)) {
        SelfTest.run(device);
        // Two forward, loss, two weight gradients, one input gradient, update.
        assertThat(device.counters().enqueues()).isEqualTo(7);
        assertThat(device.counters().transfers()).isEqualTo(1);
      }
    }
    assertThat(ResourceLedger.openInProcess()).isEqualTo(open);
  }
}
