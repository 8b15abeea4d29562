package org.gradcl.cli.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradcl.cli.bench.TrainingWorkload;
import org.gradcl.cli.bench.Workloads;
import org.junit.jupiter.api.Test;

class PeerOutputTest {
  private static final List<String> WORKLOADS = List.of("W1", "W2");

  @Test
  void timesFollowTheNameOfTheSystem() throws PeerException {
    PeerOutput output =
        PeerOutput.parse(
            List.of(
                "a library greets",
                "system\tX 1.0, BLAS",
                "time\tW1\t0.5\t1",
                "time\tW2\t2\t3",
                "memory\t4096"),
            WORKLOADS);
    assertThat(output.system()).isEqualTo("X 1.0, BLAS");
    assertThat(output.times())
        .containsExactly(new PeerTime("W1", 0.5, 1), new PeerTime("W2", 2, 3));
    assertThat(output.peakMemoryBytes()).hasValue(4096);
  }

  @Test
  void whatIsMissingOrNoTimeIsRefused() {
    assertRefused("it printed no line that says what it is", "time\tW1\t1\t1", "time\tW2\t1\t1");
    assertRefused(
        "it was to time [W1, W2] and printed times of [W1]", "system\tX", "time\tW1\t1\t1");
    assertRefused(
        "it printed 'nan' for a number in the line 'time\tW1\tnan\t1'",
        "system\tX",
        "time\tW1\tnan\t1");
    assertRefused("it printed '0' for a number", "system\tX", "time\tW1\t1\t0");
  }

  private static void assertRefused(String message, String... lines) {
    assertThatThrownBy(() -> PeerOutput.parse(List.of(lines), WORKLOADS))
        .isInstanceOf(PeerException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aProgramThatFailsIsReportedWithItsLastWords() throws PeerException {
    assertThat(Processes.run(List.of("sh", "-c", "echo $GRADCL_X"), Map.of("GRADCL_X", "7")))
        .containsExactly("7");
    assertThatThrownBy(
            () ->
                Processes.run(
                    List.of("sh", "-c", "echo first >&2; echo last >&2; exit 3"), Map.of()))
        .isInstanceOf(PeerException.class)
        .hasMessage("last");
    assertThatThrownBy(() -> Processes.run(List.of("no-such-program"), Map.of()))
        .isInstanceOf(PeerException.class)
        .hasMessageContaining("no-such-program");
  }

  @Test
  void peersAreAsNarrowAsGradclIsForcedToBe() {
    assertThat(Peers.environment(0, 2))
        .containsEntry("OMP_NUM_THREADS", "2")
        .containsEntry("OPENBLAS_CORETYPE", Processes.unset());
    assertThat(Peers.environment(256, 1))
        .containsEntry("OPENBLAS_NUM_THREADS", "1")
        .containsEntry("OPENBLAS_CORETYPE", "HASWELL")
        .containsEntry("ATEN_CPU_CAPABILITY", "avx2");
  }

  @Test
  void peersRunEachNetThatGradclTrains() {
    Stream<TrainingWorkload> nets =
        Stream.of(Workloads.training(), Workloads.nets(), Workloads.clothes())
            .flatMap(List::stream);
    assertThat(nets.map(net -> net.words().replaceFirst(",.*", ""))).isSubsetOf(Peers.NETS);
  }
}
