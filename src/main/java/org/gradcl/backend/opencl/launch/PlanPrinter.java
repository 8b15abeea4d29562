package org.gradcl.backend.opencl.launch;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.tuning.MatmulSetting;
import org.gradcl.device.DeviceLimitException;
import org.gradcl.plan.Launch;
import org.gradcl.plan.Plan;

/**
 * Prints the launches of a plan as kernels.
 *
 * @param launches the kernels, in order; those of one launch follow each other
 * @param checkWords words of {@link KernelBuffer#CHECKS}, the last for what all come to, and of
 *     {@link KernelBuffer#SQUARES}
 * @param lossParts floats of {@link KernelBuffer#LOSSES}
 * @param packedElements floats of {@link KernelBuffer#PACKED}
 */
public record PlanPrinter(
    List<KernelLaunch> launches, int checkWords, int lossParts, long packedElements) {

  /** Copies the list. */
  public PlanPrinter {
    launches = List.copyOf(launches);
  }

  /**
   * The kernels of a plan for a device, with the products that are chosen for it.
   *
   * @throws DeviceLimitException if a launch asks more of the device than its driver does
   */
  public static PlanPrinter print(Plan plan, DeviceProperties device) {
    return print(plan, device, MatmulSetting.of(plan.target().machine()));
  }

  /**
   * The kernels of a plan for a device that multiplies matrices in a given way.
   *
   * @throws DeviceLimitException if a launch asks more of the device than its driver does
   */
  public static PlanPrinter print(Plan plan, DeviceProperties device, MatmulSetting setting) {
    List<KernelLaunch> launches = new ArrayList<>();
    int words = 0;
    int lossParts = 0;
    long packed = 0;
    List<Launch> remaining = plan.launches();
    while (!remaining.isEmpty()) {
      Launch launch = remaining.get(0);
      LaunchContext context = new LaunchContext(device, setting, plan, words, lossParts);
      List<KernelLaunch> kernels =
          ChainPrinter.print(remaining, context)
              .map(List::of)
              .orElseGet(() -> launch.accept(new LaunchPrinter(context)));
      remaining = remaining.subList(kernels.get(0).launches().size(), remaining.size());
      for (KernelLaunch printed : kernels) {
        requireRounds(printed, device);
        packed = Math.max(packed, printed.packedElements());
      }
      launches.addAll(kernels);
      words += launch.checked() ? groupsThatCheck(kernels) : 0;
      lossParts += launch.beginsStep() ? kernels.get(0).shape().groups() : 0;
    }
    return new PlanPrinter(launches, words + 1, lossParts, packed);
  }

  /** How many launches are made of the plan's, which chains put together. */
  public int launchCount() {
    return Math.toIntExact(launches.stream().map(KernelLaunch::launch).distinct().count());
  }

  /** The numbers of chains, each once. */
  public List<KernelArgument.Table> tables() {
    return launches.stream()
        .flatMap(launch -> launch.arguments().stream())
        .filter(KernelArgument.Table.class::isInstance)
        .map(KernelArgument.Table.class::cast)
        .distinct()
        .toList();
  }

  /** The work-groups of the kernel that leaves a launch's checks, the last that is given them. */
  private static int groupsThatCheck(List<KernelLaunch> kernels) {
    int groups = 0;
    for (KernelLaunch kernel : kernels) {
      if (kernel.arguments().contains(new KernelArgument.Memory(KernelBuffer.CHECKS))) {
        groups = kernel.shape().groups();
      }
    }
    return groups;
  }

  /** Such a driver says nothing: numbers are missing in its sums. */
  private static void requireRounds(KernelLaunch printed, DeviceProperties device) {
    if (printed.rounds() > device.mostLoopRounds()) {
      throw new DeviceLimitException(
          String.format(
              "The launch '%s', kernel %s, takes a work-item of %s up to %d rounds of its loops, of"
                  + " which this driver makes %d and leaves out the rest without a word; use"
                  + " another device (--device jvm, say), or a smaller batch, and leave the system"
                  + " property "
                  + MatmulSetting.PROPERTY
                  + " unset",
              printed.launch().name(),
              printed.kernel(),
              device.name(),
              printed.rounds(),
              device.mostLoopRounds()));
    }
  }
}
