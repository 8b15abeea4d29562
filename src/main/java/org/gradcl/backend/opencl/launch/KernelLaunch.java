package org.gradcl.backend.opencl.launch;

import java.util.List;
import org.gradcl.backend.opencl.program.KernelSource;
import org.gradcl.plan.Launch;

/**
 * A launch as a kernel with its arguments and launch shape.
 *
 * @param launch what is computed
 * @param source the program
 * @param kernel the kernel's name
 * @param variant which variant of it, for people
 * @param arguments in order
 * @param global numbers of work-items
 * @param local numbers of work-items in a work-group
 * @param packedElements floats of {@link Place#PACKED} that it needs
 */
public record KernelLaunch(
    Launch launch,
    KernelSource source,
    String kernel,
    String variant,
    List<KernelArgument> arguments,
    long[] global,
    long[] local,
    long packedElements) {

  /** Copies the list. */
  public KernelLaunch {
    arguments = List.copyOf(arguments);
  }

  /** The launch shape, for people: {@code 512 x 8 / 256 x 1}. */
  public String shape() {
    return text(global) + " / " + text(local);
  }

  private static String text(long[] extents) {
    StringBuilder text = new StringBuilder();
    for (long extent : extents) {
      text.append(text.length() == 0 ? "" : " x ").append(extent);
    }
    return text.toString();
  }
}
