package org.gradcl.gpu;

import java.util.List;
import java.util.Set;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.device.DeviceDescription;
import org.gradcl.gpu.compiler.Architecture;
import org.gradcl.gpu.product.GpuFigures;

/**
 * The six devices of the static gate.
 *
 * <p>Sources of the figures. NVIDIA: the white papers of Turing, Ada and Hopper and the tuning
 * guides of the CUDA documentation (units, clocks under boost, lanes, registers, items, local
 * memory, bandwidth); latencies of the second-level cache: Luo and others, Benchmarking and
 * Dissecting the Nvidia Hopper GPU Architecture, 2024 (Ada, Hopper), Jia and others, Dissecting the
 * NVidia Turing T4 GPU via Microbenchmarking, 2019. AMD: the instruction set guides of RDNA 3 and
 * CDNA 2 and the data sheets; an MI250 is two devices to OpenCL, this is one. Intel: the Xe-HPG
 * sections of the oneAPI GPU optimization guide and the data sheet. Latencies of AMD and Intel, and
 * all times between launches, are rounded guesses; so is Intel's bandwidth of local memory.
 */
public final class GpuDevices {
  /** A platform and its vendor, as OpenCL names them. */
  private record Platform(String name, String vendor) {}

  private static final Platform NVIDIA = new Platform("NVIDIA CUDA", "NVIDIA Corporation");
  private static final Platform AMD =
      new Platform("AMD Accelerated Parallel Processing", "Advanced Micro Devices, Inc.");
  private static final Platform INTEL =
      new Platform("Intel(R) OpenCL Graphics", "Intel(R) Corporation");

  /** All of them. */
  public static final List<GpuDevice> ALL =
      List.of(
          new GpuDevice(
              properties("NVIDIA GeForce RTX 2080", NVIDIA, 46, 1710, 8, 48, 1024, 75),
              Architecture.SM_75,
              new GpuFigures(46, 1.71, 32, 4, 64, 65536, 1024, 64, 128, 2, 190, 448, 2)),
          new GpuDevice(
              properties("NVIDIA GeForce RTX 4090", NVIDIA, 128, 2520, 24, 48, 1024, 89),
              Architecture.SM_89,
              new GpuFigures(128, 2.52, 32, 4, 128, 65536, 1536, 99, 128, 2, 280, 950, 2)),
          new GpuDevice(
              properties("NVIDIA H200", NVIDIA, 132, 1980, 141, 48, 1024, 90),
              Architecture.SM_90,
              new GpuFigures(132, 1.98, 32, 4, 128, 65536, 2048, 227, 128, 2, 280, 4300, 2)),
          new GpuDevice(
              properties("AMD Radeon RX 7900 XTX", AMD, 48, 2500, 24, 64, 256, 0),
              Architecture.GFX1100,
              new GpuFigures(96, 2.5, 32, 2, 128, 98304, 1024, 64, 128, 1, 300, 960, 5)),
          new GpuDevice(
              properties("AMD Instinct MI250", AMD, 104, 1700, 64, 64, 256, 0),
              Architecture.GFX90A,
              new GpuFigures(104, 1.7, 64, 1, 128, 131072, 2048, 64, 128, 1, 500, 1600, 5)),
          new GpuDevice(
              properties("Intel(R) Arc(TM) A770 Graphics", INTEL, 512, 2400, 16, 64, 1024, 0),
              Architecture.DG2,
              new GpuFigures(32, 2.4, 8, 16, 128, 131072, 1024, 128, 64, 1, 300, 560, 5)));

  private GpuDevices() {}

  private static DeviceProperties properties(
      String name,
      Platform platform,
      int computeUnits,
      int megahertz,
      long gigabytes,
      long localKibibytes,
      int workGroupSize,
      int computeCapability) {
    return new DeviceProperties(
        platform.name(),
        name,
        platform.vendor(),
        "OpenCL 3.0",
        "1",
        DeviceDescription.Type.GPU,
        computeUnits,
        megahertz,
        gigabytes << 30,
        gigabytes << 28,
        localKibibytes << 10,
        workGroupSize,
        1,
        true,
        true,
        computeCapability,
        Set.of());
  }

  /**
   * The device of a name, or of a part of it.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static GpuDevice named(String part) {
    return ALL.stream()
        .filter(device -> device.name().contains(part))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No device " + part + " among " + ALL));
  }
}
