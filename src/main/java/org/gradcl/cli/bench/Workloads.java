package org.gradcl.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gradcl.loss.Losses;
import org.gradcl.nn.HiddenLayer;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.step.TrainingStep;

/** All workloads, from pure overhead to pure arithmetic. */
public final class Workloads {
  private static final int SIZE = 512;
  private static final double LEARNING_RATE = 1e-3;

  private Workloads() {}

  /** Every workload, in the order in which they are run. */
  public static List<Workload> all() {
    return List.of(
        training("W1", 8, "32 tanh, 32 tanh", 1, 32, "sgd"),
        training("W2", 64, "256 relu, 256 relu", 1, 256, "sgd"),
        training("W3", 784, "512 relu, 256 relu", 10, 128, "adam"),
        training("W4", 1024, "2048 relu, 2048 relu", 1024, 512, "sgd"),
        new MatrixProductWorkload("matmul-nn-" + SIZE, SIZE, false, false),
        new MatrixProductWorkload("matmul-nt-" + SIZE, SIZE, false, true),
        new MatrixProductWorkload("matmul-tn-" + SIZE, SIZE, true, false));
  }

  /**
   * The workloads of some names, whatever their case; all if none are given.
   *
   * @throws IllegalArgumentException if there is none of a name; the message lists those there are
   */
  public static List<Workload> named(List<String> names) {
    if (names.isEmpty()) {
      return all();
    }
    List<Workload> named = new ArrayList<>();
    for (String name : names) {
      named.add(
          all().stream()
              .filter(workload -> workload.name().equalsIgnoreCase(name))
              .findFirst()
              .orElseThrow(() -> unknown(name)));
    }
    return named;
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        String.format(
            "There is no workload '%s'; there are %s",
            name, all().stream().map(Workload::name).toList()));
  }

  private static Workload training(
      String name, int inputs, String hidden, int outputs, int batch, String optimizer) {
    Sequential model = Sequential.dense(inputs, HiddenLayer.parse(hidden), 0, outputs);
    String description =
        String.format(
            Locale.ROOT,
            "%d - %s - %d, batch %d, %s",
            inputs,
            hidden.replace(", ", " - "),
            outputs,
            batch,
            optimizer);
    return new TrainingWorkload(
        name,
        description,
        new TrainingStep(
            model,
            Losses.meanSquaredError(),
            Optimizers.named(optimizer).withLearningRate(LEARNING_RATE)),
        batch);
  }
}
