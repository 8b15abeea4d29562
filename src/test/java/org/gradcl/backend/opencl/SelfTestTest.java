package org.gradcl.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.gradcl.backend.Device;
import org.gradcl.backend.DeviceRejectedException;
import org.gradcl.backend.opencl.discovery.DeviceScan;
import org.gradcl.backend.opencl.discovery.FoundDevice;
import org.gradcl.backend.opencl.discovery.OpenClReason;
import org.gradcl.backend.opencl.memory.ResourceLedger;
import org.gradcl.backend.opencl.program.Programs;
import org.gradcl.backend.opencl.tuning.MatmulSetting;
import org.gradcl.device.Precision;
import org.gradcl.testing.OpenClForTests;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresOpenCl
class SelfTestTest {
  @TempDir Path folder;

  @AfterEach
  void clearSetting() {
    System.clearProperty(MatmulSetting.PROPERTY);
    System.clearProperty(Programs.PROPERTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"product", "matmul_packed", "64x64x16/2", "skinny"})
  void everyDevicePassesWithEitherProductAndReleasesEverything(String body) {
    System.setProperty(MatmulSetting.PROPERTY, body);
    List<FoundDevice> usable =
        DeviceScan.scan().stream().filter(found -> found.rejection().isEmpty()).toList();
    assertThat(usable).isNotEmpty();
    long open = ResourceLedger.openInProcess();
    for (FoundDevice found : usable) {
      try (OpenClDevice device = new OpenClDevice(found)) {
        SelfTest.run(device, new SelfTestNet(), SelfTest.USUAL);
        // Two forward, loss, two weight gradients, one input gradient, update.
        int folds = body.contains("/") ? 5 : 0;
        // The loss is an output, whose parts a kernel adds up.
        assertThat(device.counters().enqueues()).isEqualTo(7 + folds + 1);
        assertThat(device.counters().transfers()).isEqualTo(1);
      }
    }
    assertThat(ResourceLedger.openInProcess()).isEqualTo(open);
  }

  private static FoundDevice device() {
    String id = OpenClForTests.usable().get(0).description().id();
    return DeviceScan.scan().stream()
        .filter(found -> found.description().id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aDeviceThatComputesOtherNumbersIsRefused() {
    SelfTestNet other = new SelfTestNet();
    other.gradients.get("bias1")[2] += 1e-3;
    try (OpenClDevice device = new OpenClDevice(device())) {
      DeviceRejectedException refusal =
          catchThrowableOfType(
              DeviceRejectedException.class, () -> SelfTest.run(device, other, SelfTest.USUAL));
      assertThat(refusal.rejection().reason()).isEqualTo(OpenClReason.SELF_TEST_MISMATCH);
      assertThat(refusal).hasMessageContaining("gradient/bias1[2] should be");
      other.loss = Double.NaN;
      assertThatThrownBy(() -> SelfTest.run(device, other, SelfTest.USUAL))
          .hasMessageContaining("loss[0]");
    }
  }

  @Test
  void aDeviceWhoseCompilerFailsIsRefusedWithTheLogAndReleased() {
    long open = ResourceLedger.openInProcess();
    System.setProperty(Programs.PROPERTY, "-DVECTOR=1");
    FoundDevice device = device();
    SelfTestVerdicts verdicts = new SelfTestVerdicts(folder);
    DeviceRejectedException refusal =
        catchThrowableOfType(
            DeviceRejectedException.class,
            () -> SelfTest.open(device, Precision.FLOAT32, verdicts));
    assertThat(refusal.rejection().reason()).isEqualTo(OpenClReason.BUILD_FAILED);
    assertThat(refusal).hasMessageContaining("forward.cl").hasMessageContaining("-DVECTOR=1");
    assertThat(folder).isEmptyDirectory();
    assertThat(ResourceLedger.openInProcess()).isEqualTo(open);
  }

  @Test
  void aPassedTestIsRememberedForDeviceAndOptionsAndNotRunAgain() {
    FoundDevice device = device();
    SelfTestVerdicts verdicts = new SelfTestVerdicts(folder);
    System.setProperty(Programs.PROPERTY, "-DNEVER_USED=" + System.nanoTime());
    try (Device first = SelfTest.open(device, Precision.FLOAT32, verdicts)) {
      assertThat(first.counters().launches()).isEqualTo(7);
    }
    try (Device second = SelfTest.open(device, Precision.FLOAT32, new SelfTestVerdicts(folder))) {
      assertThat(second.counters().launches()).isZero();
      String key = SelfTest.key((OpenClDevice) second, SelfTest.USUAL);
      assertThat(folder.resolve(key)).isEmptyFile();
      System.clearProperty(Programs.PROPERTY);
      assertThat(SelfTest.key((OpenClDevice) second, SelfTest.USUAL)).isNotEqualTo(key);
    }
  }
}
