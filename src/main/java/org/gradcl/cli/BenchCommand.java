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
import org.gradcl.cli.bench.Roofline;
import org.gradcl.cli.bench.Sweep;
import org.gradcl.cli.bench.SweepJson;
import org.gradcl.cli.bench.SweepMeasurement;
import org.gradcl.cli.bench.SweepPoint;
import org.gradcl.cli.bench.TrainingWorkload;
import org.gradcl.cli.bench.Workload;
import org.gradcl.cli.bench.Workloads;
import org.gradcl.cli.bench.peers.Comparison;
import org.gradcl.cli.bench.peers.ComparisonJson;
import org.gradcl.cli.plot.Plots;
import org.gradcl.cli.plot.SweepPlot;
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
          + " are checked against float64; there are no figures of wrong ones.",
      "Times are milliseconds a step: the median and the best of many rounds. GFLOP/s counts the"
          + " matrix products alone."
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  private static final int PROFILED_RUNS = 20;
  private static final double SECONDS = 2;
  private static final double SECONDS_OF_A_SIZE = 0.3;
  private static final double SECONDS_OF_A_ROUND = 0.5;

  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device;
  @Mixin private PrecisionOption precision;

  @Parameters(
      paramLabel = "WORKLOAD",
      arity = "0..*",
      description = {
        "Only these: W1, W2, W3, W4, matmul-nn-512, matmul-nt-512, matmul-tn-512, predict-W1 to"
            + " predict-W4, conv-64x64-s1, conv-64x128-s2; other nets: C1, C2, R1, T1, E1, N1, F1,"
            + " F2, F3.",
        "With --sweep sizes as WIDTHxBATCH, such as 1024x512."
      })
  private List<String> names = List.of();

  @Option(
      names = "--gemm",
      description =
          "Time matrix products alone: NN, NT and TN from 256³ to 2048³, and those of W3 and W4.")
  private boolean gemm;

  @Option(
      names = "--conv",
      description =
          "Time the products of two 3×3 convolutions, 64 to 64 channels and 64 to 128 with stride"
              + " 2, each beside the product of its patches, if they lay there as a matrix.")
  private boolean conv;

  @Option(
      names = "--sweep",
      description =
          "Time nets of three layers of widths 16 to 4096 with batches of 1 to 65536, beside the"
              + " device's measured roofline.")
  private boolean sweep;

  @Option(
      names = "--profile",
      description =
          "Of the workloads that train: also show the launches of a step, each with its median"
              + " time.")
  private boolean profile;

  @Option(
      names = "--peers",
      description =
          "Compare with DJL, PyTorch and NumPy, each a process of its own, in three rounds; also"
              + " with --gemm. src/bench/README.md says what they need.")
  private boolean peers;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Of --sweep: also draw time over work, as a PNG file that is not there yet.")
  private Path plot;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      description =
          "How long to warm up, and then to measure, each workload; 2, with --sweep 0.3, with"
              + " --peers 0.5 in each round.")
  private Double seconds;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures as JSON.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    if (seconds != null && !(seconds >= 0 && seconds <= 3600)) {
      throw new UsageException("--seconds must be from 0 to 3600, found " + seconds);
    }
    requireFolder("--json", json);
    requireFolder("--plot", plot);
    if (plot != null && !sweep) {
      throw new UsageException("--plot draws what --sweep measures; add --sweep, or leave it out");
    }
    requireOne();
    if (peers && spec.commandLine().getParseResult().hasMatchedOption("--precision")) {
      throw new UsageException(
          "--peers measures each system in its usual precision; leave out --precision");
    }
    return sweep ? sweep() : peers ? compare() : workloads();
  }

  private void requireOne() {
    List<String> given = new ArrayList<>();
    addIf(sweep, "--sweep", given);
    addIf(gemm, "--gemm", given);
    addIf(conv, "--conv", given);
    addIf(peers && !gemm, "--peers", given);
    addIf(profile, "--profile", given);
    if (given.size() > 1) {
      throw new UsageException(
          String.join(" and ", given.subList(0, 2)) + " measure different things; leave out one");
    }
  }

  private static void addIf(boolean condition, String flag, List<String> flags) {
    if (condition) {
      flags.add(flag);
    }
  }

  private int workloads() throws IOException {
    requireReplaceable(MeasurementsJson::isIn);
    List<Workload> workloads = chosen();
    List<Measurement> measurements = new ArrayList<>();
    PrintWriter out = spec.commandLine().getOut();
    DeviceSelection selection =
        device.selector().withPrecision(precision.value()).select(DevicePolicy.preferGpu(), 0);
    try (Device chosen = selection.device()) {
      out.println(selection.report().headline());
      for (Workload workload : workloads) {
        out.println(workload.name() + "  " + workload.description());
        out.flush();
        measurements.add(Measurement.of(workload, chosen, seconds == null ? SECONDS : seconds));
        if (profile && workload instanceof TrainingWorkload training) {
          out.println(training.profile(chosen, PROFILED_RUNS).text());
        }
      }
    }
    table(measurements).print(out);
    write(writer -> MeasurementsJson.write(writer, measurements));
    return 0;
  }

  private List<Workload> chosen() {
    if (!gemm && !conv) {
      return UsageException.value(() -> Workloads.named(names));
    }
    if (!names.isEmpty()) {
      String flag = gemm ? "--gemm" : "--conv";
      throw new UsageException(
          flag
              + " names the workloads, all products; leave out "
              + String.join(" ", names)
              + ", or leave out "
              + flag);
    }
    return gemm ? Workloads.products() : Workloads.convolutionsBesidePatches();
  }

  private int sweep() throws IOException {
    List<SweepPoint> points = UsageException.value(() -> Sweep.points(names));
    requireReplaceable(SweepJson::isIn);
    if (plot != null) {
      new OutputFile("--plot", plot).requireNew("delete it");
    }
    double each = seconds == null ? SECONDS_OF_A_SIZE : seconds;
    PrintWriter out = spec.commandLine().getOut();
    DeviceSelection selection =
        device.selector().withPrecision(precision.value()).select(DevicePolicy.preferGpu(), 0);
    try (Device chosen = selection.device()) {
      out.println(selection.report().headline());
      Roofline roofline = Roofline.of(chosen, each);
      out.println(roofline);
      List<SweepMeasurement> measurements = new ArrayList<>();
      for (SweepPoint point : points) {
        out.println(point.name() + "  " + point.workload().description());
        out.flush();
        measurements.add(SweepMeasurement.of(point, chosen, roofline, each));
      }
      Sweep measured =
          new Sweep(
              chosen.description().provider(), chosen.description().name(), roofline, measurements);
      measured.table().print(out);
      write(writer -> SweepJson.write(writer, measured));
      if (plot != null) {
        new Plots().write(plot, () -> SweepPlot.draw(measured.device(), measured.lines()));
      }
    }
    return 0;
  }

  private int compare() throws IOException {
    requireReplaceable(ComparisonJson::isIn);
    List<Workload> compared = new ArrayList<>(chosen());
    if (!gemm && names.isEmpty()) {
      compared.addAll(Workloads.convolutionPasses());
      compared.addAll(Workloads.predictions());
    }
    PeerBench bench = PeerBench.ofProcess(device);
    double each = seconds == null ? SECONDS_OF_A_ROUND : seconds;
    PrintWriter out = spec.commandLine().getOut();
    Comparison comparison = bench.run(compared, each, out);
    comparison.table().print(out);
    write(writer -> ComparisonJson.write(writer, comparison, bench.absent()));
    return 0;
  }

  /** What is written to {@code --json}. */
  @FunctionalInterface
  private interface Figures {
    void writeTo(Writer writer) throws IOException;
  }

  private void write(Figures figures) throws IOException {
    if (json == null) {
      return;
    }
    try (Writer writer = Files.newBufferedWriter(json)) {
      figures.writeTo(writer);
    } catch (IOException e) {
      throw FileFailure.unwritable(json, e, "give another file with --json");
    }
  }

  private void requireReplaceable(OutputFile.Content content) throws IOException {
    if (json != null) {
      new OutputFile("--json", json).requireReplaceable("figures of 'gradcl bench'", content);
    }
  }

  /** Checked before minutes of measuring. */
  private static void requireFolder(String flag, Path file) throws IOException {
    if (file != null && Files.isDirectory(file)) {
      throw new IOException(
          flag + " takes a file, and " + file + " is a folder; give a file in it");
    }
    Path folder = file == null ? null : file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new IOException(
          String.format(
              "The figures can't be written to %s: there is no such folder; make it, or give"
                  + " another file",
              file));
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
            "enqueues",
            "heap B/step",
            "peak MiB");
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
          Integer.toString(m.enqueuesPerStep()),
          Long.toString(m.allocatedBytesPerStep()),
          m.peakMemoryBytes().isPresent()
              ? Long.toString(m.peakMemoryBytes().getAsLong() >> 20)
              : "–");
    }
    return table;
  }
}
