package org.gradcl.cli;

import java.util.Optional;
import org.gradcl.backend.DeviceSelector;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.DeviceSettings;
import picocli.CommandLine.Option;

/** The flag {@code --device}, the same in every command. */
final class DeviceOption {
  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = {
        "Which device: auto (the best GPU, else the JVM engine), gpu (required), jvm, opencl (the"
            + " best OpenCL device of any kind), an id such as opencl:0:1, or part of a name.",
        "Without the flag: the system property gradcl.device, the environment variable"
            + " GRADCL_DEVICE, auto."
      })
  private String words;

  /** Whether a device is asked for, by the flag or by the settings of the process. */
  boolean isGiven() {
    return !decision().origin().isEmpty();
  }

  /** What is asked for, by the flag or by the settings of the process, else {@code auto}. */
  DevicePolicy policy() {
    return decision().policy();
  }

  private DeviceSettings.Decision decision() {
    return settings().decide(DevicePolicy.preferGpu());
  }

  /** The flag, and the settings of the process. */
  DeviceSettings settings() {
    return DeviceSettings.ofProcess().withFlag(words);
  }

  /** Chooses among all devices by the flag, else by the settings of the process. */
  DeviceSelector selector() {
    return DeviceSelector.of(settings());
  }

  /**
   * The settings of a resumed run: the flag with which it began counts unless another device is
   * asked for now.
   */
  DeviceSettings settings(Optional<DevicePolicy> begunWith) {
    return begunWith.isEmpty() || isGiven()
        ? settings()
        : DeviceSettings.ofProcess().withFlag(begunWith.get().words());
  }
}
