package org.gradcl.backend.opencl.launch;

import static org.gradcl.backend.opencl.launch.LaunchContext.memory;
import static org.gradcl.backend.opencl.launch.LaunchContext.number;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.backend.opencl.program.KernelFiles;
import org.gradcl.backend.opencl.program.LaunchShape;
import org.gradcl.backend.opencl.program.Macros;
import org.gradcl.backend.opencl.tuning.Extents;
import org.gradcl.backend.opencl.tuning.GroupCount;
import org.gradcl.backend.opencl.tuning.KernelFamily;
import org.gradcl.backend.opencl.tuning.KernelVariant;
import org.gradcl.backend.opencl.tuning.MatmulSetting;
import org.gradcl.backend.opencl.tuning.ProductChoice;
import org.gradcl.backend.opencl.tuning.ProductExtents;
import org.gradcl.backend.opencl.tuning.ProductGroup;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.Operand;
import org.gradcl.plan.Place;
import org.gradcl.plan.Source;
import org.gradcl.plan.Store;

/**
 * Prints matrix products for GPUs: one kernel over {@code product_tile.clh}, {@code
 * product_skinny.clh} or {@code product_tensor.clh}, or two where the inner extent is cut into
 * parts, of which {@code product_fold.cl} adds up what the first leaves.
 */
final class GpuProductPrinter {
  /** Numbers of a fetch, and of a vector of the epilogue where all that it meets is aligned. */
  private static final int FOUR = 4;

  private final MatmulLaunch launch;
  private final LaunchContext context;
  private final ProductExtents extents;
  private final ProductChoice choice;
  private final int parts;
  private final OperandPrinter a;
  private final OperandPrinter b;

  private GpuProductPrinter(MatmulLaunch launch, LaunchContext context) {
    this.launch = launch;
    this.context = context;
    int innerBound = launch.transposeA() ? AxisText.ANY : launch.k();
    this.a = new OperandPrinter("a", launch.a(), innerBound);
    this.b = new OperandPrinter("b", launch.b(), innerBound);
    this.extents =
        new ProductExtents(
            launch.m(),
            launch.n(),
            launch.k(),
            launch.batch(),
            launch.transposeA(),
            launch.transposeB(),
            reading());
    this.choice = setting(context).choose(context.typical(extents), context.device());
    this.parts = choice.parts(launch.k());
  }

  private ProductExtents.Reading reading() {
    if (launch.a().isMatrix() && launch.b().isMatrix()) {
      return ProductExtents.Reading.MATRICES;
    }
    if (launch.a().windows().isEmpty() && launch.b().windows().isEmpty()) {
      return ProductExtents.Reading.VIEWS;
    }
    return a.readsInFours() && b.readsInFours()
        ? ProductExtents.Reading.WINDOWS
        : ProductExtents.Reading.WINDOWS_SINGLY;
  }

  /**
   * Tensor cores leave few registers for addresses: operands that are read one by one, or by
   * windows, would spill them.
   */
  private MatmulSetting setting(LaunchContext context) {
    boolean inFours = a.readsMatrixInFours() && b.readsMatrixInFours();
    return inFours ? context.setting() : context.setting().withoutTensor();
  }

  static List<KernelLaunch> print(MatmulLaunch launch, LaunchContext context) {
    GpuProductPrinter printer = new GpuProductPrinter(launch, context);
    return printer.choice.isSplit()
        ? List.of(printer.parts(), printer.fold())
        : List.of(printer.whole());
  }

  private KernelLaunch whole() {
    Splice splice = new Splice(launch);
    Macros macros = new Macros();
    CheckPrinter checks = context.checks(launch.checked());
    a.define(macros, splice);
    b.define(macros, splice);
    ProductSplice.epilogue(launch, checks, splice, macros);
    return product(splice, macros, isAligned() ? FOUR : 1, 0);
  }

  /** The first of two kernels: leaves the sums of each part. */
  private KernelLaunch parts() {
    Splice splice = new Splice(launch);
    Macros macros = new Macros();
    a.define(macros, splice);
    b.define(macros, splice);
    ProductSplice.partial(launch, splice, macros);
    long elements = elements() * parts;
    elements += launch.rowSums().isPresent() ? (long) launch.m() * parts : 0;
    return product(splice, macros, OperandPrinter.isFour(launch.n()) ? FOUR : 1, elements);
  }

