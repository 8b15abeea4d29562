package org.gradcl.cli.bench;

import org.gradcl.backend.Device;

/**
 * A size of the sweep as it was measured, beside what the roofline allows.
 *
 * @param point the size
 * @param time of a step
 * @param floorMs milliseconds that its slowest bound alone takes
 * @param bound which that is
 */
public record SweepMeasurement(
    SweepPoint point, Measurement time, double floorMs, Roofline.Bound bound) {

  /**
   * Checks and times a size.
   *
   * @param seconds to warm up and then to measure, each
   * @throws WrongResultException if the device does not compute what it should
   */
  public static SweepMeasurement of(
      SweepPoint point, Device device, Roofline roofline, double seconds) {
    Measurement time = Measurement.of(point.workload(), device, seconds);
    Roofline.Work work = point.work(device);
    Roofline.Bound bound = roofline.bound(work);
    return new SweepMeasurement(point, time, 1e3 * roofline.seconds(bound, work), bound);
  }

  /** The share of the roofline's speed that the best round reached, 1 at most but for noise. */
  public double share() {
    return floorMs / time.bestMs();
  }
}
