package org.gradcl.backend.opencl.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.gradcl.device.DeviceDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevicePropertiesTest {
  private static DeviceProperties device(
      String vendor, String version, DeviceDescription.Type type, long memory, boolean compiler) {
    return new DeviceProperties(
        "platform",
        "name",
        vendor,
        version,
        "1",
        type,
        10,
        1500,
        memory,
        1,
        1,
        1,
        8,
        compiler,
        true,
        0,
        Set.of("cl_khr_fp64"));
  }

  /** Of the white papers: A100, RTX 3080, RTX 4090, H200, B200, RTX 5090; RTX 2080 has none. */
  @ParameterizedTest
  @CsvSource({
    "0,false,false",
    "75,false,false",
    "80,true,true",
    "86,true,false",
    "89,true,false",
    "90,true,true",
    "100,true,true",
    "120,true,false"
  })
  void tensorCoresAreForTheLargestDevices(int capability, boolean multiplies, boolean gains) {
    DeviceProperties device =
        new DeviceProperties(
            "platform",
            "name",
            "NVIDIA Corporation",
            "OpenCL 3.0 CUDA",
            "1",
            DeviceDescription.Type.GPU,
            10,
            1500,
            1,
            1,
            1,
            1,
            1,
            true,
            true,
            capability,
            Set.of());
    assertThat(device.multipliesTf32()).isEqualTo(multiplies);
    assertThat(device.gainsByTf32()).isEqualTo(gains);
    assertThat(device.table().containsKey("compute capability")).isEqualTo(capability > 0);
  }

  @ParameterizedTest
  @CsvSource({
    "OpenCL 1.2,true",
    "OpenCL 3.0 CUDA,true",
    "OpenCL 3.0 PoCL HSTR: pthread,true",
    "OpenCL 2.1 ,true",
    "OpenCL 1.1 Mesa 22.3.6,false",
    "OpenCL 1.0,false",
    "OpenCL,false",
    "OpenGL 4.6,false",
    "'',false",
    "OpenCL 99999999999.2,false"
  })
  void versionsBelowOneTwoAndGarbageAreRefused(String version, boolean supported) {
    DeviceProperties device = device("v", version, DeviceDescription.Type.GPU, 1, true);
    assertThat(device.supportsOpenCl12()).isEqualTo(supported);
    assertThat(DeviceScan.judge(device).isEmpty()).isEqualTo(supported);
    if (!supported) {
      assertThat(DeviceScan.judge(device).get().reason())
          .isEqualTo(OpenClReason.UNSUPPORTED_VERSION);
    }
  }

  @Test
  void aDeviceWithoutCompilerOrMemoryIsRefused() {
    DeviceProperties deaf = device("v", "OpenCL 1.2", DeviceDescription.Type.GPU, 1, false);
    assertThat(DeviceScan.judge(deaf).get().reason()).isEqualTo(OpenClReason.NO_COMPILER);
    DeviceProperties empty = device("v", "OpenCL 1.2", DeviceDescription.Type.GPU, 0, true);
    assertThat(DeviceScan.judge(empty).get().reason()).isEqualTo(OpenClReason.DRIVER_ERROR);
    assertThat(DeviceScan.judge(empty).get().detail()).contains("0 bytes");
  }

  @Test
  void theScoreIsTheDataSheetsGigaflops() {
    DeviceProperties nvidia =
        device("NVIDIA Corporation", "OpenCL 3.0", DeviceDescription.Type.GPU, 1, true);
    DeviceProperties amd =
        device("Advanced Micro Devices, Inc.", "OpenCL 2.0", DeviceDescription.Type.GPU, 1, true);
    DeviceProperties cpu =
        device("GenuineIntel", "OpenCL 3.0", DeviceDescription.Type.CPU, 1, true);
    assertThat(nvidia.score()).isEqualTo(10 * 1.5 * 2 * 128);
    assertThat(amd.score()).isEqualTo(10 * 1.5 * 2 * 64);
    assertThat(cpu.score()).isEqualTo(10 * 1.5 * 2 * 8);
  }

  @Test
  void everyPropertyIsInTheTableForPeople() {
    assertThat(device("v", "OpenCL 1.2", DeviceDescription.Type.GPU, 1L << 30, true).table())
        .containsEntry("memory", "1024 MiB")
        .containsEntry("native float vector", "8")
        .containsEntry("extensions", "cl_khr_fp64")
        .hasSize(13);
  }

  @Test
  void everyReasonSaysWhatToDo() {
    for (OpenClReason reason : OpenClReason.values()) {
      assertThat(reason.remedy()).as(reason.name()).endsWith(".").hasSizeGreaterThan(20);
    }
  }
}
