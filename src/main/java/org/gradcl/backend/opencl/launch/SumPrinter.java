package org.gradcl.backend.opencl.launch;

import static org.gradcl.backend.opencl.launch.LaunchContext.memory;
import static org.gradcl.backend.opencl.launch.LaunchContext.number;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.backend.opencl.program.KernelFiles;
import org.gradcl.backend.opencl.program.LaunchShape;
import org.gradcl.backend.opencl.program.Macros;
import org.gradcl.backend.opencl.tuning.Extents;
import org.gradcl.backend.opencl.tuning.KernelFamily;
import org.gradcl.backend.opencl.tuning.KernelVariant;
import org.gradcl.plan.BatchSum;
import org.gradcl.plan.Launch;

/**
 * Prints the sums over all elements of a map or row launch. Each work-group leaves its part: of the
 * loss of a training step for the launches that update the parameters, of an output for a second
 * kernel, {@code sum_fold.cl}.
 *
 * @param launch whose sums they are
 * @param sums in order
 */
record SumPrinter(Launch launch, List<BatchSum> sums) {
  /** Copies the list. */
  SumPrinter {
    sums = List.copyOf(sums);
  }

  /** How many are added up by a second kernel. */
  private long folded() {
    return sums.stream().filter(SumPrinter::isFolded).count();
  }

  private static boolean isFolded(BatchSum sum) {
    return sum.destination() == BatchSum.Destination.OUTPUT;
  }

  private static String name(int index) {
    return "sum_" + index;
  }

  /** The names of the sums. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < sums.size(); i++) {
      names.add(name(i));
    }
    return names;
  }

  /** Adds the parameters of the sums, to which work-groups along one axis leave their parts. */
  void declare(Splice splice) {
    int folded = 0;
    for (int i = 0; i < sums.size(); i++) {
      String at = "const int " + name(i) + "_at = ";
      if (isFolded(sums.get(i))) {
        splice.memory("__global float *", name(i), KernelBuffer.PACKED);
        splice.once(at + folded++ + " * (int)get_num_groups(0) + GROUP_INDEX;");
      } else {
        splice.memory("__global float *", name(i), KernelBuffer.LOSSES);
        splice.once(at + "GROUP_INDEX;");
      }
    }
  }

  /** The statements that add to the sums what a tape has computed. */
  List<String> statements(TapePrinter printer) {
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < sums.size(); i++) {
      statements.add(name(i) + "_##T += " + printer.output(sums.get(i).output()) + ";");
    }
    return statements;
  }

  /** Floats of {@link KernelBuffer#PACKED} for the parts of so many work-groups. */
  long packedElements(int groups) {
    return folded() * groups;
  }

  /** The kernel, and the second one where there are parts for it. */
  List<KernelLaunch> withFold(KernelLaunch kernel, LaunchContext context) {
    return folded() == 0
        ? List.of(kernel)
        : List.of(kernel, fold(kernel.shape().groups(), context));
  }

  private KernelLaunch fold(int parts, LaunchContext context) {
    KernelVariant variant = context.variant(KernelFamily.MAP, Extents.of(1, parts));
    KernelParameters parameters = new KernelParameters();
    List<String> once = new ArrayList<>();
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < sums.size(); i++) {
      if (isFolded(sums.get(i))) {
        String name = name(i);
        parameters.memory("__global float *", name, KernelBuffer.of(sums.get(i).place().region()));
        parameters.number(name + "_offset", sums.get(i).place().base());
        once.add("const int " + name + "_at = " + name + "_offset;");
        list.append("X(").append(name).append(") ");
      }
    }
    Macros macros = LaunchContext.macros(variant);
    macros.define("OPERANDS", parameters.text());
    macros.define("UNIFORMS", String.join("\n", once));
    macros.define("SUMS", "(X)", list.toString());
    List<KernelArgument> arguments =
        new ArrayList<>(List.of(number(parts), memory(KernelBuffer.PACKED)));
    arguments.addAll(parameters.arguments());
    return new KernelLaunch(
        launch,
        KernelFiles.load("sum_fold.cl", macros),
        "sum_fold",
        variant.describe(),
        arguments,
        LaunchShape.of(1, variant.localSize()),
        0,
        Rounds.ofWords(folded() * parts, variant));
  }
}
