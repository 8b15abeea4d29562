package org.gradcl.backend.opencl.tuning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.plan.Target.MachineClass;

/**
 * A row of the table of variants.
 *
 * @param family the kernels that it is for
 * @param name unique in its family, such as {@code 64x64x16}
 * @param machine the class of machine that it is for
 * @param level how specific {@code devices} is
 * @param devices the devices that it is for
 * @param extents the extents that it is for
 * @param macros the macros that it sets, by name
 */
public record KernelVariant(
    KernelFamily family,
    String name,
    MachineClass machine,
    Level level,
    Predicate<DeviceProperties> devices,
    Predicate<Extents> extents,
    Map<String, Integer> macros) {
  /** LOCAL_SIZE of {@code product_skinny.clh}. */
  private static final int SKINNY_ITEMS = 64;

  /** TILE_K of {@code product_tensor.clh}. */
  static final int TENSOR_TERMS = 16;

  /** Elements of C of a work-item of {@code product_tensor.clh}. */
  private static final int TENSOR_ELEMENTS = 64;

  /** How specific a row is; the earlier constants win. */
  public enum Level {
    /** One device, by its name. */
    DEVICE,
    /** An architecture of a vendor. */
    ARCHITECTURE,
    /** A vendor. */
    VENDOR,
    /** A class of machine. */
    MACHINE_CLASS
  }

  /** Copies the macros, keeping their order. */
  public KernelVariant {
    macros = Collections.unmodifiableMap(new LinkedHashMap<>(macros));
  }

  /**
   * The value of a macro.
   *
   * @throws NullPointerException if the row does not set it
   */
  public int macro(String macro) {
    return Objects.requireNonNull(macros.get(macro), macro);
  }

  /** The same without vectors, for launches whose neighbours lie nowhere side by side. */
  public KernelVariant withoutVectors() {
    Map<String, Integer> scalar = new LinkedHashMap<>(macros);
    scalar.replace("VECTOR_WIDTH", 1);
    return new KernelVariant(family, name, machine, level, devices, extents, scalar);
  }

  /** Work-items of a work-group. */
  public int localSize() {
    return switch (family) {
      case PRODUCT_TILE ->
          macro("TILE_M") / macro("REGISTERS") * (macro("TILE_N") / macro("REGISTERS"));
      case PRODUCT_SKINNY -> SKINNY_ITEMS;
      case PRODUCT_TENSOR -> macro("TILE_M") * macro("TILE_N") / TENSOR_ELEMENTS;
      case MATMUL_PACKED, MATMUL_STREAMED -> 1;
      case MAP, ROW -> macro("LOCAL_SIZE");
    };
  }

  /** Bytes of local memory of a work-group; the formulas are those of the kernel files. */
  public long localBytes() {
    return 4L
        * switch (family) {
          case PRODUCT_TILE -> 2 * macro("TILE_K") * (macro("TILE_M") + 4 + macro("TILE_N") + 4);
          case PRODUCT_SKINNY -> 4 * macro("SKINNY") * SKINNY_ITEMS;
          case PRODUCT_TENSOR -> 2 * TENSOR_TERMS * (macro("TILE_M") + 8 + macro("TILE_N") + 8);
          case MATMUL_PACKED -> 2 * macro("ROW_BLOCK") + 1;
          case MATMUL_STREAMED -> 1;
          case MAP, ROW -> localSize();
        };
  }

  /** For people: family, name and macros. */
  public String describe() {
    StringBuilder text = new StringBuilder(family.word()).append(' ').append(name).append(" {");
    macros.forEach((macro, value) -> text.append(macro).append('=').append(value).append(' '));
    return text.toString().strip() + "}";
  }
}
