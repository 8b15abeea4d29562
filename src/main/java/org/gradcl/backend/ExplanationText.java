package org.gradcl.backend;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.gradcl.plan.Launch;
import org.gradcl.plan.Plan;
import org.gradcl.plan.View;
import org.gradcl.text.ByteSize;
import org.gradcl.text.Figures;
import org.gradcl.text.TextTable;

/** An {@link Explanation} as text. */
final class ExplanationText {
  private final Explanation explanation;
  private final boolean profiled;

  private ExplanationText(Explanation explanation) {
    this.explanation = explanation;
    this.profiled = explanation.rows().stream().anyMatch(row -> row.microseconds().isPresent());
  }

  static String of(Explanation explanation) {
    StringWriter text = new StringWriter();
    new ExplanationText(explanation).print(new PrintWriter(text));
    return text.toString().stripTrailing();
  }

  private void print(PrintWriter out) {
    table().print(out);
    out.println();
    for (int i = 0; i < explanation.rows().size(); i++) {
      Explanation.Row row = explanation.rows().get(i);
      out.printf(Locale.ROOT, "%2d  %s%n", i, row.launch().formula());
      out.println("    reads " + views(row.launch().reads()));
      out.println("    writes " + views(row.launch().writes()));
      if (!row.shape().isEmpty()) {
        out.println("    launched as " + row.shape());
      }
    }
    out.println();
    totals(out);
    explanation.notes().forEach(out::println);
    out.flush();
  }

  private TextTable table() {
    List<String> headings =
        new ArrayList<>(
            List.of(
                "#",
                "phase",
                "launch",
                "kind",
                "shape",
                "kernel",
                "variant",
                "enqueues",
                "MFLOP",
                "memory traffic"));
    if (profiled) {
      headings.addAll(List.of("µs", "GFLOP/s"));
    }
    TextTable table = new TextTable(headings.toArray(String[]::new));
    for (int i = 0; i < explanation.rows().size(); i++) {
      Explanation.Row row = explanation.rows().get(i);
      Launch launch = row.launch();
      List<String> cells =
          new ArrayList<>(
              List.of(
                  Integer.toString(i),
                  launch.phase().name().toLowerCase(Locale.ROOT),
                  launch.name(),
                  launch.kind().name().toLowerCase(Locale.ROOT),
                  launch.shape(),
                  row.kernel(),
                  row.variant(),
                  Integer.toString(row.enqueues()),
                  String.format(Locale.ROOT, "%.3f", 1e-6 * launch.flops()),
                  ByteSize.text(launch.bytes())));
      if (profiled) {
        double microseconds = row.microseconds().orElse(Double.NaN);
        cells.add(String.format(Locale.ROOT, "%.1f", microseconds));
        cells.add(String.format(Locale.ROOT, "%.1f", 1e-3 * launch.flops() / microseconds));
      }
      table.row(cells);
    }
    return table;
  }

  private void totals(PrintWriter out) {
    Plan plan = explanation.plan();
    out.printf(
        Locale.ROOT,
        "%d launches, %d enqueues, %s MFLOP a step of %s samples on %s%n",
        explanation.rows().size(),
        explanation.rows().stream().mapToInt(Explanation.Row::enqueues).sum(),
        Figures.of(1e-6 * plan.flops()),
        Figures.count(plan.rows()),
        explanation.device());
    if (profiled) {
      double total =
          explanation.rows().stream().mapToDouble(row -> row.microseconds().orElse(0)).sum();
      out.printf(
          Locale.ROOT, "%.1f µs in launches, %.1f GFLOP/s%n", total, 1e-3 * plan.flops() / total);
    }
    out.printf(
        Locale.ROOT,
        "memory: %s for parameters, gradients and optimiser, %s workspace, %s a batch, %s outputs;"
            + " %s on the device in all%n",
        ByteSize.text(plan.state().bytes()),
        ByteSize.text(4L * plan.workspaceElements()),
        ByteSize.text(4L * plan.inputElements()),
        ByteSize.text(4L * plan.outputElements()),
        ByteSize.text(explanation.deviceBytes()));
  }

  private static String views(List<View> views) {
    return views.isEmpty()
        ? "nothing"
        : views.stream()
            .map(
                view ->
                    String.format(
                        Locale.ROOT,
                        "%s[%d…%d] (%d×%d)",
                        view.region().name().toLowerCase(Locale.ROOT),
                        view.offset(),
                        view.end(),
                        view.rows(),
                        view.columns()))
            .collect(Collectors.joining(", "));
  }
}
