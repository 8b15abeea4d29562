package org.gradcl.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradcl.backend.opencl.OpenClTarget;
import org.gradcl.backend.opencl.launch.KernelLaunch;
import org.gradcl.backend.opencl.launch.PlanPrinter;
import org.gradcl.backend.opencl.program.Programs;
import org.gradcl.backend.opencl.tuning.MatmulSetting;
import org.gradcl.device.Precision;
import org.gradcl.gpu.compiler.Program;
import org.gradcl.gpu.product.Tile;
import org.gradcl.plan.Compiler;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Plan;
import org.gradcl.plan.Target.MachineClass;

/**
 * A launch of a net, as the host layer would build and enqueue it on a device, without the device.
 *
 * @param device what for
 * @param net whose step it is part of
 * @param launch its kernel
 */
record DumpedKernel(GpuDevice device, String net, KernelLaunch launch) {
  private static final Pattern MACRO = Pattern.compile("(?m)^#define (\\w+) (\\d+)\\b");

  /** Every launch of some nets on a device, in order. */
  static List<DumpedKernel> of(GpuDevice device, List<Net> nets) {
    List<DumpedKernel> kernels = new ArrayList<>();
    for (Net net : nets) {
      MatmulSetting setting = MatmulSetting.of(MachineClass.GPU);
      if (net.precision() == Precision.FLOAT32_TENSOR) {
        if (!device.properties().gainsByTf32()) {
          continue;
        }
        setting = setting.withTensor();
      }
      Plan plan = Compiler.compile(net.graph(), OpenClTarget.of(device.properties()));
      for (KernelLaunch launch : PlanPrinter.print(plan, device.properties(), setting).launches()) {
        kernels.add(new DumpedKernel(device, net.name(), launch));
      }
    }
    return kernels;
  }

  /** What the device's compiler gets. */
  Program program() {
    return new Program(
        device.architecture(),
        launch.source().text(),
        launch.kernel(),
        Programs.options(device.properties()));
  }

  /** The product that it computes, if it is one; the kernel that adds up parts of one is not. */
  Optional<MatmulLaunch> product() {
    return launch.launch() instanceof MatmulLaunch product && tile().isPresent()
        ? Optional.of(product)
        : Optional.empty();
  }

  /** The tile of a product. */
  Optional<Tile> tile() {
    return switch (Family.of(this)) {
      case TILE_8X8,
          TILE_64X64,
          TILE_8X8_SUMS,
          TILE_4X4,
          TILE_GATHERED,
          TILE_4X4_WINDOWS,
          TILE_WINDOWS_SINGLY,
          TILE_UNALIGNED ->
          Optional.of(Tile.square(this::macro));
      case TENSOR -> Optional.of(Tile.tensor(this::macro));
      case SKINNY -> Optional.of(Tile.skinny(this::macro));
      case OTHER -> Optional.empty();
    };
  }

  /** The first number that a macro is defined as: Java's, before the file's default. */
  OptionalInt macro(String name) {
    Matcher macro = MACRO.matcher(launch.source().text());
    while (macro.find()) {
      if (macro.group(1).equals(name)) {
        return OptionalInt.of(Integer.parseInt(macro.group(2)));
      }
    }
    return OptionalInt.empty();
  }

  /** Whether its text comes from a kernel file, among others. */
  boolean isFrom(String file) {
    return launch.source().lines().stream().anyMatch(line -> line.file().equals(file));
  }
}
