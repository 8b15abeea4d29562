package org.gradcl.gpu.product;

/**
 * What the time model knows of a device. A unit is what runs a work-group: NVIDIA's multiprocessor,
 * AMD's compute unit, Intel's Xe core.
 *
 * @param units number of units
 * @param gigahertz clock under load
 * @param lanes items of an instruction
 * @param issues instructions that a unit issues in a cycle
 * @param multiplyAdds that a unit does in a cycle at most
 * @param registers of 32 bits that a unit has
 * @param items that a unit holds at most
 * @param localKibibytes of local memory of a unit
 * @param localBytes of local memory that a unit reads in a cycle
 * @param sharing lanes that read one address of local memory for the price of one
 * @param latency cycles of a round trip to the cache that all units share
 * @param gigabytes of the device's memory that are read in a second
 * @param launchMicros from one launch's end to the next one's begin
 */
public record GpuFigures(
    int units,
    double gigahertz,
    int lanes,
    double issues,
    int multiplyAdds,
    int registers,
    int items,
    int localKibibytes,
    int localBytes,
    int sharing,
    int latency,
    double gigabytes,
    double launchMicros) {

  /** Multiply-adds a second at most, two operations each, in TFLOP/s. */
  public double peakTeraflops() {
    return units * multiplyAdds * 2 * gigahertz / 1e3;
  }
}
