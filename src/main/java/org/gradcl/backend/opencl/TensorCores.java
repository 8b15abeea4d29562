package org.gradcl.backend.opencl;

import java.util.Optional;
import org.gradcl.backend.Device;
import org.gradcl.backend.DeviceRejectedException;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.discovery.FoundDevice;
import org.gradcl.backend.opencl.tuning.KernelVariant;
import org.gradcl.backend.opencl.tuning.KernelVariants;
import org.gradcl.backend.opencl.tuning.MatmulSetting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a device multiplies by its tensor cores, where the user's precision admits them: if they
 * are faster, and the device passes the self-test with them. If not, it goes on in float32 and says
 * why.
 */
final class TensorCores {
  private static final Logger LOG = LoggerFactory.getLogger(TensorCores.class);

  private TensorCores() {}

  /**
   * The device, with its tensor cores if they may be used.
   *
   * @param device that is open and has passed the self-test; it is closed if another is returned
   */
  static Device admit(OpenClDevice device, FoundDevice found, SelfTestVerdicts verdicts) {
    DeviceProperties properties = device.context().properties();
    MatmulSetting setting = device.setting();
    Optional<String> refusal =
        notGained(properties, setting).or(() -> failure(found, setting, verdicts));
    if (refusal.isPresent()) {
      device.refuseTensorCores(refusal.get());
      return device;
    }
    device.close();
    return new OpenClDevice(found, setting.withTensor());
  }

  private static Optional<String> notGained(DeviceProperties properties, MatmulSetting setting) {
    if (!setting.isChosen()) {
      return Optional.of(
          properties.multipliesTf32()
              ? "the system property " + MatmulSetting.PROPERTY + " says how it multiplies"
              : "it has no tensor cores for TF32");
    }
    if (properties.gainsByTf32()) {
      return Optional.empty();
    }
    return Optional.of(
        properties.multipliesTf32()
            ? "its tensor cores are no faster with three products of TF32"
            : "it has no tensor cores for TF32");
  }

  /** Runs the self-test with every row of the table; why the first of them failed. */
  static Optional<String> failure(
      FoundDevice found, MatmulSetting setting, SelfTestVerdicts verdicts) {
    for (KernelVariant row : KernelVariants.tensor(found.properties().orElseThrow())) {
      try {
        SelfTest.open(found, setting.forcing(row.name()), SelfTest.PRECISE, verdicts).close();
      } catch (DeviceRejectedException e) {
        LOG.warn(
            "{} failed the self-test with tensor cores, by {}; it multiplies without them: {}",
            found.description().summary(),
            row.name(),
            e.getMessage());
        return Optional.of(
            "it failed the self-test with tensor cores: "
                + e.rejection().detail().lines().findFirst().orElse(e.rejection().reason().name()));
      }
    }
    return Optional.empty();
  }
}
