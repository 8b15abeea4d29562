package org.gradcl.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gradcl.gpu.Rule.Stage;
import org.gradcl.gpu.compiler.GpuTools;
import org.gradcl.testing.RequiresGpuCompilers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The static gate: every kernel of six GPUs, by their own compilers, held to criteria. {@code mvn
 * test -Dgradcl.tests.updateSnapshots=true -Dtest=StaticGateTest} writes {@code docs/gpu.md} anew.
 */
@RequiresGpuCompilers
class StaticGateTest {
  private static final Path PAGE = Path.of("docs/gpu.md");
  private static GpuTools tools;
  private static StaticGate gate;

  @BeforeAll
  static void compile() {
    tools = GpuTools.find().orElseThrow();
    gate = StaticGate.run(tools, GpuDevices.ALL, Net.all());
  }

  @Test
  void everyKernelCompilesForEveryDevice() {
    assertThat(gate.failures()).isEmpty();
    assertThat(gate.rows())
        .extracting(row -> row.first().device())
        .containsAll(GpuDevices.ALL)
        .hasSizeGreaterThan(100);
  }

  @Test
  void everyProductHasASliceThatTheParsersSee() {
    assertThat(gate.rows())
        .filteredOn(row -> row.tile().isPresent() && row.measured().family() != Family.TENSOR)
        .hasSizeGreaterThan(60)
        .allSatisfy(
            row ->
                assertThat(row.measured().sliceOrThrow().multiplyAdds())
                    .as(row.use() + " on " + row.first().device())
                    .isBetween(
                        1.0 * row.tile().orElseThrow().multiplyAdds(),
                        1.1 * row.tile().orElseThrow().multiplyAdds()));
  }

  /** On the one device of the six that gains by them. */
  @Test
  void largeProductsTakeTensorCoresWhereThePrecisionAdmitsThem() {
    assertThat(gate.rows())
        .filteredOn(row -> row.measured().family() == Family.TENSOR)
        .isNotEmpty()
        .allSatisfy(
            row -> {
              assertThat(row.first().device()).isEqualTo(GpuDevices.named("H200"));
              assertThat(row.measured().sliceOrThrow().matrixInstructions()).isEqualTo(96);
            });
  }

  @Test
  void kernelsMeetTheirCriteria() {
    assertThat(gate.breaches(Stage.ASSERTED)).isEmpty();
  }

  @Test
  void thePageSaysWhatWasFound() throws IOException {
    String generated = GatePage.of(gate, GpuDevices.ALL, tools);
    String page = Files.readString(PAGE);
    String written = page.substring(0, page.indexOf(GatePage.MARK));
    if (Boolean.getBoolean("gradcl.tests.updateSnapshots")) {
      Files.writeString(PAGE, written + generated);
    }
    assertThat(Files.readString(PAGE).lines())
        .as("docs/gpu.md; if the kernels were changed on purpose, update it")
        .containsExactlyElementsOf((written + generated).lines().toList());
  }
}
