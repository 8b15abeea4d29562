package org.gradcl.backend.jvm;

import org.gradcl.backend.jvm.arithmetic.ArithmeticSettings;

/**
 * The user's settings of the JVM engine, given as system properties.
 *
 * @param threads number of threads, the caller included
 * @param arithmetic plain Java or the Vector API, and its width
 */
record JvmSettings(int threads, ArithmeticSettings arithmetic) {
  /** The property for the number of threads; by default there is one for each processor. */
  static final String THREADS_PROPERTY = "gradcl.jvm.threads";

  private static final int MOST_THREADS = 1024;

  /**
   * The settings as they are now.
   *
   * @throws IllegalArgumentException if a property has a value that it cannot have
   */
  static JvmSettings current() {
    return new JvmSettings(threadsAsked(), ArithmeticSettings.ofSystemProperties());
  }

  private static int threadsAsked() {
    String asked = System.getProperty(THREADS_PROPERTY, "").strip();
    if (asked.isEmpty()) {
      return Runtime.getRuntime().availableProcessors();
    }
    int threads = asked.matches("[0-9]{1,4}") ? Integer.parseInt(asked) : 0;
    if (threads < 1 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          String.format(
              "%s is a number from 1 to %d, found '%s'", THREADS_PROPERTY, MOST_THREADS, asked));
    }
    return threads;
  }
}
