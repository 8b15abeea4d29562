package org.gradcl.backend.opencl.launch;

import java.util.List;
import org.gradcl.backend.opencl.program.KernelSource;
import org.gradcl.backend.opencl.program.LaunchShape;
import org.gradcl.plan.Launch;

/**
 * A launch, or a part of it, as a kernel with its arguments and launch shape.
 *
 * @param launch what is computed
 * @param source the program
 * @param kernel the kernel's name
 * @param variant which variant of it, for people
 * @param arguments in order
 * @param shape numbers of work-items and work-groups
 * @param packedElements floats of {@link KernelBuffer#PACKED} that it needs
 * @param rounds the most that all loops of one work-item make
 */
public record KernelLaunch(
    Launch launch,
    KernelSource source,
    String kernel,
    String variant,
    List<KernelArgument> arguments,
    LaunchShape shape,
    long packedElements,
    long rounds) {

  /** Copies the list. */
  public KernelLaunch {
    arguments = List.copyOf(arguments);
  }
}
