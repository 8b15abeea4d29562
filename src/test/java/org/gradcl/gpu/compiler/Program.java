package org.gradcl.gpu.compiler;

/**
 * A kernel as one compiler gets it; equal ones are compiled once.
 *
 * @param architecture what for
 * @param source OpenCL C
 * @param kernel the kernel's name
 * @param options of the OpenCL compiler, between blanks
 */
public record Program(Architecture architecture, String source, String kernel, String options) {
  /** For people: kernel, options and architecture, without the source. */
  @Override
  public String toString() {
    return String.format("kernel %s for %s (%s)", kernel, architecture.word(), options);
  }
}
