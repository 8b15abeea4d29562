package org.gradcl.backend.jvm;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradcl.backend.jvm.arithmetic.Arithmetic;
import org.gradcl.backend.jvm.arithmetic.ArithmeticChoice;
import org.gradcl.device.DeviceDescription;

/** The description of the JVM engine for people. */
final class JvmDescription {
  private static final String NAME = "JVM engine";

  private JvmDescription() {}

  static DeviceDescription of(ArithmeticChoice choice, int threads) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("threads", Integer.toString(threads));
    properties.put("arithmetic", arithmetic(choice.arithmetic()));
    properties.put("because", choice.reason());
    properties.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    String summary =
        String.format(
            "%s, %d thread%s, %s",
            NAME, threads, threads == 1 ? "" : "s", arithmetic(choice.arithmetic()));
    return describe(summary, properties);
  }

  /** Of an engine that can't be opened as it is asked for. */
  static DeviceDescription unusable() {
    return describe(NAME, Map.of());
  }

  private static DeviceDescription describe(String summary, Map<String, String> properties) {
    return new DeviceDescription(
        "jvm", "jvm", NAME, summary, DeviceDescription.Type.JVM, properties);
  }

  private static String arithmetic(Arithmetic arithmetic) {
    return arithmetic.vectorBits() == 0 ? "plain Java" : arithmetic.vectorBits() + "-bit vectors";
  }
}
