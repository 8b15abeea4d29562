package org.gradcl.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.device.DeviceDescription;
import org.gradcl.device.DeviceMemoryException;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  private static final long MIB = 1 << 20;

  private static DeviceProperties device(long memory, long largestBuffer) {
    return new DeviceProperties(
        "p",
        "Small GPU",
        "v",
        "OpenCL 1.2",
        "1",
        DeviceDescription.Type.GPU,
        1,
        1,
        memory,
        largestBuffer,
        1,
        1,
        1,
        true,
        true,
        0,
        Set.of());
  }

  private static MemoryBudget batch() {
    return new MemoryBudget("A batch of 128")
        .perRows(128)
        .add("workspace", 512 * MIB)
        .add("outputs", 256 * MIB)
        .add("batch 1", 64 * MIB);
  }

  @Test
  void whatFitsPasses() {
    assertThat(batch().total()).isEqualTo(832 * MIB);
    assertThatCode(() -> batch().require(device(1024 * MIB, 512 * MIB), 192 * MIB))
        .doesNotThrowAnyException();
  }

  @Test
  void whatDoesNotFitIsRefusedWithFiguresTheLargestBuffersAndWhatWouldFit() {
    assertThatThrownBy(() -> batch().require(device(1024 * MIB, 1024 * MIB), 608 * MIB))
        .isInstanceOf(DeviceMemoryException.class)
        .hasMessageContaining("A batch of 128 needs 832.0 MiB on Small GPU, which has 1.0 GiB")
        .hasMessageContaining("608.0 MiB of it taken")
        .hasMessageContaining("workspace 512.0 MiB, outputs 256.0 MiB, batch 1 64.0 MiB")
        .hasMessageContaining("A batch of 64 would fit");
  }

  @Test
  void aBufferAboveTheLargestAllocationIsRefused() {
    assertThatThrownBy(() -> batch().require(device(4096 * MIB, 128 * MIB), 0))
        .isInstanceOf(DeviceMemoryException.class)
        .hasMessageContaining("buffers of up to 128.0 MiB")
        .hasMessageContaining("A batch of 32 would fit");
  }

  @Test
  void aBatchThatTheHostCannotSendAtOnceIsRefusedThoughTheDeviceHasRoom() {
    MemoryBudget large = batch().sentAtOnce(100);
    assertThatThrownBy(() -> large.require(device(1024 * 1024 * MIB, 1024 * 1024 * MIB), 0))
        .isInstanceOf(DeviceMemoryException.class)
        .hasMessageContaining("A batch is sent from one Java buffer, which holds at most 2.0 GiB")
        .hasMessageContaining("A batch of 100 would fit");
    assertThatThrownBy(() -> large.require(device(416 * MIB, 416 * MIB), 0))
        .hasMessageContaining("A batch of 64 would fit");
  }

  @Test
  void aModelThatDoesNotFitHasNoBatchToShrink() {
    MemoryBudget model = new MemoryBudget("The model with its optimiser").add("parameters", 8);
    assertThatThrownBy(() -> model.require(device(7, 100), 0))
        .isInstanceOf(DeviceMemoryException.class)
        .hasMessageContaining("smaller model");
  }
}
