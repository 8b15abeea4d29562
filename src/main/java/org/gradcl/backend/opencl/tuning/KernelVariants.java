package org.gradcl.backend.opencl.tuning;

import static org.gradcl.backend.opencl.tuning.KernelVariant.Level.MACHINE_CLASS;
import static org.gradcl.plan.Target.MachineClass.GPU;
import static org.gradcl.plan.Target.MachineClass.OPENCL_CPU;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.gradcl.backend.DeviceRejectedException;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.discovery.OpenClReason;
import org.gradcl.plan.Target.MachineClass;

/**
 * The table of kernel variants. A lookup takes the rows whose device and extents fit and whose
 * constraints hold, and among them the most specific, the first where several are; so it falls back
 * from device to architecture, vendor and machine class.
 */
public final class KernelVariants {
  /** All rows; the first of a level that fits wins, so the more demanding stand first. */
  public static final List<KernelVariant> ALL = table();

  private KernelVariants() {}

  private static List<KernelVariant> table() {
    List<KernelVariant> rows = new ArrayList<>();
    // Large tiles reuse more but leave a large device idle where there are few of them.
    // The largest has no registers left for sums in parts: twice 64 accumulators. 4096 numbers of
    // one sign, added one by one, stray by 2.5e-6 of their sum, 50,000 by 1e-5.
    rows.add(tiled("128x128x16", large(1024, 4096), 128, 128, 16, 8, 8, 0, 32));
    rows.add(tiled("64x64x16", large(128, Integer.MAX_VALUE), 64, 64, 16, 4, 4, 256, 32));
    rows.add(tiled("32x32x16", KernelVariants::anyExtents, 32, 32, 16, 4, 4, 256, 32));
    for (int width : new int[] {16, 8, 4}) {
      // Measured best of 4, 6, 8, 12 and 14 rows on AVX-512 and of 6 and 8 on AVX2: six rows of
      // two vectors are twelve accumulators, enough to hide the latency of a multiply-add and few
      // enough for sixteen registers.
      rows.add(packed("6x" + 2 * width, width, 256, 264));
      // For little local memory (32 KiB).
      rows.add(packed("6x" + 2 * width + " small", width, 128, 96));
    }
    for (int width : new int[] {16, 8, 4}) {
      rows.add(vectors(KernelFamily.MAP, width));
      rows.add(vectors(KernelFamily.ROW, width));
    }
    rows.add(items(KernelFamily.MAP, "256 items", KernelVariants::anyExtents, 256));
    rows.add(items(KernelFamily.MAP, "64 items", KernelVariants::anyExtents, 64));
    rows.add(items(KernelFamily.ROW, "256 items", extents -> extents.n() >= 512, 256));
    rows.add(items(KernelFamily.ROW, "64 items", KernelVariants::anyExtents, 64));
    return List.copyOf(rows);
  }

  private static boolean anyExtents(Extents extents) {
    return true;
  }

  private static boolean anyDevice(DeviceProperties device) {
    return true;
  }

  private static Predicate<Extents> large(int extent, int mostTerms) {
    return extents -> Math.min(extents.m(), extents.n()) >= extent && extents.k() <= mostTerms;
  }

  private static KernelVariant tiled(
      String name,
      Predicate<Extents> extents,
      int tileM,
      int tileN,
      int tileK,
      int registerM,
      int registerN,
      int sumK,
      int stripRows) {
    Map<String, Integer> macros = new LinkedHashMap<>();
    macros.put("TILE_M", tileM);
    macros.put("TILE_N", tileN);
    macros.put("TILE_K", tileK);
    macros.put("REGISTER_M", registerM);
    macros.put("REGISTER_N", registerN);
    macros.put("SUM_K", sumK);
    macros.put("STRIP_ROWS", stripRows);
    return new KernelVariant(
        KernelFamily.MATMUL, name, GPU, MACHINE_CLASS, KernelVariants::anyDevice, extents, macros);
  }

  private static KernelVariant packed(String name, int width, int kBlock, int rowBlock) {
    Map<String, Integer> macros = new LinkedHashMap<>();
    macros.put("VECTOR_WIDTH", width);
    macros.put("TILE_ROWS", 6);
    macros.put("K_BLOCK", kBlock);
    macros.put("ROW_BLOCK", rowBlock);
    return new KernelVariant(
        KernelFamily.MATMUL_PACKED,
        name,
        OPENCL_CPU,
        MACHINE_CLASS,
        vectorsOf(width),
        KernelVariants::anyExtents,
        macros);
  }

  private static KernelVariant vectors(KernelFamily family, int width) {
    Map<String, Integer> macros = new LinkedHashMap<>();
    macros.put("VECTOR_WIDTH", width);
    macros.put("LOCAL_SIZE", 1);
    return new KernelVariant(
        family,
        "float" + width,
        OPENCL_CPU,
        MACHINE_CLASS,
        vectorsOf(width),
        KernelVariants::anyExtents,
        macros);
  }

  private static KernelVariant items(
      KernelFamily family, String name, Predicate<Extents> extents, int localSize) {
    Map<String, Integer> macros = new LinkedHashMap<>();
    macros.put("VECTOR_WIDTH", 1);
    macros.put("LOCAL_SIZE", localSize);
    return new KernelVariant(
        family, name, GPU, MACHINE_CLASS, KernelVariants::anyDevice, extents, macros);
  }

  /**
   * Devices whose native vector has that many floats; four also stands for less, since a vector one
   * step wider than the register collapses and one narrower only loses its share.
   */
  private static Predicate<DeviceProperties> vectorsOf(int width) {
    return device -> width == 4 ? device.vectorWidth() < 8 : device.vectorWidth() == width;
  }

  /**
   * The row for a device and extents.
   *
   * @throws DeviceRejectedException if none fits
   */
  public static KernelVariant find(
      KernelFamily family, MachineClass machine, DeviceProperties device, Extents extents) {
    return ALL.stream()
        .filter(row -> row.family() == family && row.machine() == machine)
        .filter(row -> row.devices().test(device) && row.extents().test(extents))
        .filter(row -> VariantConstraint.allHold(row, device))
        .min(Comparator.comparing(KernelVariant::level))
        .orElseThrow(
            () ->
                new DeviceRejectedException(
                    OpenClReason.NO_KERNEL_VARIANT,
                    "no variant of "
                        + family.word()
                        + " runs on "
                        + device.name()
                        + " with "
                        + device.localMemory()
                        + " bytes of local memory and work-groups of "
                        + device.workGroupSize()));
  }
}
