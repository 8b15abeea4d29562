package org.gradcl.testing;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.gradcl.backend.Candidate;
import org.gradcl.backend.Device;
import org.gradcl.backend.opencl.OpenClBackendProvider;
import org.slf4j.LoggerFactory;

/**
 * The OpenCL devices that tests may use: all usable ones, or those whose platform or name contains
 * the system property {@code gradcl.tests.opencl.device}.
 */
public final class OpenClForTests {
  /** What the tests expect of OpenCL: {@code required}, {@code auto} or {@code absent}. */
  public static final String EXPECTATION = System.getProperty("gradcl.tests.opencl", "auto");

  private static final String DEVICE = System.getProperty("gradcl.tests.opencl.device", "");
  private static final List<Candidate> CANDIDATES = new OpenClBackendProvider().candidates();

  static {
    if (EXPECTATION.equals("auto") && usable().isEmpty()) {
      // Said once, on the console: reports alone hold the reason of each skipped test.
      LoggerFactory.getLogger(OpenClForTests.class)
          .warn("Tests on OpenCL are SKIPPED: no usable OpenCL device, found only {}", found());
    }
  }

  private OpenClForTests() {}

  /** The usable devices that the property names. */
  public static List<Candidate> usable() {
    String wanted = DEVICE.toLowerCase(Locale.ROOT);
    return CANDIDATES.stream()
        .filter(candidate -> candidate.rejection().isEmpty())
        .filter(c -> c.description().summary().toLowerCase(Locale.ROOT).contains(wanted))
        .toList();
  }

  /** Opens the first usable device. Whoever asks closes it. */
  public static Device open() {
    return usable().get(0).opener().open();
  }

  /** What was found, for messages. */
  static String found() {
    return CANDIDATES.stream()
        .map(
            c ->
                c.description().summary()
                    + c.rejection().map(r -> " (" + r.reason() + ")").orElse(""))
        .collect(Collectors.joining(", "));
  }
}
