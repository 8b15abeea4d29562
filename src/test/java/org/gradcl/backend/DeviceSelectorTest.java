package org.gradcl.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.gradcl.device.DeviceDescription.Type;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.DeviceReport;
import org.gradcl.device.DeviceSettings;
import org.gradcl.device.NoDeviceException;
import org.gradcl.device.Precision;
import org.gradcl.device.PrecisionReport;
import org.gradcl.testing.LogCapture;
import org.junit.jupiter.api.Test;

class DeviceSelectorTest {
  private static final long GIB = 1L << 30;

  private final FakeBackend jvm = FakeBackend.jvm(4 * GIB);
  private final FakeBackend opencl = FakeBackend.opencl();

  private DeviceSelection select(DevicePolicy policy, long bytes) {
    return DeviceSelector.of(List.of(jvm, opencl), DeviceSettings.none()).select(policy, bytes);
  }

  private NoDeviceException refuse(DevicePolicy policy, long bytes) {
    return catchThrowableOfType(NoDeviceException.class, () -> select(policy, bytes));
  }

  private static List<String> reasons(DeviceReport report) {
    return report.rows().stream()
        .map(row -> row.description().id() + " " + row.reason().name())
        .toList();
  }

  @Test
  void preferGpuTakesTheBestScoredGpu() {
    opencl.device("opencl:0:0", "small", Type.GPU, 10, GIB);
    opencl.device("opencl:0:1", "big", Type.GPU, 20, GIB);
    opencl.device("opencl:1:0", "processor", Type.CPU, 99, GIB);
    DeviceSelection selection = select(DevicePolicy.preferGpu(), 1000);
    assertThat(selection.device().description().id()).isEqualTo("opencl:0:1");
    assertThat(reasons(selection.report()))
        .containsExactly(
            "jvm FALLBACK_NOT_NEEDED",
            "opencl:0:0 LOWER_SCORE",
            "opencl:0:1 CHOSEN",
            "opencl:1:0 NOT_A_GPU");
    assertThat(selection.report().headline()).isEqualTo("OpenCL · big: the best of 2 GPUs");
    assertThat(opencl.opened).containsExactly("opencl:0:1");
    assertThat(jvm.opened).isEmpty();
  }

  @Test
  void anotherPrecisionIsPartOfTheHeadline() {
    DeviceSelector selector = DeviceSelector.of(List.of(jvm, opencl), DeviceSettings.none());
    DeviceReport usual = selector.select(DevicePolicy.jvm(), 0).report();
    assertThat(usual.precision())
        .isEqualTo(new PrecisionReport(Precision.FLOAT32, Precision.FLOAT32, ""));
    assertThat(usual.headline()).doesNotContain("FLOAT32");
    DeviceReport report =
        selector.withPrecision(Precision.FLOAT32_TENSOR).select(DevicePolicy.jvm(), 0).report();
    assertThat(report.precision().asked()).isEqualTo(Precision.FLOAT32_TENSOR);
    assertThat(report.precision().used()).isEqualTo(Precision.FLOAT32);
    assertThat(report.headline())
        .startsWith("JVM engine, 2 threads: ")
        .endsWith("; FLOAT32, since it has no tensor cores for TF32");
  }

  @Test
  void theOnlyGpuIsCalledSo() {
    opencl.device("opencl:0:0", "NVIDIA CUDA · NVIDIA H200", Type.GPU, 10, GIB);
    assertThat(select(DevicePolicy.preferGpu(), 0).report().headline())
        .isEqualTo("OpenCL · NVIDIA CUDA · NVIDIA H200: the only GPU");
  }

  @Test
  void withoutGpuTheJvmEngineTrainsAndTheProcessorIsOffered() {
    opencl.device("opencl:0:0", "processor", Type.CPU, 5, GIB);
    DeviceReport report = select(DevicePolicy.preferGpu(), 0).report();
    assertThat(reasons(report)).containsExactly("jvm CHOSEN", "opencl:0:0 NOT_A_GPU");
    assertThat(report.headline())
        .isEqualTo(
            "JVM engine, 2 threads: no GPU (OpenCL has one CPU device; `--device opencl` would"
                + " use it)");
    opencl.device("opencl:0:1", "other", Type.ACCELERATOR, 5, GIB);
    assertThat(select(DevicePolicy.preferGpu(), 0).report().headline())
        .endsWith("no GPU (OpenCL has 2 devices; `--device opencl` would use the best of them)");
  }