  private KernelLaunch product(Splice splice, Macros macros, int width, long scratchElements) {
    ProductGroup group = choice.group();
    KernelVariant variant = group.variant();
    variant.macros().forEach(macros::define);
    switch (variant.family()) {
      case PRODUCT_TILE -> {
        macros.define("SUM_K", choice.sumTerms());
        macros.define("UNROLLED", context.device().unrollsLoops() ? 1 : 0);
        macros.define("VECTOR_WIDTH", width);
      }
      case PRODUCT_TENSOR -> {
        macros.define("TENSOR_PTX", context.device().multipliesTf32() ? 1 : 0);
        macros.define("VECTOR_WIDTH", width);
      }
      default -> macros.define("LONG_A", group.longA() ? 1 : 0);
    }
    macros.define("MATMUL_BODY", "\"" + variant.family().word() + ".clh\"");
    List<KernelArgument> arguments =
        new ArrayList<>(
            List.of(
                number(launch.m()),
                number(launch.n()),
                number(launch.k()),
                number(choice.isSplit() ? choice.partTerms() : launch.k())));
    arguments.addAll(a.arguments());
    arguments.addAll(b.arguments());
    arguments.addAll(splice.arguments());
    String kernel = ProductSplice.kernel(launch);
    return new KernelLaunch(
        launch,
        KernelFiles.load(kernel + ".cl", macros),
        kernel,
        choice.describe(),
        arguments,
        choice.isSplit()
            ? LaunchShape.of(group.count(extents), parts, 1, variant.localSize())
            : LaunchShape.of(group.count(extents), variant.localSize()),
        scratchElements,
        Rounds.ofProduct(choice, launch.k(), width));
  }

  /**
   * The second of two kernels: adds up the parts, and does what a whole product does at its end.
   */
  private KernelLaunch fold() {
    int rows = launch.batch() * launch.m();
    int width = isAligned() ? FOUR : 1;
    KernelVariant variant = context.variant(KernelFamily.MAP, Extents.of(rows, launch.n()));
    Splice splice = new Splice(launch);
    Macros macros = new Macros();
    macros.define("LOCAL_SIZE", variant.localSize());
    macros.define("VECTOR_WIDTH", width);
    ProductSplice.epilogue(launch, context.checks(launch.checked()), splice, macros);
    long visits = Math.max(elements() / width, launch.rowSums().isPresent() ? launch.m() : 0);
    int groups = GroupCount.of(visits, variant, context.device().computeUnits());
    return new KernelLaunch(
        launch,
        KernelFiles.load("product_fold.cl", macros),
        "product_fold",
        variant.describe(),
        LaunchContext.arguments(
            splice,
            number(rows),
            number(launch.n()),
            number(launch.rowSums().isPresent() ? launch.m() : 0),
            number(parts),
            memory(KernelBuffer.PACKED)),
        LaunchShape.of(groups, variant.localSize()),
        0,
        Rounds.ofFold(visits, parts, groups, variant));
  }

  private long elements() {
    return (long) launch.batch() * launch.m() * launch.n();
  }

  /** Whether the epilogue meets whole fours of columns, in everything that it reads or writes. */
  private boolean isAligned() {
    boolean aligned = OperandPrinter.isFour(launch.n());
    for (Operand operand : launch.operands()) {
      if (operand.source() instanceof Source.Memory memory) {
        aligned &= isAligned(memory.place());
      }
    }
    for (Store store : launch.stores()) {
      aligned &= isAligned(store.place());
    }
    return aligned;
  }

  private static boolean isAligned(Place place) {
    return switch (place.form()) {
      case MATRIX -> OperandPrinter.isFour(place.base()) && OperandPrinter.isFour(place.stride(0));
      case PER_COLUMN -> OperandPrinter.isFour(place.base());
      case PER_ROW, SCALAR -> true;
      case STRIDED -> false;
    };
  }
}
