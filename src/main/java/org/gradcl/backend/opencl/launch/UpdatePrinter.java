package org.gradcl.backend.opencl.launch;

import static org.gradcl.backend.opencl.launch.LaunchContext.chunk;
import static org.gradcl.backend.opencl.launch.LaunchContext.memory;
import static org.gradcl.backend.opencl.launch.LaunchContext.number;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradcl.backend.opencl.program.KernelFiles;
import org.gradcl.backend.opencl.program.KernelSource;
import org.gradcl.backend.opencl.program.LaunchShape;
import org.gradcl.backend.opencl.program.Macros;
import org.gradcl.backend.opencl.tuning.Extents;
import org.gradcl.backend.opencl.tuning.GroupCount;
import org.gradcl.backend.opencl.tuning.KernelFamily;
import org.gradcl.backend.opencl.tuning.KernelVariant;
import org.gradcl.expr.Tape;
import org.gradcl.graph.StepField;
import org.gradcl.graph.UpdateRule;
import org.gradcl.plan.TrustRatios;
import org.gradcl.plan.UpdateLaunch;
import org.gradcl.plan.UpdateRange;

/**
 * Prints the update: {@code weight_update.cl}. What the launches of the step have left is reduced
 * to one word by the clip, or by a kernel of its own; few work-groups reduce it each for itself.
 */
final class UpdatePrinter {
  /** Work-groups that take less time than a further kernel to read all words themselves. */
  static final int MOST_READERS = 8;

  private UpdatePrinter() {}

  static List<KernelLaunch> print(UpdateLaunch launch, LaunchContext context) {
    int elements = launch.elements();
    KernelVariant variant = context.variant(KernelFamily.MAP, Extents.of(1, elements));
    Splice splice = new Splice(launch).recordsInBody();
    splice.element("parameter", "value_parameter", "LOAD_##T(parameter + (column))");
    splice.element("gradient", "value_gradient", "LOAD_##T(gradient + (column))");
    for (int i = 0; i < launch.slots().size(); i++) {
      splice.element(launch.slots().get(i), "value_slot_" + i, "LOAD_##T(" + slot(i) + ")");
    }
    launch.trustRatios().ifPresent(ratios -> trustRatios(ratios, splice));
    for (StepField field : StepField.values()) {
      if (launch.ranges().stream().anyMatch(range -> reads(range, field))) {
        splice.field(field.variableName(), field);
      }
    }
    Macros macros = LaunchContext.macros(variant);
    ranges(launch, splice, macros);
    macros.define(
        "NEXT_LEARNING_RATE",
        "(result, step, total_steps)",
        Splice.block(nextLearningRate(launch.learningRate())));
    if (!launch.part().isLast()) {
      macros.define("ENDS_STEP", 0);
    }
    splice.define(macros);
    int groups = GroupCount.of(elements, variant, context.device().computeUnits());
    int chunk = chunk(elements, groups);
    KernelSource source = KernelFiles.load("weight_update.cl", macros);
    boolean folds = !context.plan().clips() && groups > MOST_READERS;
    boolean folded = folds || context.plan().clips();
    int words = folded ? 1 : context.checkWords();
    int losses = folded ? 0 : context.lossParts();
    KernelLaunch update =
        new KernelLaunch(
            launch,
            source,
            "weight_update",
            variant.describe(),
            LaunchContext.arguments(
                splice,
                number(launch.slotElements()),
                number(launch.first()),
                number(launch.first() + elements),
                number(chunk),
                memory(KernelBuffer.PARAMETER),
                memory(KernelBuffer.GRADIENT),
                memory(KernelBuffer.SLOT),
                memory(KernelBuffer.RECORDS),
                memory(KernelBuffer.CHECKS),
                number(folded ? context.checkWords() : 0),
                number(words),
                memory(KernelBuffer.LOSSES),
                number(losses),
                LaunchContext.lossShare(launch.part()),
                LaunchContext.addsLoss(launch.part()),
                number(context.target().ringLength())),
            LaunchShape.of(groups, variant.localSize()),
            0,
            Rounds.ofElements(chunk, 1, variant) + Rounds.ofWords(words + losses, variant));
    return folds ? List.of(fold(launch, source, variant, context), update) : List.of(update);
  }

  private static void trustRatios(TrustRatios ratios, Splice splice) {
    splice.memory("__global const float *", "trust_ratio", KernelBuffer.WORKSPACE);
    splice.number("trust_ratio_base", ratios.base());
    splice.once("trust_ratio += trust_ratio_base;");
    splice.element(
        UpdateRule.TRUST_RATIO.name(), "value_trust_ratio", "LOAD_##T(trust_ratio + (column))");
  }

  private static KernelLaunch fold(
      UpdateLaunch launch, KernelSource source, KernelVariant variant, LaunchContext context) {
    return new KernelLaunch(
        launch,
        source,
        "step_fold",
        variant.describe(),
        List.of(
            memory(KernelBuffer.CHECKS),
            number(context.checkWords()),
            memory(KernelBuffer.LOSSES),
            number(context.lossParts()),
            LaunchContext.lossShare(launch.part()),
            LaunchContext.addsLoss(launch.part()),
            memory(KernelBuffer.RECORDS),
            number(context.target().ringLength())),
        LaunchShape.of(1, variant.localSize()),
        0,
        Rounds.ofWords(context.checkWords() + context.lossParts(), variant));
  }

  private static String slot(int index) {
    return "slots + " + index + " * slot_elements + (column)";
  }

  private static boolean reads(UpdateRange range, StepField field) {
    return range.tape().variables().contains(field.variableName());
  }

  /** A formula for each range, and the list of them: where a range ends is an argument. */
  private static void ranges(UpdateLaunch launch, Splice splice, Macros macros) {
    List<String> list = new ArrayList<>();
    String begin = "first";
    for (int r = 0; r < launch.ranges().size(); r++) {
      UpdateRange range = launch.ranges().get(r);
      boolean last = r == launch.ranges().size() - 1;
      String element = r == 0 ? "ELEMENT" : "ELEMENT_" + r;
      String end = last ? "end" : "range_" + r + "_end";
      if (!last) {
        splice.number(end, range.end());
      }
      TapePrinter printer = splice.print(range.tape(), r == 0 ? "t" : "t" + r + "_");
      List<String> statements = splice.compute(range.tape(), printer);
      statements.add("STORE_##T(" + printer.output(0) + ", parameter + (column));");
      for (int i = 0; i < range.slots(); i++) {
        statements.add("STORE_##T(" + printer.output(i + 1) + ", " + slot(i) + ");");
      }
      macros.define(element, "(T, row, column)", Splice.block(statements));
      list.add("X(" + begin + ", " + end + ", " + element + ")");
      begin = end;
    }
    macros.define("RANGES", "(X)", String.join("\n", list));
  }

  private static List<String> nextLearningRate(Tape tape) {
    TapePrinter printer =
        new TapePrinter(
            tape,
            "s",
            Map.of(
                StepField.STEP.variableName(),
                "(step)",
                StepField.TOTAL_STEPS.variableName(),
                "(total_steps)",
                StepField.LEARNING_RATE.variableName(),
                "as_float(record[RECORD_LEARNING_RATE])"),
            Map.of());
    List<String> statements = new ArrayList<>(printer.uniformStatements());
    statements.add("result = " + printer.uniformOutput(0) + ";");
    return statements;
  }
}