  @Test
  void withoutOpenClTheHeadlineSaysWhatIsMissing() {
    opencl.broken("libOpenCL not found\nlooked in /usr/lib");
    DeviceReport report = select(DevicePolicy.preferGpu(), 0).report();
    assertThat(reasons(report)).containsExactly("jvm CHOSEN", "opencl NO_LIBRARY");
    assertThat(report.headline())
        .isEqualTo("JVM engine, 2 threads: OpenCL not usable, libOpenCL not found");
    assertThat(report.text()).contains("looked in /usr/lib", "NO_LIBRARY: Install the loader.");
  }

  @Test
  void aGpuThatFailsItsSelfTestGivesWayToTheNextBest() {
    opencl.liar("opencl:0:0", "liar", 30);
    opencl.device("opencl:0:1", "honest", Type.GPU, 20, GIB);
    DeviceReport report = select(DevicePolicy.requireGpu(), 0).report();
    assertThat(reasons(report))
        .containsExactly(
            "jvm DENIED_BY_POLICY", "opencl:0:0 SELF_TEST_FAILED", "opencl:0:1 CHOSEN");
    assertThat(report.headline()).isEqualTo("OpenCL · honest: the only usable GPU of 2");
  }

  @Test
  void preferGpuFallsBackAloud() {
    opencl.liar("opencl:0:0", "liar", 30);
    try (LogCapture log = LogCapture.of(DeviceSelector.class)) {
      DeviceReport report = select(DevicePolicy.preferGpu(), 0).report();
      assertThat(report.headline()).isEqualTo("JVM engine, 2 threads: liar not usable, 2 + 2 is 5");
      assertThat(log.warnings()).hasSize(1);
      assertThat(log.warnings().get(0))
          .contains("OpenCL · liar can't be used", "SELF_TEST_FAILED", "using JVM engine");
    }
  }

  @Test
  void aModelThatDoesNotFitGoesElsewhere() {
    opencl.device("opencl:0:0", "small", Type.GPU, 10, GIB);
    DeviceReport report = select(DevicePolicy.preferGpu(), 3 * GIB).report();
    assertThat(reasons(report)).containsExactly("jvm CHOSEN", "opencl:0:0 TOO_LITTLE_MEMORY");
    assertThat(report.headline())
        .endsWith("small not usable, model and optimiser need 3.0 GiB, the device has 1.0 GiB");
    NoDeviceException none = refuse(DevicePolicy.preferGpu(), 5 * GIB);
    assertThat(reasons(none.report()))
        .containsExactly("jvm TOO_LITTLE_MEMORY", "opencl:0:0 TOO_LITTLE_MEMORY");
    assertThat(opencl.opened).isEmpty();
  }

  @Test
  void aRequiredGpuThatIsMissingIsAnErrorWhoseMessageIsTheReport() {
    opencl.device("opencl:0:0", "processor", Type.CPU, 5, GIB);
    NoDeviceException none = refuse(DevicePolicy.requireGpu(), 0);
    assertThat(none).hasMessage(none.report().text());
    assertThat(none.getMessage())
        .contains(
            "No device for 'gpu', asked for by the program",
            "NOT_A_GPU: Name it, as in --device opencl");
  }

  @Test
  void jvmTouchesNoOtherEngine() {
    opencl.device("opencl:0:0", "big", Type.GPU, 20, GIB);
    DeviceReport report = select(DevicePolicy.jvm(), 0).report();
    assertThat(reasons(report)).containsExactly("jvm CHOSEN", "opencl DENIED_BY_POLICY");
    assertThat(opencl.scans).isZero();
    assertThat(report.headline()).isEqualTo("JVM engine, 2 threads: asked for by the program");
  }

  @Test
  void openclTakesTheBestOfAnyKind() {
    opencl.device("opencl:0:0", "processor", Type.CPU, 5, GIB);
    DeviceReport alone = select(DevicePolicy.opencl(), 0).report();
    assertThat(alone.headline()).isEqualTo("OpenCL · processor: the only OpenCL device");
    assertThat(jvm.scans).isZero();
    opencl.device("opencl:1:0", "faster", Type.ACCELERATOR, 6, GIB);
    DeviceReport two = select(DevicePolicy.opencl(), 0).report();
    assertThat(reasons(two))
        .containsExactly("jvm DENIED_BY_POLICY", "opencl:0:0 LOWER_SCORE", "opencl:1:0 CHOSEN");
    assertThat(two.headline()).isEqualTo("OpenCL · faster: the best of 2 OpenCL devices");
  }

