package org.gradcl.device;

import java.util.Locale;
import java.util.Objects;

/**
 * The rule by which a device is chosen. Immutable.
 *
 * @param kind the rule
 * @param name the id or part of the name of a device, for {@link Kind#NAMED}; else empty
 */
public record DevicePolicy(Kind kind, String name) {

  /** The rules. */
  public enum Kind {
    /** The best-scored GPU, else the JVM engine. */
    PREFER_GPU,
    /** The best-scored GPU, else an error. */
    REQUIRE_GPU,
    /** The JVM engine; no other engine is touched. */
    JVM,
    /** The best OpenCL device of any kind, else an error. */
    OPENCL,
    /** The device of an id, or whose name contains a text, else an error. */
    NAMED
  }

  /**
   * Refuses an empty name where one is needed, and a name where none is needed.
   *
   * @throws IllegalArgumentException if the name does not go with the kind
   */
  public DevicePolicy {
    Objects.requireNonNull(kind, "kind");
    if ((kind == Kind.NAMED) == name.isBlank()) {
      throw new IllegalArgumentException(
          "A device is named by its id (as in opencl:0:1) or part of its name, found '"
              + name
              + "'");
    }
  }

  /** The best-scored GPU over all platforms, else the JVM engine: the default. */
  public static DevicePolicy preferGpu() {
    return new DevicePolicy(Kind.PREFER_GPU, "");
  }

  /** The best-scored GPU over all platforms, else an error. */
  public static DevicePolicy requireGpu() {
    return new DevicePolicy(Kind.REQUIRE_GPU, "");
  }

  /** The JVM engine. OpenCL is not touched. */
  public static DevicePolicy jvm() {
    return new DevicePolicy(Kind.JVM, "");
  }

  /** The best OpenCL device of any kind, CPU devices included, else an error. */
  public static DevicePolicy opencl() {
    return new DevicePolicy(Kind.OPENCL, "");
  }

  /**
   * The device of that id, such as {@code opencl:0:1}, or whose name contains the text.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public static DevicePolicy named(String name) {
    return new DevicePolicy(Kind.NAMED, name);
  }

  /**
   * The policy in the words of the flag {@code --device}: {@code auto}, {@code gpu}, {@code jvm},
   * {@code opencl}, an id such as {@code opencl:0:1}, or part of a name.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static DevicePolicy parse(String words) {
    String text = words.strip();
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "auto" -> preferGpu();
      case "gpu" -> requireGpu();
      case "jvm" -> jvm();
      case "opencl" -> opencl();
      default -> named(text);
    };
  }

  /** The words that {@link #parse} reads. */
  public String words() {
    return switch (kind) {
      case PREFER_GPU -> "auto";
      case REQUIRE_GPU -> "gpu";
      case JVM -> "jvm";
      case OPENCL -> "opencl";
      case NAMED -> name;
    };
  }

  /**
   * Whether this policy allows an engine to be touched at all. A name with an engine before a colon
   * admits only that engine, if it exists.
   */
  public boolean admits(String provider) {
    return switch (kind) {
      case PREFER_GPU -> true;
      case REQUIRE_GPU -> !provider.equals("jvm");
      case JVM -> provider.equals("jvm");
      case OPENCL -> provider.equals("opencl");
      case NAMED -> nameAdmits(provider);
    };
  }

  private boolean nameAdmits(String provider) {
    if (name.equalsIgnoreCase("jvm")) {
      return provider.equals("jvm");
    }
    int colon = name.indexOf(':');
    return colon < 0 || name.substring(0, colon).equalsIgnoreCase(provider);
  }
}
