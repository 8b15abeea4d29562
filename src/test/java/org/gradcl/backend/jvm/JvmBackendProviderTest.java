package org.gradcl.backend.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ServiceLoader;
import org.gradcl.backend.BackendProvider;
import org.gradcl.backend.Candidate;
import org.gradcl.backend.Device;
import org.gradcl.backend.DeviceRejectedException;
import org.gradcl.plan.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JvmBackendProviderTest {
  private static final String PROVIDER = "gradcl.jvm.provider";
  private static final String BITS = "gradcl.jvm.vectorBits";
  private static final String THREADS = "gradcl.jvm.threads";

  private final BackendProvider provider = new JvmBackendProvider();

  @AfterEach
  void clearProperties() {
    System.clearProperty(PROVIDER);
    System.clearProperty(BITS);
    System.clearProperty(THREADS);
  }

  private Candidate candidate() {
    assertThat(provider.candidates()).hasSize(1);
    return provider.candidates().get(0);
  }

  @Test
  void isFoundByServiceLoader() {
    assertThat(ServiceLoader.load(BackendProvider.class))
        .anyMatch(found -> found instanceof JvmBackendProvider);
    assertThat(provider.name()).isEqualTo("jvm");
    assertThat(provider.title()).isEqualTo("JVM engine");
  }

  @Test
  void saysHowManyThreadsAndWhichVectors() {
    System.setProperty(THREADS, "2");
    System.setProperty(BITS, "128");
    assertThat(candidate().description().summary())
        .isEqualTo("JVM engine, 2 threads, 128-bit vectors");
    System.setProperty(THREADS, "1");
    System.clearProperty(BITS);
    System.setProperty(PROVIDER, "plain");
    assertThat(candidate().description().summary()).isEqualTo("JVM engine, 1 thread, plain Java");
    assertThat(candidate().description().properties())
        .containsEntry("threads", "1")
        .containsEntry("arithmetic", "plain Java")
        .containsEntry("because", "plain Java was asked for");
  }

  @Test
  void readsTheSettingsAnewWhenItOpens() {
    Candidate candidate = candidate();
    System.setProperty(THREADS, "3");
    System.setProperty(BITS, "128");
    try (Device device = candidate.opener().open()) {
      assertThat(device.description().summary())
          .isEqualTo("JVM engine, 3 threads, 128-bit vectors");
      assertThat(device.target().machine()).isEqualTo(Target.MachineClass.JVM);
      assertThat(device.target().vectorWidth()).isEqualTo(4);
    }
  }

  @Test
  void whatIsNotPossibleIsAReason() {
    System.setProperty(THREADS, "many");
    Candidate.Rejection rejection = candidate().rejection().orElseThrow();
    assertThat(rejection.reason().name()).isEqualTo("SETTING_NOT_POSSIBLE");
    assertThat(rejection.reason().remedy()).contains(PROVIDER, BITS, THREADS);
    assertThat(rejection.detail()).contains(THREADS, "1 to 1024", "'many'");
    System.setProperty(THREADS, "0");
    assertThat(candidate().rejection().orElseThrow().detail()).contains("'0'");
  }

  @Test
  void aSettingThatBecomesImpossibleStopsTheOpening() {
    Candidate candidate = candidate();
    System.setProperty(PROVIDER, "quantum");
    assertThatThrownBy(() -> candidate.opener().open())
        .isInstanceOf(DeviceRejectedException.class)
        .hasMessageContaining("SETTING_NOT_POSSIBLE")
        .hasMessageContaining("'quantum'");
  }
}
