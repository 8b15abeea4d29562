package org.gradcl.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradcl.gpu.Criterion.BARRIERS;
import static org.gradcl.gpu.Criterion.DIVISIONS;
import static org.gradcl.gpu.Criterion.GLOBAL_LOADS;
import static org.gradcl.gpu.Criterion.LOCAL_LOADS;
import static org.gradcl.gpu.Criterion.MULTIPLY_ADDS;
import static org.gradcl.gpu.Criterion.SCRATCH;
import static org.gradcl.gpu.Criterion.SPILLS;
import static org.gradcl.gpu.compiler.Architecture.DG2;
import static org.gradcl.gpu.compiler.Architecture.GFX1100;
import static org.gradcl.gpu.compiler.Architecture.GFX90A;
import static org.gradcl.gpu.compiler.Architecture.SM_75;
import static org.gradcl.gpu.compiler.Architecture.SM_89;
import static org.gradcl.gpu.compiler.Architecture.SM_90;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradcl.gpu.compiler.Architecture;
import org.gradcl.gpu.compiler.Architecture.Vendor;
import org.gradcl.gpu.compiler.Compilations;
import org.gradcl.gpu.compiler.Compilations.Outcome;
import org.gradcl.gpu.compiler.GpuTools;
import org.gradcl.gpu.compiler.Program;
import org.gradcl.gpu.listing.Listing;
import org.gradcl.gpu.product.Tile;
import org.gradcl.testing.RequiresGpuCompilers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A kernel that meets every criterion, and what it takes to fail each: whoever makes a kernel worse
 * in such a way hears of it, on every device where it is one.
 */
@RequiresGpuCompilers
class WorseKernelsTest {
  private static final Tile TILE = Tile.square(128, 128, 8, 8);

  /** What a switch of {@code tile.cl} does, and where. */
  private record Worse(String macro, Criterion criterion, Set<Architecture> seen) {
    Worse {
      seen = Set.copyOf(seen);
    }

    @Override
    public String toString() {
      return macro + " fails " + criterion;
    }
  }

  private static final Set<Architecture> EVERYWHERE = EnumSet.allOf(Architecture.class);
  private static Map<Program, Outcome> outcomes;

  static List<Worse> worse() {
    return List.of(
        new Worse("ONE_FLOAT_COPIES", GLOBAL_LOADS, EVERYWHERE),
        new Worse("ONE_FLOAT_TILES", LOCAL_LOADS, EVERYWHERE),
        new Worse("TWO_BARRIERS", BARRIERS, EVERYWHERE),
        new Worse("DIVISION", DIVISIONS, EVERYWHERE),
        // Intel's compiler keeps the array in registers, at the price of as many moves.
        new Worse("ACCUMULATOR_ARRAY", SCRATCH, Set.of(SM_75, SM_89, SM_90, GFX1100, GFX90A)),
        new Worse("ACCUMULATOR_ARRAY", MULTIPLY_ADDS, Set.of(SM_75, SM_89, SM_90, DG2)),
        new Worse("SPILLS", SPILLS, EVERYWHERE));
  }

  static Architecture[] architectures() {
    return Architecture.values();
  }

  @BeforeAll
  static void compile() {
    List<Program> programs = new ArrayList<>();
    for (Architecture architecture : Architecture.values()) {
      programs.add(program(architecture, ""));
      worse().forEach(worse -> programs.add(program(architecture, worse.macro())));
    }
    outcomes = new Compilations(GpuTools.find().orElseThrow()).compile(programs);
  }

  private static Program program(Architecture architecture, String macro) {
    String options = "-cl-std=CL1.2 -w" + (macro.isEmpty() ? "" : " -D" + macro + "=1");
    if (architecture.vendor() == Vendor.INTEL) {
      options += " -cl-intel-256-GRF-per-thread";
    }
    return new Program(architecture, source(), "tile", options);
  }

  private static String source() {
    try (InputStream stream = WorseKernelsTest.class.getResourceAsStream("tile.cl")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The criteria that a form of the kernel fails, with what was found. */
  private static Map<Criterion, String> breaches(Architecture architecture, String macro) {
    Listing listing = outcomes.get(program(architecture, macro)).orThrow();
    Measured measured = Measured.of(Family.TILE_8X8, listing, Optional.of(TILE));
    Map<Criterion, String> breaches = new LinkedHashMap<>();
    Rules.KERNELS.stream()
        .filter(rule -> rule.isFor(measured.family(), architecture.vendor()))
        .filter(rule -> !rule.holds(measured))
        .forEach(rule -> breaches.put(rule.criterion(), rule.breach(measured)));
    return breaches;
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void aGoodKernelMeetsEveryCriterion(Architecture architecture) {
    assertThat(breaches(architecture, "")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("worse")
  void aWorseOneFails(Worse worse) {
    for (Architecture architecture : Architecture.values()) {
      Map<Criterion, String> breaches = breaches(architecture, worse.macro());
      assertThat(breaches.containsKey(worse.criterion()))
          .as("%s on %s: %s", worse, architecture, breaches)
          .isEqualTo(worse.seen().contains(architecture));
    }
  }

  @ParameterizedTest
  @MethodSource("worse")
  void itsSwitchIsOneOfTheKernel(Worse worse) {
    assertThat(source()).contains("#ifndef " + worse.macro() + "\n#define " + worse.macro() + " 0");
    assertThat(Arrays.asList(architectures())).containsAll(worse.seen());
  }
}
