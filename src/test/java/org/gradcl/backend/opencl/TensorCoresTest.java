package org.gradcl.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.nio.file.Path;
import java.util.Optional;
import org.gradcl.backend.Device;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.discovery.FoundDevice;
import org.gradcl.backend.opencl.memory.ResourceLedger;
import org.gradcl.backend.opencl.tuning.MatmulSetting;
import org.gradcl.device.Precision;
import org.gradcl.plan.Target.MachineClass;
import org.gradcl.testing.LogCapture;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a device multiplies by tensor cores, and what it says where it does not. */
@RequiresOpenCl
class TensorCoresTest {
  private static final MatmulSetting CHOSEN = MatmulSetting.of(MachineClass.GPU);

  @TempDir Path folder;

  @AfterEach
  void clearSetting() {
    System.clearProperty(MatmulSetting.PROPERTY);
  }

  private SelfTestVerdicts verdicts() {
    return new SelfTestVerdicts(folder);
  }

  private static FoundDevice device() {
    return KernelCompilationTest.devices().stream()
        .filter(found -> !found.description().summary().contains("rusticl"))
        .findFirst()
        .orElseThrow();
  }

  /** The device as it is, but for what it says of its tensor cores. */
  private static FoundDevice claiming(int computeCapability) {
    FoundDevice found = device();
    DeviceProperties own = found.properties().orElseThrow();
    DeviceProperties claimed =
        new DeviceProperties(
            own.platform(),
            own.name(),
            own.vendor(),
            own.version(),
            own.driver(),
            own.type(),
            own.computeUnits(),
            own.clockMegahertz(),
            own.memory(),
            own.largestBuffer(),
            own.localMemory(),
            own.workGroupSize(),
            own.vectorWidth(),
            own.compiler(),
            own.available(),
            computeCapability,
            own.extensions());
    return new FoundDevice(
        found.description(),
        found.rejection(),
        Optional.of(claimed),
        found.platform(),
        found.device());
  }

  @Test
  void aDeviceWithoutThemSaysSo() {
    try (Device device = SelfTest.open(device(), Precision.FLOAT32_TENSOR, verdicts())) {
      assertThat(device.tensorRefusal()).contains("it has no tensor cores for TF32");
    }
    System.setProperty(MatmulSetting.PROPERTY, "product");
    try (Device device = SelfTest.open(claiming(89), Precision.FLOAT32_TENSOR, verdicts())) {
      assertThat(device.tensorRefusal())
          .contains("its tensor cores are no faster with three products of TF32");
    }
    System.setProperty(MatmulSetting.PROPERTY, "32x32x16");
    try (Device device = SelfTest.open(claiming(90), Precision.FLOAT32_TENSOR, verdicts())) {
      assertThat(device.tensorRefusal().orElseThrow()).contains(MatmulSetting.PROPERTY);
    }
  }

  /** No processor's compiler knows the instruction. */
  @Test
  void aDeviceThatFailsTheSelfTestWithThemMultipliesWithout() {
    System.setProperty(MatmulSetting.PROPERTY, "product");
    long open = ResourceLedger.openInProcess();
    try (LogCapture log = LogCapture.of(TensorCores.class);
        Device device = SelfTest.open(claiming(90), Precision.FLOAT32_TENSOR, verdicts())) {
      assertThat(device.tensorRefusal().orElseThrow())
          .startsWith("it failed the self-test with tensor cores");
      assertThat(log.messages(Level.WARN))
          .anyMatch(line -> line.contains("multiplies without them"));
      String variant = ProductTest.check(device, new int[] {512, 512, 16, 1}, false, true);
      assertThat(variant).startsWith("product_tile");
    }
    assertThat(ResourceLedger.openInProcess()).isEqualTo(open);
  }

  @Test
  void aDeviceThatPassesWithThemTakesThemForLargeProducts() {
    FoundDevice found = device();
    assertThat(TensorCores.failure(found, CHOSEN, verdicts())).isEmpty();
    try (OpenClDevice device = new OpenClDevice(found, CHOSEN.withTensor())) {
      assertThat(ProductTest.check(device, new int[] {512, 520, 16, 1}, false, true))
          .startsWith("product_tensor");
      assertThat(ProductTest.check(device, new int[] {520, 508, 16, 1}, false, true))
          .startsWith("product_tile");
      // Their rows begin at no multiple of four.
      assertThat(ProductTest.check(device, new int[] {512, 520, 17, 1}, false, true))
          .startsWith("product_tile");
    }
  }

  @Test
  void withoutThePrecisionTheyAreNotTried() {
    System.setProperty(MatmulSetting.PROPERTY, "product");
    try (Device device = SelfTest.open(claiming(90), Precision.FLOAT32, verdicts())) {
      assertThat(device.tensorRefusal()).isEmpty();
      assertThat(ProductTest.check(device, new int[] {512, 520, 16, 1}, false, true))
          .startsWith("product_tile");
    }
  }
}
