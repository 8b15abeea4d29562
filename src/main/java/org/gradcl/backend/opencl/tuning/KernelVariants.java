package org.gradcl.backend.opencl.tuning;

import static org.gradcl.backend.opencl.tuning.KernelVariant.Level.MACHINE_CLASS;
import static org.gradcl.plan.Target.MachineClass.GPU;
import static org.gradcl.plan.Target.MachineClass.OPENCL_CPU;

import java.util.ArrayList;
import java.util.Arrays;
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
  /** Lines of the other operand of {@code product_skinny}. */
  private static final int[] SKINNY = {1, 2, 4, 6, 8, 10, 12, 16};

  /** All rows; the first of a level that fits wins, so the more demanding stand first. */
  public static final List<KernelVariant> ALL = table();

  private KernelVariants() {}

  private static List<KernelVariant> table() {
    List<KernelVariant> rows = new ArrayList<>();
    // 8 x 8 numbers an item need the fewest instructions a term, 4 x 4 the fewest registers. The
    // slices are what fits: 64 x 64 x 16 with 8 x 8 spills on AMD and Intel.
    rows.add(tile("128x128x8", 128, 128, 8, 8));
    rows.add(tile("128x64x8", 128, 64, 8, 8));
    rows.add(tile("64x64x8", 64, 64, 8, 8));
    rows.add(tile("64x64x16", 64, 64, 16, 4));
    rows.add(tile("32x32x16", 32, 32, 16, 4));
    rows.add(tensor("tensor 128x128x16", 128, 128));
    rows.add(tensor("tensor 64x64x16", 64, 64));
    for (int lanes : new int[] {64, 8}) {
      for (int lines : SKINNY) {
        rows.add(skinny(lines, lanes));
      }
    }
    for (int width : new int[] {16, 8, 4}) {
      // Measured best of 4, 6, 8, 12 and 14 rows on AVX-512 and of 6 and 8 on AVX2: six rows of
      // two vectors are twelve accumulators, enough to hide the latency of a multiply-add and few
      // enough for sixteen registers.
      rows.add(packed(width));
    }
    for (int width : new int[] {16, 8, 4}) {
      rows.add(streamed(width));
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

  private static KernelVariant tile(String name, int m, int n, int k, int registers) {
    Map<String, Integer> macros = new LinkedHashMap<>();
    macros.put("TILE_M", m);
    macros.put("TILE_N", n);
    macros.put("TILE_K", k);
    macros.put("REGISTERS", registers);
    return gpu(KernelFamily.PRODUCT_TILE, name, KernelVariants::anyExtents, macros);
  }

  private static KernelVariant tensor(String name, int m, int n) {
    Map<String, Integer> macros = new LinkedHashMap<>();
    macros.put("TILE_M", m);
    macros.put("TILE_N", n);
    return gpu(KernelFamily.PRODUCT_TENSOR, name, KernelVariants::anyExtents, macros);
  }

  private static KernelVariant skinny(int lines, int lanes) {
    Map<String, Integer> macros = new LinkedHashMap<>();
    macros.put("SKINNY", lines);
    macros.put("K_ITEMS", lanes);
    return gpu(
        KernelFamily.PRODUCT_SKINNY,
        "skinny " + lines + "x" + lanes,
        KernelVariants::anyExtents,
        macros);
  }

  private static KernelVariant packed(int width) {
    Map<String, Integer> macros = new LinkedHashMap<>();
    macros.put("VECTOR_WIDTH", width);
    macros.put("TILE_ROWS", 6);
    macros.put("K_BLOCK", 256);
    macros.put("ROW_BLOCK", 264);
    return cpu(KernelFamily.MATMUL_PACKED, "6x" + 2 * width, width, macros);
  }

  /**
   * A strip of 1,024 numbers, and four rows of op(B) along it, are what first-level caches hold.
   */
  private static KernelVariant streamed(int width) {
    Map<String, Integer> macros = new LinkedHashMap<>();
    macros.put("VECTOR_WIDTH", width);
    macros.put("K_BLOCK", 256);
    macros.put("MOST_ROWS", 32);
    macros.put("MOST_TERMS", 64);
    macros.put("STRIP_COLUMNS", 1024);
    return cpu(KernelFamily.MATMUL_STREAMED, "strips float" + width, width, macros);
  }

  private static KernelVariant vectors(KernelFamily family, int width) {
    Map<String, Integer> macros = new LinkedHashMap<>();
    macros.put("VECTOR_WIDTH", width);
    macros.put("LOCAL_SIZE", 1);
    return cpu(family, "float" + width, width, macros);
  }

  private static KernelVariant cpu(
      KernelFamily family, String name, int width, Map<String, Integer> macros) {
    return new KernelVariant(
        family,
        name,
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
    return gpu(family, name, extents, macros);
  }

  private static KernelVariant gpu(
      KernelFamily family, String name, Predicate<Extents> extents, Map<String, Integer> macros) {
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
                    OpenClReason.NO_KERNEL_VARIANT, noneOf(family.word(), device)));
  }

  static String noneOf(String what, DeviceProperties device) {
    return "no variant of "
        + what
        + " runs on "
        + device.name()
        + " with "
        + device.localMemory()
        + " bytes of local memory and work-groups of "
        + device.workGroupSize();
  }

  /** The rows of products that run on a GPU, among which {@link ProductModel} chooses. */
  static List<KernelVariant> products(DeviceProperties device) {
    return ALL.stream()
        .filter(row -> isProduct(row.family()) && row.devices().test(device))
        .filter(row -> VariantConstraint.allHold(row, device))
        .toList();
  }

  /** The rows for tensor cores that run on a device. */
  public static List<KernelVariant> tensor(DeviceProperties device) {
    return products(device).stream()
        .filter(row -> row.family() == KernelFamily.PRODUCT_TENSOR)
        .toList();
  }

  /** Whether a family is a body of products for GPUs. */
  static boolean isProduct(KernelFamily family) {
    return switch (family) {
      case PRODUCT_TILE, PRODUCT_SKINNY, PRODUCT_TENSOR -> true;
      case MATMUL_PACKED, MATMUL_STREAMED, MAP, ROW -> false;
    };
  }

  /** The lines of {@code product_skinny} for so many, the most where there are more. */
  static int skinny(int lines) {
    int most = SKINNY[SKINNY.length - 1];
    return Arrays.stream(SKINNY).filter(wide -> wide >= lines).findFirst().orElse(most);
  }
}
