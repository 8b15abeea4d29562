package org.gradcl.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.gradcl.backend.opencl.program.KernelFiles;
import org.gradcl.testing.OpenClForTests;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels under the simulator Oclgrind: no race, no invalid or uninitialised access. */
@RequiresOpenCl
class OclgrindTest {
  private static final Path SIMULATOR = Path.of("/usr/lib/oclgrind/liboclgrind-rt-icd.so");

  private static final List<String> OTHERS =
      List.of("receive.cl", "chain.cl", "product_fold.cl", "scatter.cl", "limits.cl");

  /**
   * All of a step of a dense net; products as small as these need no parts, which a second kernel
   * adds up, steps as few as these make no chain, and batches come as arguments on PoCL alone.
   */
  private static final List<String> KERNELS =
      KernelFiles.PROGRAMS.stream().filter(file -> !OTHERS.contains(file)).toList();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"product", "matmul_packed"})
  void aStepThroughEveryKernelIsClean(String body) throws IOException, InterruptedException {
    String printed = simulate(body);
    assertThat(printed).contains("loss 1.17").doesNotContain("NaN");
    assertThat(printed.lines().filter(line -> line.startsWith("loss ")).count()).isEqualTo(7);
    // Every file of kernels has run.
    String ran = printed.substring(printed.indexOf("kernels ["));
    // Of so few rows all products are streamed, where those of windows below are packed.
    String few = body.equals("matmul_packed") ? "matmul_streamed" : body;
    assertThat(ran).contains(KERNELS).contains(" by " + few);
    if (body.equals("product")) {
      assertThat(ran).contains(" step_fold + ", "column_sums + reduce.cl column_sums");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "128x128x8",
        "64x64x8/2",
        "64x64x16",
        "32x32x16/3",
        "skinny",
        "skinny/2",
        "tensor 64x64x16"
      })
  void productsByEveryBodyAreClean(String body) throws IOException, InterruptedException {
    String ran = simulate(body, "products");
    assertThat(ran).startsWith("kernels [product by product_").contains(body.replaceAll("/.*", ""));
    // Without a number of parts the model chooses one.
    assertThat(ran.contains("parts of") || !body.contains("/")).as(ran).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"matmul_packed", "64x64x16", "32x32x16/3", "skinny"})
  void whatWindowsReadIsClean(String body) throws IOException, InterruptedException {
    String printed = simulate(body, "windows");
    assertThat(printed.lines().filter(line -> line.startsWith("loss ")).count()).isEqualTo(3);
    assertThat(printed)
        .contains("forward.cl forward", "backward.cl backward", body.replaceAll("/.*", ""));
    assertThat(printed.contains("parts of")).isEqualTo(body.contains("/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"product", "matmul_packed"})
  void rowsOfTablesAreClean(String body) throws IOException, InterruptedException {
    String printed = simulate(body, "gather");
    assertThat(printed.lines().filter(line -> line.startsWith("loss ")).count()).isEqualTo(5);
    assertThat(printed)
        .doesNotContain("NaN")
        .contains("scatter.cl sort_indices", "scatter.cl add_segments");
  }

  @ParameterizedTest
  @ValueSource(strings = {"product", "matmul_packed"})
  void layersOfEveryKindAreClean(String body) throws IOException, InterruptedException {
    String printed = simulate(body, "layers");
    assertThat(printed).doesNotContain("NaN");
    assertThat(printed.lines().filter(line -> line.startsWith("loss ")).count())
        .isEqualTo(OclgrindNet.values().length);
    assertThat(printed).contains("row_across.cl", "scatter.cl add_segments", "map.cl", "row.cl");
    assertThat(printed.contains("chain.cl chain")).isEqualTo(body.equals("matmul_packed"));
  }

  /** Runs {@link OclgrindStep} with a body forced; what it prints, which is nothing unexpected. */
  private String simulate(String body, String... arguments)
      throws IOException, InterruptedException {
    boolean installed = Files.exists(SIMULATOR);
    if (OpenClForTests.EXPECTATION.equals("required")) {
      assertThat(installed).as("gradcl.tests.opencl=required needs " + SIMULATOR).isTrue();
    }
    assumeTrue(installed, "SKIPPED: Oclgrind is not installed");
    Path output = folder.resolve("output");
    Files.writeString(folder.resolve("oclgrind.icd"), SIMULATOR + "\n");
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "-Dgradcl.opencl.matmul=" + body,
            // Unoptimised: the simulator fails on instructions that the optimiser introduces.
            "-Dgradcl.opencl.build.options=-cl-opt-disable",
            OclgrindStep.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.put("OCL_ICD_VENDORS", folder.toString());
    environment.put("OCLGRIND_DATA_RACES", "1");
    environment.put("OCLGRIND_UNINITIALIZED", "1");
    environment.put("OCLGRIND_CHECK_API", "1");
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    String printed = Files.readString(output);
    assertThat(ended).as(printed).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    // The simulator reports to standard error; a log file would start anew with each context.
    assertThat(printed.lines()).allMatch(line -> line.matches("(loss|kernels) .*"));
    return printed;
  }
}
