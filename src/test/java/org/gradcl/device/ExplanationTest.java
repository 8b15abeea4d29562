package org.gradcl.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.gradcl.graph.Phase;
import org.junit.jupiter.api.Test;

/** What an explanation says of measured times. */
class ExplanationTest {

  private static Explanation.Launch launch(String name, OptionalDouble microseconds) {
    return new Explanation.Launch(
        name,
        Phase.FORWARD,
        "map",
        "2×3",
        "y = x",
        4000,
        48,
        List.of(new Explanation.Place("input", 8, 2, 3, 4)),
        List.of(),
        new Explanation.Kernel("map", "plain", "1 piece", 1),
        microseconds);
  }

  private static Explanation explanation(OptionalDouble first, OptionalDouble second) {
    return new Explanation(
        "some device",
        2,
        List.of(launch("first", first), launch("second", second)),
        new Explanation.Memory(4, 8, 12, 16, 2048),
        List.of("A note."));
  }

  @Test
  void sharesAreThoseOfTheWholeStep() {
    Explanation measured = explanation(OptionalDouble.of(3), OptionalDouble.of(1));
    assertThat(measured.stepMicroseconds()).hasValue(4);
    assertThat(measured.gflops()).hasValue(2);
    assertThat(measured.share(measured.launches().get(0))).hasValue(0.75);
    assertThat(measured.launches().get(1).gflops()).hasValue(4);
    assertThat(measured.with(new Explanation.Profile(50, 1.25, true)).text())
        .containsPattern("first .* 3\\.0 +75\\.0 % +1\\.3\n")
        .containsPattern("second .* 1\\.0 +25\\.0 % +4\\.0\n")
        .contains("4.0 µs in launches, 2.0 GFLOP/s; medians of 50 steps after 1.3 s of warm-up\n")
        .contains("reads input[8…15] (2×3)", "writes nothing", "A note.");
  }

  @Test
  void timesThatDidNotSettleAreNamed() {
    Explanation measured =
        explanation(OptionalDouble.of(3), OptionalDouble.of(1))
            .with(new Explanation.Profile(1, 9.9, false));
    assertThat(measured.text())
        .contains(
            "medians of 1 step after 9.9 s of warm-up, in which they did not settle: successive"
                + " rounds differ by more than 5 %; measure again on a machine that does nothing"
                + " else\n");
  }

  @Test
  void withoutTimesThereAreNoShares() {
    Explanation plain = explanation(OptionalDouble.empty(), OptionalDouble.empty());
    assertThat(plain.stepMicroseconds()).isEmpty();
    assertThat(plain.gflops()).isEmpty();
    assertThat(plain.share(plain.launches().get(0))).isEmpty();
    assertThat(plain.text()).doesNotContain("share", "µs", "GFLOP/s", "warm-up");
  }
}
