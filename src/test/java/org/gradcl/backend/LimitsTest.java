package org.gradcl.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Function;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.DeviceSettings;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.api.Test;

/** The loops run on every engine, and say how much they do. What they leave open is seen, too. */
class LimitsTest {
  @Test
  void theJvmEngineHasLimits() {
    limitsCount("jvm");
  }

  @Test
  @RequiresOpenCl
  void openClDevicesHaveLimits() {
    limitsCount("opencl");
  }

  private static void limitsCount(String device) {
    DeviceSettings settings = DeviceSettings.none().withFlag(device);
    try (Device opened = DeviceSelector.of(settings).select(DevicePolicy.preferGpu(), 0).device()) {
      Limits limits = opened.limits();
      assertThat(amount(limits, Limits::multiplyAdds)).isGreaterThan(1e6);
      assertThat(amount(limits, Limits::emptyLaunches)).isEqualTo(1);
      // Three of four bytes: what is held is read, and half of it is written. Small arrays are
      // moved so often that some megabytes pass.
      double large = 64 << 20;
      assertThat(amount(limits, l -> l.update((long) large)))
          .isCloseTo(1.5 * large, within(0.01 * large));
      assertThat(amount(limits, l -> l.update(1 << 14))).isGreaterThan(3 << 20);
    }
  }

  private static double amount(Limits limits, Function<Limits, Limits.Loop> made) {
    try (Limits.Loop loop = made.apply(limits)) {
      loop.run(2);
      return loop.amount();
    }
  }
}
