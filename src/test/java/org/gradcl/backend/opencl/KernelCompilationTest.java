package org.gradcl.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradcl.backend.opencl.discovery.DeviceScan;
import org.gradcl.backend.opencl.discovery.FoundDevice;
import org.gradcl.backend.opencl.memory.OpenClContext;
import org.gradcl.backend.opencl.program.KernelBuildException;
import org.gradcl.backend.opencl.program.KernelFiles;
import org.gradcl.backend.opencl.program.KernelSource;
import org.gradcl.backend.opencl.program.Macros;
import org.gradcl.backend.opencl.program.Programs;
import org.gradcl.backend.opencl.tuning.KernelFamily;
import org.gradcl.backend.opencl.tuning.KernelVariant;
import org.gradcl.backend.opencl.tuning.KernelVariants;
import org.gradcl.backend.opencl.tuning.VariantConstraint;
import org.gradcl.testing.OpenClForTests;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel file compiles alone with its defaults, and with every row of the variant table. */
@RequiresOpenCl
class KernelCompilationTest {
  private static final Map<String, Integer> ALIGNED =
      Map.of("A_ALIGNED", 1, "B_ALIGNED", 1, "VECTOR_WIDTH", 4);

  static List<FoundDevice> devices() {
    List<String> usable = OpenClForTests.usable().stream().map(c -> c.description().id()).toList();
    return DeviceScan.scan().stream()
        .filter(found -> usable.contains(found.description().id()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("devices")
  void everyFileCompilesAloneWithItsDefaults(FoundDevice device) {
    List<String> files = new ArrayList<>(KernelFiles.PROGRAMS);
    files.addAll(KernelFiles.INCLUDES);
    compile(
        device,
        files.stream().map(file -> KernelFiles.load(file, new Macros())).toList(),
        files.size());
  }

  @ParameterizedTest
  @MethodSource("devices")
  void everyRowOfTheTableCompilesWithEveryFileOfItsFamily(FoundDevice device) {
    List<KernelSource> sources = new ArrayList<>();
    for (KernelVariant row : KernelVariants.ALL) {
      if (VariantConstraint.allHold(row, device.properties().orElseThrow())) {
        sources.addAll(sources(row));
      }
    }
    assertThat(sources).hasSizeGreaterThan(40);
    compile(device, sources, sources.size());
  }

  private static List<KernelSource> sources(KernelVariant row) {
    return switch (row.family()) {
      case PRODUCT_TILE ->
          List.of(
              product(row, "forward.cl", 0, ALIGNED),
              product(row, "forward.cl", 0, Map.of("SUM_K", 0)),
              product(row, "backward.cl", 0, ALIGNED),
              product(row, "backward.cl", 1, Map.of()));
      case PRODUCT_SKINNY ->
          List.of(
              product(row, "forward.cl", 0, Map.of("A_ALIGNED", 1)),
              product(row, "backward.cl", 0, Map.of("LONG_A", 0)),
              product(row, "backward.cl", 1, Map.of("LONG_A", 0)),
              product(row, "backward.cl", 1, Map.of("B_ALIGNED", 1)));
      case PRODUCT_TENSOR ->
          List.of(product(row, "forward.cl", 0, ALIGNED), product(row, "backward.cl", 1, Map.of()));
      case MATMUL_PACKED, MATMUL_STREAMED ->
          List.of(
              product(row, "forward.cl", 0, Map.of()),
              product(row, "backward.cl", 0, Map.of()),
              product(row, "backward.cl", 1, Map.of()));
      case MAP ->
          List.of(
              KernelFiles.load("map.cl", macros(row)),
              KernelFiles.load("loss.cl", macros(row)),
              KernelFiles.load("loss_gradient.cl", macros(row)),
              KernelFiles.load("scatter.cl", macros(row)),
              KernelFiles.load("reduce.cl", macros(row)),
              KernelFiles.load("sum_fold.cl", macros(row)),
              KernelFiles.load("weight_update.cl", macros(row)));
      case ROW ->
          List.of(
              KernelFiles.load("row.cl", macros(row)),
              KernelFiles.load("row_across.cl", macros(row)));
    };
  }

  private static KernelSource product(
      KernelVariant row, String file, int transposed, Map<String, Integer> more) {
    Macros macros = macros(row);
    more.forEach(macros::define);
    macros.define("MATMUL_BODY", "\"" + row.family().word() + ".clh\"");
    macros.define("A_TRANSPOSED", transposed);
    return KernelFiles.load(file, macros);
  }

  private static Macros macros(KernelVariant row) {
    Macros macros = new Macros();
    row.macros().forEach(macros::define);
    return macros;
  }

  private static void compile(FoundDevice device, List<KernelSource> sources, int programs) {
    try (OpenClContext context = new OpenClContext(device);
        Programs built = new Programs(context)) {
      for (KernelSource source : sources) {
        built.build(source);
      }
      assertThat(built.count()).isEqualTo(programs);
    }
  }

  @ParameterizedTest
  @MethodSource("devices")
  void aBuildErrorShowsDeviceOptionsLogAndNumberedSource(FoundDevice device) {
    Macros macros = new Macros().define("ELEMENT", "(T, row, column)", "{\nnot_declared = 1;\n}");
    KernelSource source = KernelFiles.load("map.cl", macros);
    try (OpenClContext context = new OpenClContext(device);
        Programs programs = new Programs(context)) {
      assertThatThrownBy(() -> programs.kernel(source, "map"))
          .isInstanceOf(KernelBuildException.class)
          .hasMessageContaining("map.cl")
          .hasMessageContaining(device.description().name())
          .hasMessageContaining("-cl-std=CL1.2")
          .hasMessageContaining("CL_BUILD_PROGRAM_FAILURE")
          .hasMessageContaining("undeclared identifier 'not_declared'")
          .hasMessageContaining("    2  macros:2 ");
    }
  }

  @Test
  void allProductsAreInTheTable() {
    assertThat(KernelVariants.ALL.stream().map(KernelVariant::family))
        .contains(
            KernelFamily.PRODUCT_TILE,
            KernelFamily.PRODUCT_SKINNY,
            KernelFamily.PRODUCT_TENSOR,
            KernelFamily.MATMUL_PACKED,
            KernelFamily.MATMUL_STREAMED);
  }
}
