package org.gradcl.backend;

/**
 * What bounds the speed of everything that a device does, as loops that do one thing alone: to be
 * timed, and compared with what plans reach. Whoever makes a loop closes it, before the device.
 *
 * <p>One thread at a time, as the device.
 */
public interface Limits {
  /** Multiply-adds of numbers in registers, on all of the device; counts operations, two each. */
  Loop multiplyAdds();

  /**
   * y ← y + a·x, as an update changes parameters by gradients: reads both arrays and writes one.
   * Counts the bytes that are moved, three for two that are held.
   *
   * @param bytes of both arrays together; small ones stay in caches
   */
  Loop update(long bytes);

  /** Launches that do nothing; counts them. */
  Loop emptyLaunches();

  /** Work of one kind. Whoever makes it closes it. One thread at a time. */
  interface Loop extends AutoCloseable {
    /** How much one run does: floating-point operations, bytes, or launches. */
    double amount();

    /** Runs some times, one after the other, and waits for the last. */
    void run(int times);

    @Override
    void close();
  }
}
