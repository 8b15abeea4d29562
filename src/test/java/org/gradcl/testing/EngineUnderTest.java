package org.gradcl.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.backend.Candidate;
import org.gradcl.backend.Device;
import org.gradcl.backend.jvm.JvmBackendProvider;
import org.gradcl.backend.jvm.arithmetic.ArithmeticChoice;
import org.gradcl.backend.jvm.arithmetic.ArithmeticSettings;

/**
 * A backend in one of its configurations: what every conformance test runs on. There are the JVM
 * engine with vectors and plain, and each OpenCL device with each body of the matrix product
 * forced.
 *
 * @param name for reports
 * @param candidate opens the device
 * @param settings system properties that force the configuration while the device is open
 */
public record EngineUnderTest(String name, Candidate candidate, Map<String, String> settings) {

  /** The bodies of products on OpenCL: that of CPU devices, and those of GPUs as chosen. */
  private static final List<String> CHOSEN = List.of("matmul_packed", "product");

  /**
   * Bodies of GPUs wherever a product is computed: the largest tile, the smallest in parts that a
   * second kernel adds up, and the body for few rows or columns.
   */
  private static final List<String> FORCED = List.of("128x128x8", "32x32x16/3", "skinny");

  /** The body for tensor cores, whose emulation is too slow for every test. */
  private static final String TENSOR = "tensor 64x64x16";

  /** All bodies that tests of products run. */
  public static final List<String> BODIES =
      Stream.concat(CHOSEN.stream(), FORCED.stream()).toList();

  /** A device that is open in its configuration. */
  public static final class Open implements AutoCloseable {
    private final Device device;
    private final Map<String, String> before;

    private Open(Device device, Map<String, String> before) {
      this.device = device;
      this.before = before;
    }

    /** The device. */
    public Device device() {
      return device;
    }

    /** Closes the device, then restores the settings. */
    @Override
    public void close() {
      device.close();
      before.forEach(EngineUnderTest::set);
    }
  }

  /** Every configuration that this machine has, for {@code @MethodSource}. */
  public static Stream<EngineUnderTest> all() {
    List<EngineUnderTest> engines = new ArrayList<>();
    engines.addAll(jvm());
    engines.addAll(openCl());
    return engines.stream();
  }

  /** The JVM engine's configurations: widest vectors, plain Java, narrower vectors. */
  public static List<EngineUnderTest> jvm() {
    Candidate candidate = new JvmBackendProvider().candidates().get(0);
    List<EngineUnderTest> engines = new ArrayList<>();
    for (String provider : List.of("vector", "plain")) {
      engines.add(
          new EngineUnderTest(
              "jvm " + provider, candidate, Map.of("gradcl.jvm.provider", provider)));
    }
    int machineBits = ArithmeticChoice.of(ArithmeticSettings.vector(0)).arithmetic().vectorBits();
    for (int bits = 128; bits < machineBits; bits *= 2) {
      engines.add(
          new EngineUnderTest(
              "jvm vector " + bits,
              candidate,
              Map.of("gradcl.jvm.vectorBits", Integer.toString(bits))));
    }
    return engines;
  }

  /** Each OpenCL device, by the bodies chosen; none where tests have no OpenCL. */
  public static List<EngineUnderTest> openCl() {
    return openCl(CHOSEN);
  }

  /** The JVM engine's configurations, and each OpenCL device by the body that it takes itself. */
  public static Stream<EngineUnderTest> ownChoice() {
    return Stream.concat(jvm().stream(), openCl(CHOSEN.subList(0, 1)).stream());
  }

  /** Each OpenCL device with the bodies for GPUs, as they are chosen and forced. */
  public static List<EngineUnderTest> gpuBodies() {
    return openCl(BODIES.subList(1, BODIES.size()));
  }

  /** Each OpenCL device with a body for all of its products; none where tests have no OpenCL. */
  public static List<EngineUnderTest> forced() {
    return openCl(FORCED);
  }

  /** Each OpenCL device with tensor cores, emulated, for all of its products. */
  public static List<EngineUnderTest> tensor() {
    return openCl(List.of(TENSOR));
  }

  /** This configuration of the JVM engine with so many threads. */
  public EngineUnderTest withThreads(int threads) {
    Map<String, String> more = new LinkedHashMap<>(settings);
    more.put("gradcl.jvm.threads", Integer.toString(threads));
    return new EngineUnderTest(name + " " + threads + " threads", candidate, more);
  }

  private static List<EngineUnderTest> openCl(List<String> bodies) {
    List<EngineUnderTest> engines = new ArrayList<>();
    if (OpenClForTests.EXPECTATION.equals("absent")) {
      return engines;
    }
    List<Candidate> usable = OpenClForTests.usable();
    if (usable.isEmpty() && OpenClForTests.EXPECTATION.equals("required")) {
      throw new IllegalStateException(
          "gradcl.tests.opencl=required, but found only " + OpenClForTests.found());
    }
    for (Candidate candidate : usable) {
      // With these Mesa's compiler would take a quarter of an hour.
      boolean onlyPacked =
          candidate.description().summary().contains("rusticl")
              && !Boolean.getBoolean("gradcl.tests.products.all");
      for (String body : bodies) {
        if (onlyPacked && !body.equals("matmul_packed")) {
          continue;
        }
        engines.add(
            new EngineUnderTest(
                candidate.description().summary() + " " + body,
                candidate,
                Map.of("gradcl.opencl.matmul", body)));
      }
    }
    return engines;
  }

  /** Opens the device in this configuration. Whoever opens it closes it. */
  public Open open() {
    Map<String, String> before = new LinkedHashMap<>();
    settings.keySet().forEach(key -> before.put(key, System.getProperty(key)));
    settings.forEach(EngineUnderTest::set);
    return new Open(candidate.opener().open(), before);
  }

  private static void set(String key, String value) {
    if (value == null) {
      System.clearProperty(key);
    } else {
      System.setProperty(key, value);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
