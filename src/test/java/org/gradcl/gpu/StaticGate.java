package org.gradcl.gpu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradcl.gpu.Rule.Stage;
import org.gradcl.gpu.Rules.ModelRule;
import org.gradcl.gpu.compiler.Compilations;
import org.gradcl.gpu.compiler.Compilations.Outcome;
import org.gradcl.gpu.compiler.GpuTools;
import org.gradcl.gpu.compiler.Program;

/**
 * Every kernel that the host layer builds for some nets on some devices, compiled by the devices'
 * own compilers, and what was found.
 *
 * @param failures of programs that did not compile
 * @param rows a kernel and device each
 * @param model a product's launch each, of the kernels that compiled
 */
record StaticGate(List<String> failures, List<Row> rows, List<ModelRow> model) {
  StaticGate {
    failures = List.copyOf(failures);
    rows = List.copyOf(rows);
    model = List.copyOf(model);
  }

  /** Compiles and counts. */
  static StaticGate run(GpuTools tools, List<GpuDevice> devices, List<Net> nets) {
    Map<GpuDevice, Map<Program, List<DumpedKernel>>> programs = new LinkedHashMap<>();
    List<Program> all = new ArrayList<>();
    for (GpuDevice device : devices) {
      Map<Program, List<DumpedKernel>> uses = new LinkedHashMap<>();
      for (DumpedKernel kernel : DumpedKernel.of(device, nets)) {
        uses.computeIfAbsent(kernel.program(), program -> new ArrayList<>()).add(kernel);
      }
      programs.put(device, uses);
      all.addAll(uses.keySet());
    }
    Map<Program, Outcome> outcomes = new Compilations(tools).compile(all);
    List<Row> rows = new ArrayList<>();
    List<ModelRow> model = new ArrayList<>();
    for (Map<Program, List<DumpedKernel>> uses : programs.values()) {
      Map<DumpedKernel, Measured> measured = new LinkedHashMap<>();
      uses.forEach(
          (program, kernels) ->
              outcomes
                  .get(program)
                  .listing()
                  .ifPresent(
                      listing -> {
                        Row row = Row.of(kernels, listing);
                        rows.add(row);
                        kernels.forEach(kernel -> measured.put(kernel, row.measured()));
                      }));
      measured.forEach(
          (kernel, counts) -> {
            if (kernel.product().isPresent() && counts.slice().isPresent()) {
              model.add(ModelRow.of(kernel, counts));
            }
          });
    }
    List<String> failures =
        outcomes.values().stream().map(Outcome::failure).filter(text -> !text.isEmpty()).toList();
    return new StaticGate(failures, rows, model);
  }

  /** Criteria of a stage that are not met: kernels, then the time model. */
  List<String> breaches(Stage stage) {
    List<String> breaches = new ArrayList<>();
    for (Row row : rows) {
      for (Rule rule : row.breached(stage)) {
        breaches.add(
            String.format(
                "%s, %s (%s): %s",
                row.first().device(),
                row.use(),
                row.first().launch().variant(),
                rule.breach(row.measured())));
      }
    }
    for (ModelRule rule : Rules.MODEL) {
      if (rule.stage() == stage) {
        Sum sum = sum(GpuDevices.named(rule.device()), rule.net());
        if (sum.share() < rule.leastShare() || sum.microseconds() > rule.mostMicroseconds()) {
          breaches.add(
              String.format(
                  Locale.ROOT,
                  "%s, the products of %s by the time model: %.0f µs, %.2f of the peak",
                  rule.device(),
                  rule.net(),
                  sum.microseconds(),
                  sum.share()));
        }
      }
    }
    return breaches;
  }

  /**
   * All products of a step, by the time model.
   *
   * @param microseconds that they take
   * @param idealMicroseconds that they take at the peak
   */
  record Sum(double microseconds, double idealMicroseconds) {
    double share() {
      return microseconds == 0 ? 0 : idealMicroseconds / microseconds;
    }
  }

  Sum sum(GpuDevice device, String net) {
    List<ModelRow> products =
        model.stream()
            .filter(row -> row.kernel().device().equals(device))
            .filter(row -> row.kernel().net().equals(net))
            .toList();
    return new Sum(
        products.stream().mapToDouble(ModelRow::microseconds).sum(),
        products.stream().mapToDouble(ModelRow::idealMicroseconds).sum());
  }
}
