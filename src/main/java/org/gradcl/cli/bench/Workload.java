package org.gradcl.cli.bench;

import org.gradcl.backend.Device;
import org.gradcl.device.Counters;

/** Something of known size to time on any device. Immutable. */
public interface Workload {
  /** By which it is named in commands and figures, such as {@code W1}. */
  String name();

  /** What it is, for people, such as {@code 8-32-32-1 tanh, batch 32, sgd}. */
  String description();

  /** How many floating-point operations one run is: those of the matrix products. */
  double flops();

  /** How many samples one run takes: rows of the batch, or 1 for a matrix product. */
  int samples();

  /**
   * What it is, in words that programs of other systems are told, such as {@code
   * train,784-512-256-10,relu,128,adam}; {@code src/bench/README.md} lists them.
   */
  String words();

  /** Loads it onto a device with everything resident. The caller closes the session. */
  Session start(Device device);

  /** A workload on a device. Whoever starts it closes it. One thread. */
  interface Session extends AutoCloseable {
    /**
     * Runs once and compares the results with float64.
     *
     * @throws WrongResultException if they deviate
     */
    void check();

    /** Runs some times, one after the other, and waits for the last. */
    void run(int times);

    /** What the device has done so far. */
    Counters counters();

    @Override
    void close();
  }
}
