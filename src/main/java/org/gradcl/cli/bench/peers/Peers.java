package org.gradcl.cli.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The systems that GradCL is compared with, and how they are started. */
public final class Peers {
  private static final Path DEBIAN_PYTHON = Path.of("/usr/bin/python3");

  /** The first words of what DJL and PyTorch are told to run. */
  static final List<String> NETS =
      List.of(
          "train",
          "predict",
          "convolution",
          "lenet",
          "cnn",
          "resnet",
          "lstm",
          "transformer",
          "table",
          "normed");

  private static final String CLASS_PATH = "classpath.txt";

  private Peers() {}

  /**
   * GradCL on devices, then its peers. DJL is built first, if it was not.
   *
   * @param devices as {@code --device} takes them, by label
   * @param project the folder {@code src/bench}
   * @param main the class of GradCL's command line
   * @param vectorBits that the JVM engine is forced to, 0 for none
   * @param threads of each system
   * @param absent takes a line for each that is not there
   */
  public static List<Competitor> all(
      Map<String, String> devices,
      Path project,
      String main,
      int vectorBits,
      int threads,
      List<String> absent) {
    List<Competitor> all = new ArrayList<>();
    devices.forEach((label, device) -> all.add(new Gradcl(label, device, main)));
    Map<String, String> environment = environment(vectorBits, threads);
    List<String> djl = djl(project, absent);
    String torch =
        "apt install python3-torch libopenblas0-pthread (Debian) makes it one of the peers";
    for (String wait : List.of("sleeping", "spinning")) {
      Map<String, String> waiting = new LinkedHashMap<>(environment);
      waiting.put("OMP_WAIT_POLICY", wait.equals("spinning") ? "ACTIVE" : "PASSIVE");
      if (!djl.isEmpty()) {
        waiting.put("DJL_CACHE_DIR", project.resolve("target/djl").toString());
        all.add(new Peer("DJL, " + wait, "see src/bench/README.md", NETS, djl, waiting));
      }
      all.add(new Peer("PyTorch, " + wait, torch, NETS, python(project, "torch_peer.py"), waiting));
    }
    all.add(
        new Peer(
            "NumPy",
            "apt install python3-numpy libopenblas0-pthread (Debian) makes it one of the peers",
            List.of("product"),
            python(project, "numpy_peer.py"),
            environment));
    return all;
  }

  /** Threads, and narrower vectors where GradCL is forced to them. */
  static Map<String, String> environment(int vectorBits, int threads) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String name : List.of("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")) {
      environment.put(name, Integer.toString(threads));
    }
    boolean narrow = vectorBits == 256;
    environment.put("OPENBLAS_CORETYPE", narrow ? "HASWELL" : Processes.unset());
    environment.put("ATEN_CPU_CAPABILITY", narrow ? "avx2" : Processes.unset());
    return environment;
  }

  private static List<String> python(Path project, String file) {
    String python = Files.isExecutable(DEBIAN_PYTHON) ? DEBIAN_PYTHON.toString() : "python3";
    return List.of(python, "-B", project.resolve("python").resolve(file).toString());
  }

  /** How DJL is started; empty, with a line of why, if it can't be built. */
  private static List<String> djl(Path project, List<String> absent) {
    Path target = project.resolve("target");
    try {
      Processes.run(
          List.of("mvn", "-B", "-q", "-f", project.resolve("pom.xml").toString(), "compile"),
          Map.of());
      String classPath = Files.readString(target.resolve(CLASS_PATH)).strip();
      return List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-Dai.djl.offline=true",
          "--enable-native-access=ALL-UNNAMED",
          "-cp",
          target.resolve("classes") + java.io.File.pathSeparator + classPath,
          "org.gradcl.bench.Djl");
    } catch (PeerException | IOException e) {
      absent.add(
          "DJL is not there: "
              + e.getMessage()
              + "; its build needs Maven and, once, Maven Central: mvn -f src/bench/pom.xml"
              + " compile");
      return List.of();
    }
  }
}
