package org.gradcl.backend.opencl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.backend.ProgramBinary;
import org.gradcl.backend.opencl.launch.KernelLaunch;
import org.gradcl.backend.opencl.program.Programs;
import org.gradcl.plan.Plan;

/** The programs of plans as the driver keeps them. */
final class Binaries {
  private Binaries() {}

  /** Each program once, in the order of its first use. */
  static List<ProgramBinary> of(OpenClDevice device, Map<String, Plan> plans) {
    Map<String, KernelLaunch> first = new LinkedHashMap<>();
    Map<String, List<String>> uses = new LinkedHashMap<>();
    plans.forEach(
        (name, plan) -> {
          for (KernelLaunch launch : device.print(plan).launches()) {
            String text = launch.source().text();
            first.putIfAbsent(text, launch);
            uses.computeIfAbsent(text, key -> new ArrayList<>())
                .add(
                    String.format(
                        "%s: %s, %s, %s",
                        name, launch.launch().name(), launch.shape(), launch.variant()));
          }
        });
    List<ProgramBinary> binaries = new ArrayList<>();
    first.forEach(
        (text, launch) ->
            binaries.add(
                new ProgramBinary(
                    launch.kernel(),
                    text,
                    Programs.options(device.context().properties()),
                    device.programs().binary(launch.source()),
                    uses.get(text))));
    return binaries;
  }
}
