package org.gradcl.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.cli.bench.Machine;
import org.gradcl.cli.bench.Workload;
import org.gradcl.cli.bench.peers.Comparison;
import org.gradcl.cli.bench.peers.Competitor;
import org.gradcl.cli.bench.peers.Peers;
import org.gradcl.cli.training.UsageException;

/** {@code bench --peers}: who takes part, from where, and what is said about it. One thread. */
final class PeerBench {
  private static final int ROUNDS = 3;
  private static final String VECTOR_BITS = "gradcl.jvm.vectorBits";

  private final Path project;
  private final Map<String, String> devices;
  private final List<String> absent = new ArrayList<>();

  private PeerBench(Path project, Map<String, String> devices) {
    this.project = project;
    this.devices = devices;
  }

  /**
   * In the checkout from which this process was started, on the device asked for, else on the JVM
   * engine and on an OpenCL device.
   *
   * @throws UsageException if it was not started from a checkout
   */
  static PeerBench ofProcess(DeviceOption device) {
    String home = System.getProperty("gradcl.home", "");
    Path project = Path.of(home).resolve("src").resolve("bench");
    if (home.isEmpty() || !Files.exists(project.resolve("pom.xml"))) {
      throw new UsageException(
          "--peers builds the project src/bench, which is part of a checkout of GradCL; run"
              + " ./gradcl in one"
              + (home.isEmpty() ? "" : ", not in " + home));
    }
    Map<String, String> devices = new LinkedHashMap<>();
    if (device.isGiven()) {
      devices.put("GradCL", device.policy().words());
    } else {
      devices.put("JVM engine", "jvm");
      devices.put("OpenCL", "opencl");
    }
    return new PeerBench(project, devices);
  }

  /** Measures, and says what takes part, on which machine, and what is not there. */
  Comparison run(List<Workload> workloads, double seconds, PrintWriter out) {
    int bits = Integer.getInteger(VECTOR_BITS, 0);
    int threads =
        Integer.getInteger("gradcl.jvm.threads", Runtime.getRuntime().availableProcessors());
    Machine machine = Machine.ofProcess();
    out.printf(
        "%s, %d threads, %s, %s, GradCL at %s%n",
        machine.processor(), threads, machine.system(), machine.java(), machine.commit());
    if (bits != 0) {
      out.println(
          bits == 256
              ? "vectors of 256 bits are forced, on OpenBLAS and PyTorch, too"
              : "vectors of " + bits + " bits are forced, but only on GradCL");
    }
    List<Competitor> competitors =
        Peers.all(devices, project, Main.class.getName(), bits, threads, absent);
    Comparison comparison = new Comparison(workloads, competitors);
    comparison.run(
        ROUNDS,
        seconds,
        line -> {
          out.println(line);
          out.flush();
        });
    comparison
        .labels()
        .forEach(label -> out.println(label + ": " + comparison.systems().get(label)));
    absent.addAll(comparison.absent());
    absent.forEach(out::println);
    return comparison;
  }

  /** A line for each system that is not there. */
  List<String> absent() {
    return List.copyOf(absent);
  }
}
