package org.gradcl.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.gradcl.device.DeviceSettings.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceSettingsTest {
  private static DeviceSettings settings(String flag, String property, String variable) {
    return new DeviceSettings(
        Optional.ofNullable(flag),
        name -> name.equals("gradcl.device") ? property : null,
        name -> name.equals("GRADCL_DEVICE") ? variable : null);
  }

  @ParameterizedTest
  @CsvSource({
    "opencl:0:1, gpu, jvm, opencl:0:1, --device opencl:0:1",
    ", gpu, jvm, gpu, -Dgradcl.device=gpu",
    ", , jvm, jvm, GRADCL_DEVICE=jvm",
    ", '  ', ' jvm ', jvm, GRADCL_DEVICE=jvm",
    ", , , opencl, ''"
  })
  void theHighestSettingCounts(
      String flag, String property, String variable, String policy, String origin) {
    Decision decision = settings(flag, property, variable).decide(DevicePolicy.opencl());
    assertThat(decision.policy().words()).isEqualTo(policy);
    assertThat(decision.origin()).isEqualTo(origin);
  }

  @Test
  void eachOverriddenGpuRequirementIsNamed() {
    Decision decision = settings("auto", "gpu", "jvm").decide(DevicePolicy.requireGpu());
    assertThat(decision.overridden())
        .containsExactly(
            "-Dgradcl.device=gpu requires a GPU; --device auto overrides it",
            "The program requires a GPU; --device auto overrides it");
    assertThat(settings("gpu", null, "jvm").decide(DevicePolicy.requireGpu()).overridden())
        .isEmpty();
  }
}
