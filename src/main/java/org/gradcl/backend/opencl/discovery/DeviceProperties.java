package org.gradcl.backend.opencl.discovery;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradcl.device.DeviceDescription;

/**
 * The properties that a device reports.
 *
 * @param platform the platform's name
 * @param name the device's name
 * @param vendor its vendor
 * @param version such as {@code OpenCL 3.0 CUDA}
 * @param driver the driver's version
 * @param type what kind of device
 * @param computeUnits number of compute units
 * @param clockMegahertz highest clock, 0 if unknown
 * @param memory bytes of global memory
 * @param largestBuffer bytes of the largest buffer
 * @param localMemory bytes of local memory of a work-group
 * @param workGroupSize largest number of work-items in a work-group
 * @param vectorWidth floats in a native vector, at least 1
 * @param compiler whether it can compile kernels
 * @param available whether it is available
 * @param computeCapability as NVIDIA counts its architectures, 90 for 9.0; 0 of other vendors
 * @param extensions names of its extensions
 */
public record DeviceProperties(
    String platform,
    String name,
    String vendor,
    String version,
    String driver,
    DeviceDescription.Type type,
    int computeUnits,
    int clockMegahertz,
    long memory,
    long largestBuffer,
    long localMemory,
    int workGroupSize,
    int vectorWidth,
    boolean compiler,
    boolean available,
    int computeCapability,
    Set<String> extensions) {
  private static final Pattern VERSION = Pattern.compile("OpenCL (\\d{1,3})\\.(\\d{1,3})");

  /** Copies the set. */
  public DeviceProperties {
    extensions = Set.copyOf(extensions);
  }

  /** The properties by name, for people. */
  public Map<String, String> table() {
    Map<String, String> table = new LinkedHashMap<>();
    table.put("platform", platform);
    table.put("vendor", vendor);
    table.put("version", version);
    table.put("driver", driver);
    table.put("type", type.name());
    table.put("compute units", Integer.toString(computeUnits));
    table.put("clock", clockMegahertz + " MHz");
    table.put("memory", mebibytes(memory));
    table.put("largest buffer", mebibytes(largestBuffer));
    table.put("local memory", localMemory / 1024 + " KiB");
    table.put("work-group size", Integer.toString(workGroupSize));
    table.put("native float vector", Integer.toString(vectorWidth));
    if (computeCapability > 0) {
      table.put("compute capability", computeCapability / 10 + "." + computeCapability % 10);
    }
    table.put("extensions", String.join(" ", extensions.stream().sorted().toList()));
    return table;
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }

  /**
   * How fast the device is likely to be, in GFLOP/s by its data sheet: compute units × clock × 2 ×
   * the lanes that a compute unit of its vendor has. Compared between devices only.
   */
  public double score() {
    int megahertz = clockMegahertz > 0 ? clockMegahertz : 1000;
    return computeUnits * (megahertz / 1000.0) * 2 * lanes();
  }

  /**
   * The rounds that the driver lets all loops of one work-item make; it leaves out the rest without
   * a word. Mesa's llvmpipe, a rasteriser on the processor, has a limit against loops that never
   * end (LP_MAX_TGSI_LOOP_ITERATIONS in its source); other drivers have none.
   */
  public long mostLoopRounds() {
    return isRasteriser() ? 65_535 : Long.MAX_VALUE;
  }

  /**
   * Whether its compiler may unroll long loops. Mesa's for llvmpipe takes a minute for the largest
   * tile of a product where it does, and seconds where it doesn't.
   */
  public boolean unrollsLoops() {
    return !isRasteriser();
  }

  /**
   * Whether to launch a kernel takes less time than a transfer that blocks: PoCL wakes a thread for
   * each command that someone waits for, which takes 28 to 39 µs, and enqueues a kernel in 2. On
   * Mesa's llvmpipe a launch takes 650 µs; GPUs were not measured.
   */
  public boolean launchesFasterThanItTransfers() {
    return platform.contains("Portable Computing Language");
  }

  private boolean isRasteriser() {
    return name.contains("llvmpipe");
  }

  /** Whether its tensor cores have an instruction for numbers of TF32. */
  public boolean multipliesTf32() {
    return computeCapability >= 80;
  }

  /**
   * Whether three products of TF32 take less time than one of float32. By data sheets tensor cores
   * of 8.0 (A100), 9.0 (H100, H200) and 10.0 (B200) do at least seven multiply-adds of TF32 for one
   * of float32; those of other architectures at most two.
   */
  public boolean gainsByTf32() {
    return Set.of(80, 90, 100).contains(computeCapability);
  }

  private int lanes() {
    if (type == DeviceDescription.Type.CPU) {
      return vectorWidth;
    }
    String text = (vendor + " " + platform).toLowerCase(Locale.ROOT);
    if (text.contains("nvidia")) {
      return 128;
    }
    if (text.contains("advanced micro devices") || text.contains("amd")) {
      return 64;
    }
    if (text.contains("intel")) {
      return 8;
    }
    return 16;
  }

  /** Whether the device has OpenCL 1.2 or later. */
  public boolean supportsOpenCl12() {
    Matcher numbers = VERSION.matcher(version);
    if (!numbers.lookingAt()) {
      return false;
    }
    int major = Integer.parseInt(numbers.group(1));
    int minor = Integer.parseInt(numbers.group(2));
    return major > 1 || (major == 1 && minor >= 2);
  }
}
