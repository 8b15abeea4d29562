package org.gradcl.backend.jvm.arithmetic;

import java.util.Locale;

/**
 * The user's settings for the choice between plain Java and the Vector API.
 *
 * @param preference which one
 * @param vectorBits the width of vectors, 128, 256 or 512; 0 for that of the machine
 * @param anyJavaVersion whether a Java newer than those tested may use the Vector API
 */
public record ArithmeticSettings(Preference preference, int vectorBits, boolean anyJavaVersion) {
  /** The property that names one: {@code plain} or {@code vector}. */
  public static final String PROVIDER_PROPERTY = "gradcl.jvm.provider";

  /** The property that forces the width of vectors in bits. */
  public static final String VECTOR_BITS_PROPERTY = "gradcl.jvm.vectorBits";

  /** The property that, if {@code true}, lifts the limit on the version of Java. */
  public static final String ANY_VERSION_PROPERTY = "gradcl.jvm.vectorAnyVersion";

  /** The implementation that is asked for. */
  public enum Preference {
    /** The Vector API if nothing speaks against it, else plain Java. */
    AUTO,
    /** Plain Java. */
    PLAIN,
    /** The Vector API, else an error. */
    VECTOR
  }

  /**
   * Refuses widths that no machine has.
   *
   * @throws IllegalArgumentException if the width is not 0, 128, 256 or 512
   */
  public ArithmeticSettings {
    if (vectorBits != 0 && vectorBits != 128 && vectorBits != 256 && vectorBits != 512) {
      throw new IllegalArgumentException(
          VECTOR_BITS_PROPERTY + " is 128, 256 or 512 (0: the machine's), found " + vectorBits);
    }
  }

  /** Whatever suits the machine. */
  public static ArithmeticSettings auto() {
    return new ArithmeticSettings(Preference.AUTO, 0, false);
  }

  /** Plain Java. */
  public static ArithmeticSettings plain() {
    return new ArithmeticSettings(Preference.PLAIN, 0, false);
  }

  /** The Vector API with vectors of some width, 0 for that of the machine. */
  public static ArithmeticSettings vector(int bits) {
    return new ArithmeticSettings(Preference.VECTOR, bits, false);
  }

  /**
   * The settings in the system properties. A width without a named provider asks for the Vector
   * API.
   *
   * @throws IllegalArgumentException if a property has a value that it cannot have; the message
   *     lists those it can
   */
  public static ArithmeticSettings ofSystemProperties() {
    String bits = System.getProperty(VECTOR_BITS_PROPERTY, "0").strip();
    int vectorBits;
    try {
      vectorBits = Integer.parseInt(bits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          VECTOR_BITS_PROPERTY + " is 128, 256 or 512, found '" + bits + "'", e);
    }
    String provider = System.getProperty(PROVIDER_PROPERTY, "").strip().toLowerCase(Locale.ROOT);
    boolean anyVersion = Boolean.getBoolean(ANY_VERSION_PROPERTY);
    return new ArithmeticSettings(preference(provider, vectorBits), vectorBits, anyVersion);
  }

  private static Preference preference(String provider, int vectorBits) {
    return switch (provider) {
      case "" -> vectorBits == 0 ? Preference.AUTO : Preference.VECTOR;
      case "auto" -> Preference.AUTO;
      case "plain" -> Preference.PLAIN;
      case "vector" -> Preference.VECTOR;
      default ->
          throw new IllegalArgumentException(
              PROVIDER_PROPERTY + " is auto, plain or vector, found '" + provider + "'");
    };
  }
}
