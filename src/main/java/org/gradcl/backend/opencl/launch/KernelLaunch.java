package org.gradcl.backend.opencl.launch;

import java.util.List;
import org.gradcl.backend.opencl.program.KernelSource;
import org.gradcl.backend.opencl.program.LaunchShape;
import org.gradcl.plan.Launch;

/**
 * A launch, a part of it, or a chain of launches as a kernel with its arguments and launch shape.
 *
 * @param launches what is computed: one, or those of a chain, in order
 * @param source the program
 * @param kernel the kernel's name
 * @param variant which variant of it, for people
 * @param arguments in order
 * @param shape numbers of work-items and work-groups
 * @param packedElements floats of {@link KernelBuffer#PACKED} that it needs
 * @param rounds the most that all loops of one work-item make
 */
public record KernelLaunch(
    List<Launch> launches,
    KernelSource source,
    String kernel,
    String variant,
    List<KernelArgument> arguments,
    LaunchShape shape,
    long packedElements,
    long rounds) {

  /** Copies the lists. */
  public KernelLaunch {
    launches = List.copyOf(launches);
    arguments = List.copyOf(arguments);
  }

  /** Of one launch. */
  public KernelLaunch(
      Launch launch,
      KernelSource source,
      String kernel,
      String variant,
      List<KernelArgument> arguments,
      LaunchShape shape,
      long packedElements,
      long rounds) {
    this(List.of(launch), source, kernel, variant, arguments, shape, packedElements, rounds);
  }

  /** The launch, or the first of a chain. */
  public Launch launch() {
    return launches.get(0);
  }
}
