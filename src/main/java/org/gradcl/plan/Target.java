package org.gradcl.plan;

/**
 * The properties of a device that the compiler needs.
 *
 * @param machine the class of machine, which chooses kernels and tiles
 * @param alignment every tensor begins at a multiple of this many floats
 * @param vectorWidth floats in a native vector, at least 1
 * @param localMemory bytes of memory shared by a work-group, 0 if there is none
 * @param ringLength how many steps the ring of losses holds, even, at least 2
 * @param largestBuffer bytes of the largest buffer that can be allocated
 * @param memory bytes of the device's memory
 */
public record Target(
    MachineClass machine,
    int alignment,
    int vectorWidth,
    long localMemory,
    int ringLength,
    long largestBuffer,
    long memory) {

  /** Classes of machine with kernels of their own. */
  public enum MachineClass {
    /** A graphics processor: many work-items, local memory. */
    GPU,
    /** A processor seen through OpenCL: few large work-groups, vectors. */
    OPENCL_CPU,
    /** The Java virtual machine. */
    JVM
  }
}