  @Test
  void aDeviceIsNamedByItsIdOrPartOfItsName() {
    opencl.device("opencl:0:0", "NVIDIA H200", Type.GPU, 50, GIB);
    opencl.device("opencl:1:0", "cpu-haswell", Type.CPU, 5, GIB);
    DeviceSelection byId = select(DevicePolicy.named("OpenCL:1:0"), 0);
    assertThat(reasons(byId.report()))
        .containsExactly("jvm DENIED_BY_POLICY", "opencl:0:0 NOT_NAMED", "opencl:1:0 CHOSEN");
    DeviceSelection byName = select(DevicePolicy.named("Haswell"), 0);
    assertThat(byName.device().description().id()).isEqualTo("opencl:1:0");
    assertThat(reasons(byName.report()))
        .containsExactly("jvm NOT_NAMED", "opencl:0:0 NOT_NAMED", "opencl:1:0 CHOSEN");
    NoDeviceException none = refuse(DevicePolicy.named("H100"), 0);
    assertThat(none.getMessage()).contains("'H100'", "NVIDIA H200", "cpu-haswell");
  }

  @Test
  void aDeviceIsNamedByItsVersionWhereNoNameHasThat() {
    opencl.versioned("opencl:0:0", "skylake", "OpenCL 3.0 PoCL HSTR");
    assertThat(select(DevicePolicy.named("pocl"), 0).device().description().id())
        .isEqualTo("opencl:0:0");
    opencl.device("opencl:1:0", "pocl-haswell", Type.CPU, 0.5, GIB);
    assertThat(select(DevicePolicy.named("pocl"), 0).device().description().id())
        .isEqualTo("opencl:1:0");
  }

  @Test
  void anIdOfAnUnknownEngineIsAnsweredByTheDevicesThatThereAre() {
    opencl.device("opencl:0:0", "NVIDIA H200", Type.GPU, 50, GIB);
    opencl.device("opencl:1:0", "A: B", Type.GPU, 5, GIB);
    NoDeviceException none = refuse(DevicePolicy.named("cuda:0"), 0);
    assertThat(none.getMessage()).contains("'cuda:0'", "NVIDIA H200", "opencl:1:0");
    assertThat(reasons(none.report()))
        .containsExactly("jvm NOT_NAMED", "opencl:0:0 NOT_NAMED", "opencl:1:0 NOT_NAMED");
    assertThat(select(DevicePolicy.named("a: b"), 0).device().description().id())
        .isEqualTo("opencl:1:0");
  }

  @Test
  void theJvmEngineByItsNameTouchesNoOtherEngine() {
    opencl.device("opencl:0:0", "big", Type.GPU, 20, GIB);
    assertThat(reasons(select(DevicePolicy.named("JVM"), 0).report()))
        .containsExactly("jvm CHOSEN", "opencl DENIED_BY_POLICY");
    assertThat(opencl.scans).isZero();
  }

  @Test
  void aSurveyOpensEverythingAndClosesItAgain() {
    opencl.liar("opencl:0:0", "liar", 30);
    opencl.device("opencl:0:1", "big", Type.GPU, 20, GIB);
    opencl.device("opencl:0:2", "small", Type.GPU, 10, GIB);
    opencl.device("opencl:1:0", "processor", Type.CPU, 5, GIB);
    DeviceReport report =
        DeviceSelector.of(List.of(jvm, opencl), DeviceSettings.none())
            .survey(DevicePolicy.preferGpu());
    assertThat(reasons(report))
        .containsExactly(
            "jvm FALLBACK_NOT_NEEDED",
            "opencl:0:0 SELF_TEST_FAILED",
            "opencl:0:1 CHOSEN",
            "opencl:0:2 LOWER_SCORE",
            "opencl:1:0 NOT_A_GPU");
    assertThat(opencl.closed).hasSize(3).containsExactlyElementsOf(opencl.opened);
    assertThat(jvm.closed).containsExactly("jvm");
  }

  @Test
  void anOverriddenRequirementIsWarnedOfAndStandsInTheReport() {
    opencl.device("opencl:0:0", "big", Type.GPU, 20, GIB);
    try (LogCapture log = LogCapture.of(DeviceSelector.class)) {
      DeviceReport report =
          DeviceSelector.of(List.of(jvm, opencl), DeviceSettings.none().withFlag("jvm"))
              .select(DevicePolicy.requireGpu(), 0)
              .report();
      assertThat(report.headline()).endsWith("asked for by --device jvm");
      assertThat(report.text()).contains("The program requires a GPU; --device jvm overrides it");
      assertThat(log.warnings())
          .containsExactly("The program requires a GPU; --device jvm overrides it");
    }
  }

  @Test
  void aNameThatNoDeviceHasIsSaidWithThoseThereAre() {
    opencl.device("opencl:0:0", "processor", Type.CPU, 5, GIB);
    assertThat(refuse(DevicePolicy.named("vega"), 0).report().headline())
        .isEqualTo(
            "No device for 'vega', asked for by the program: it is none of those found (jvm,"
                + " opencl:0:0)");
    assertThat(refuse(DevicePolicy.requireGpu(), 0).report().headline())
        .endsWith(": none of those found is a GPU (opencl:0:0)");
  }
}
