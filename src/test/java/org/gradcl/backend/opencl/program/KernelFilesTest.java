package org.gradcl.backend.opencl.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KernelFilesTest {
  @Test
  void theListsNameEveryFileOfTheFolder() throws IOException {
    List<String> listed = new ArrayList<>(KernelFiles.PROGRAMS);
    listed.addAll(KernelFiles.INCLUDES);
    try (Stream<Path> files = Files.list(Path.of("kernels"))) {
      List<String> present = files.map(file -> file.getFileName().toString()).toList();
      assertThat(present).containsExactlyInAnyOrderElementsOf(listed);
    }
  }

  @Test
  void everyFileOpensWithItsNameAndWhatItIsAndKeepsToOneHundredColumns() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("kernels"))) {
      for (Path file : files.toList()) {
        assertThat(Files.readString(file)).startsWith("// " + file.getFileName() + ": ");
        assertThat(Files.readAllLines(file)).allMatch(line -> line.length() <= 100);
      }
    }
  }

  @Test
  void includesAreReplacedByTheirTextAndLinesRememberTheirOrigin() {
    KernelSource source = KernelFiles.load("map.cl", new Macros().define("LOCAL_SIZE", 64));
    assertThat(source.text()).doesNotContain("#include").contains("COMMON_CLH");
    KernelSource.Line first = source.lines().get(0);
    assertThat(first).isEqualTo(new KernelSource.Line("macros", 1, "#define LOCAL_SIZE 64"));
    assertThat(source.lines()).anyMatch(line -> line.file().equals("common.clh"));
    KernelSource.Line kernel =
        source.lines().stream().filter(l -> l.text().startsWith("KERNEL(")).findFirst().get();
    assertThat(kernel.file()).isEqualTo("map.clh");
    int number = source.lines().indexOf(kernel) + 1;
    assertThat(source.numbered()).contains(number + "  map.clh:" + kernel.number());
  }

  @Test
  void theCompilerMeetsNothingButAsciiWhateverTheCharsetOfTheMachine() {
    for (String file : KernelFiles.PROGRAMS) {
      KernelSource source = KernelFiles.load(file, new Macros());
      assertThat(source.numbered()).as("people read the formulas of " + file).contains("·");
      assertThat(source.text()).isASCII().hasLineCount(source.lines().size());
    }
  }

  @Test
  void anIncludedFileMayBeChosenByAMacro() {
    KernelSource tiled = KernelFiles.load("forward.cl", new Macros());
    KernelSource packed =
        KernelFiles.load("forward.cl", new Macros().define("MATMUL_BODY", "\"matmul_packed.clh\""));
    assertThat(tiled.lines()).anyMatch(line -> line.file().equals("product_tile.clh"));
    assertThat(packed.lines()).anyMatch(line -> line.file().equals("matmul_packed.clh"));
    assertThat(packed.lines()).noneMatch(line -> line.file().equals("product_tile.clh"));
  }

  @Test
  void aMacroOfSeveralLinesIsOneDefinition() {
    Macros macros = new Macros().define("ELEMENT", "(T, row)", "{\nconst T a = 1;\n}");
    assertThat(macros.text()).isEqualTo("#define ELEMENT(T, row) { \\\nconst T a = 1; \\\n}\n");
    assertThatThrownBy(() -> macros.define("ELEMENT", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ELEMENT");
  }

  @Test
  void anUnknownFileIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> KernelFiles.load("foward.cl", new Macros()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("foward.cl")
        .hasMessageContaining("forward.cl,");
  }
}
