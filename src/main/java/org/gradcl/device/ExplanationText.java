package org.gradcl.device;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.gradcl.text.ByteSize;
import org.gradcl.text.Figures;
import org.gradcl.text.TextTable;

/** An {@link Explanation} as text. */
final class ExplanationText {
  private final Explanation explanation;
  private final boolean profiled;

  private ExplanationText(Explanation explanation) {
    this.explanation = explanation;
    this.profiled = explanation.stepMicroseconds().isPresent();
  }

  static String of(Explanation explanation) {
    StringWriter text = new StringWriter();
    new ExplanationText(explanation).print(new PrintWriter(text));
    return text.toString().stripTrailing();
  }

  private void print(PrintWriter out) {
    table().print(out);
    out.println();
    for (int i = 0; i < explanation.launches().size(); i++) {
      Explanation.Launch launch = explanation.launches().get(i);
      out.printf(Locale.ROOT, "%2d  %s%n", i, launch.formula());
      out.println("    reads " + places(launch.reads()));
      out.println("    writes " + places(launch.writes()));
      if (!launch.kernel().shape().isEmpty()) {
        out.println("    launched as " + launch.kernel().shape());
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
      headings.addAll(List.of("µs", "share", "GFLOP/s"));
    }
    TextTable table = new TextTable(headings.toArray(String[]::new));
    for (int i = 0; i < explanation.launches().size(); i++) {
      Explanation.Launch launch = explanation.launches().get(i);
      List<String> cells =
          new ArrayList<>(
              List.of(
                  Integer.toString(i),
                  launch.phase().name().toLowerCase(Locale.ROOT),
                  launch.name(),
                  launch.kind(),
                  launch.shape(),
                  launch.kernel().name(),
                  launch.kernel().variant(),
                  Integer.toString(launch.kernel().enqueues()),
                  String.format(Locale.ROOT, "%.3f", 1e-6 * launch.flops()),
                  ByteSize.text(launch.bytes())));
      if (profiled) {
        cells.add(String.format(Locale.ROOT, "%.1f", launch.microseconds().getAsDouble()));
        cells.add(
            String.format(Locale.ROOT, "%.1f %%", 100 * explanation.share(launch).getAsDouble()));
        cells.add(String.format(Locale.ROOT, "%.1f", launch.gflops().getAsDouble()));
      }
      table.row(cells);
    }
    return table;
  }

  private void totals(PrintWriter out) {
    List<Explanation.Launch> launches = explanation.launches();
    out.printf(
        Locale.ROOT,
        "%d launches, %d enqueues, %s MFLOP a step of %s samples on %s%n",
        launches.size(),
        launches.stream().mapToInt(launch -> launch.kernel().enqueues()).sum(),
        Figures.of(1e-6 * explanation.flops()),
        Figures.count(explanation.batchSize()),
        explanation.device());
    if (profiled) {
      out.printf(
          Locale.ROOT,
          "%.1f µs in launches, %.1f GFLOP/s",
          explanation.stepMicroseconds().getAsDouble(),
          explanation.gflops().getAsDouble());
      explanation.profile().ifPresent(profile -> out.print(measurement(profile)));
      out.println();
    }
    Explanation.Memory memory = explanation.memory();
    out.printf(
        Locale.ROOT,
        "memory: %s for parameters, gradients and optimiser, %s workspace, %s a batch, %s outputs;"
            + " %s on the device in all%n",
        ByteSize.text(memory.state()),
        ByteSize.text(memory.workspace()),
        ByteSize.text(memory.batch()),
        ByteSize.text(memory.outputs()),
        ByteSize.text(memory.device()));
  }

  private static String measurement(Explanation.Profile profile) {
    String runs =
        String.format(
            Locale.ROOT,
            "; medians of %s after %s of warm-up",
            Figures.count(profile.runs(), "step"),
            Figures.seconds(profile.warmUpSeconds()));
    return profile.settled()
        ? runs
        : runs
            + ", in which they did not settle: successive rounds differ by more than 5 %; measure"
            + " again on a machine that does nothing else";
  }

  private static String places(List<Explanation.Place> places) {
    return places.isEmpty()
        ? "nothing"
        : places.stream()
            .map(
                place ->
                    String.format(
                        Locale.ROOT,
                        "%s[%d…%d] (%d×%d)",
                        place.region(),
                        place.offset(),
                        place.end(),
                        place.rows(),
                        place.columns()))
            .collect(Collectors.joining(", "));
  }
}
