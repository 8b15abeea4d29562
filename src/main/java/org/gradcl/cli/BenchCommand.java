package org.gradcl.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.gradcl.backend.Device;
import org.gradcl.backend.DeviceSelection;
import org.gradcl.cli.bench.Measurement;
import org.gradcl.cli.bench.MeasurementsJson;
import org.gradcl.cli.bench.Workload;
import org.gradcl.cli.bench.Workloads;
import org.gradcl.cli.training.UsageException;
import org.gradcl.device.DevicePolicy;
import org.gradcl.text.FileFailure;
import org.gradcl.text.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench}: how fast a device trains. */
@Command(
    name = "bench",
    description = {
      "Times training steps whose batch is resident, and matrix products, on one device. Results"
          + " are checked against float64 first.",
      "Times are milliseconds a step: the median and the best of many rounds. GFLOP/s counts the"
          + " matrix products alone."
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device;

  @Parameters(
      paramLabel = "WORKLOAD",
      arity = "0..*",
      description = "Only these: W1, W2, W3, W4, matmul-nn-512, matmul-nt-512, matmul-tn-512.")
  private List<String> names = List.of();

  @Option(
      names = "--gemm",
      description =
          "Time matrix products alone: NN, NT and TN from 256³ to 2048³, and those of W3 and W4.")
  private boolean gemm;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      description = "How long to warm up, and then to measure, each workload; ${DEFAULT-VALUE}.")
  private double seconds = 2;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write the figures as a JSON list of objects.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    if (!(seconds >= 0 && seconds <= 3600)) {
      throw new UsageException("--seconds must be from 0 to 3600, found " + seconds);
    }
    requireFolder();
    if (json != null) {
      new OutputFile("--json", json)
          .requireReplaceable("figures of 'gradcl bench'", MeasurementsJson::isIn);
    }
    List<Workload> workloads = workloads();
    List<Measurement> measurements = new ArrayList<>();
    PrintWriter out = spec.commandLine().getOut();
    DeviceSelection selection = device.selector().select(DevicePolicy.preferGpu(), 0);
    try (Device chosen = selection.device()) {
      out.println(selection.report().headline());
      for (Workload workload : workloads) {
        out.println(workload.name() + "  " + workload.description());
        out.flush();
        measurements.add(Measurement.of(workload, chosen, seconds));
      }
    }
    table(measurements).print(out);
    if (json != null) {
      try (Writer writer = Files.newBufferedWriter(json)) {
        MeasurementsJson.write(writer, measurements);
      } catch (IOException e) {
        throw FileFailure.unwritable(json, e, "give another file with --json");
      }
    }
    return 0;
  }

  private List<Workload> workloads() {
    if (!gemm) {
      return UsageException.value(() -> Workloads.named(names));
    }
    if (!names.isEmpty()) {
      throw new UsageException(
          "--gemm names the workloads, all products; leave out "
              + String.join(" ", names)
              + ", or leave out --gemm");
    }
    return Workloads.products();
  }

  /** Checked before minutes of measuring. */
  private void requireFolder() throws IOException {
    if (json != null && Files.isDirectory(json)) {
      throw new IOException("--json takes a file, and " + json + " is a folder; give a file in it");
    }
    Path folder = json == null ? null : json.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new IOException(
          String.format(
              "The figures can't be written to %s: there is no such folder; make it, or give"
                  + " another file",
              json));
    }
  }

  private static TextTable table(List<Measurement> measurements) {
    TextTable table =
        new TextTable(
            "workload",
            "engine",
            "median ms",
            "best ms",
            "samples/s",
            "GFLOP/s",
            "best GFLOP/s",
            "launches",
            "enqueues");
    for (Measurement m : measurements) {
      table.row(
          m.workload(),
          m.engine(),
          String.format(Locale.ROOT, "%.3f", m.medianMs()),
          String.format(Locale.ROOT, "%.3f", m.bestMs()),
          String.format(Locale.ROOT, "%.0f", m.samplesPerSecond()),
          String.format(Locale.ROOT, "%.1f", m.gflops()),
          String.format(Locale.ROOT, "%.1f", m.bestGflops()),
          Integer.toString(m.launchesPerStep()),
          Integer.toString(m.enqueuesPerStep()));
    }
    return table;
  }
}
