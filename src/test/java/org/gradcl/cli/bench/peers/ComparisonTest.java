package org.gradcl.cli.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.gradcl.cli.bench.Workload;
import org.gradcl.cli.bench.Workloads;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final List<Workload> WORKLOADS =
      Workloads.named(List.of("W1", "predict-W3", "matmul-tn-10x256x128"));

  private final List<String> said = new ArrayList<>();

  /** Times W1 as given, one for each round; fails where there is none. */
  private record Fake(String label, boolean isGradcl, Iterator<Double> times)
      implements Competitor {
    static Fake of(String label, boolean isGradcl, Double... times) {
      return new Fake(label, isGradcl, Arrays.asList(times).iterator());
    }

    @Override
    public String cure() {
      return "install " + label;
    }

    @Override
    public boolean runs(Workload workload) {
      return workload.name().equals("W1");
    }

    @Override
    public PeerOutput run(List<Workload> workloads, double seconds) throws PeerException {
      assertThat(workloads).extracting(Workload::name).containsExactly("W1");
      if (!times.hasNext()) {
        throw new PeerException("no module");
      }
      double best = times.next();
      return new PeerOutput(
          label + " 1.0",
          List.of(new PeerTime("W1", best, 2 * best)),
          OptionalLong.of((long) (best * 1024)));
    }
  }

  private Comparison compared(Competitor... competitors) {
    Comparison comparison = new Comparison(WORKLOADS, List.of(competitors));
    comparison.run(2, 0, said::add);
    return comparison;
  }

  @Test
  void workloadsAreToldInWords() {
    assertThat(WORKLOADS)
        .extracting(Workload::words)
        .containsExactly(
            "train,8-32-32-1,tanh,32,sgd", "predict,784-512-256-10,relu", "product,10,256,128,tn");
  }

  @Test
  void theBestRoundOfTheBestPeerIsComparedInTurns() {
    Comparison comparison =
        compared(
            Fake.of("ours", true, 2.0, 4.0),
            Fake.of("slow", false, 9.0, 8.0),
            Fake.of("fast", false, 5.0, 3.0));
    assertThat(said)
        .containsExactly(
            "round 1 of 2: ours",
            "round 1 of 2: slow",
            "round 1 of 2: fast",
            "round 2 of 2: ours",
            "round 2 of 2: slow",
            "round 2 of 2: fast");
    assertThat(comparison.time("slow", WORKLOADS.get(0))).contains(new PeerTime("W1", 8, 16));
    assertThat(comparison.ratio("ours", WORKLOADS.get(0))).contains(1.5);
    assertThat(comparison.cells(WORKLOADS.get(0)))
        .containsExactly("W1", "2.0000", "8.0000", "3.0000", "1.50");
    assertThat(comparison.peakMemoryBytes())
        .containsOnly(entry("ours", 4096L), entry("slow", 9216L), entry("fast", 5120L));
    assertThat(comparison.cells(WORKLOADS.get(1)))
        .containsExactly("predict-W3", "–", "–", "–", "–");
  }

  @Test
  void whatIsNotThereIsSaidOnceWithWhatToInstall() throws IOException {
    Comparison comparison = compared(Fake.of("ours", true, 2.0, 2.0), Fake.of("absent", false));
    assertThat(comparison.absent())
        .containsExactly("absent is not there: no module; install absent");
    assertThat(comparison.labels()).containsExactly("ours");
    assertThat(comparison.ratio("ours", WORKLOADS.get(0))).isEmpty();
    StringWriter json = new StringWriter();
    ComparisonJson.write(json, comparison, comparison.absent());
    assertThat(json.toString().replaceAll("\\s", ""))
        .contains("\"systems\":{\"ours\":\"ours1.0\"}")
        .endsWith(
            "\"absent\":[\"absentisnotthere:nomodule;installabsent\"],"
                + "\"peakMemoryBytes\":{\"ours\":2048},\"times\":[{\"workload\":\"W1\","
                + "\"system\":\"ours\",\"bestMs\":2.0,\"medianMs\":4.0}],\"ratios\":[]}");
  }
}
