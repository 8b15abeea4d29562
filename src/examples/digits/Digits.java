package digits;

import common.Flags;
import common.Spread;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.gradcl.loss.Losses;
import org.gradcl.metric.Metrics;
import org.gradcl.optim.Optimizers;
import org.gradcl.optim.Schedules;
import org.gradcl.train.Fit;
import org.gradcl.train.Trainer;

/** Handwritten digits, classified by a dense net, a convolutional and a recurrent one. */
public final class Digits {
  private static final Map<String, String> FLAGS =
      Map.of(
          "--data", "src/examples/data/digits.csv.gz",
          "--part", "test",
          "--net", "dense,cnn,lstm",
          "--epochs", "20",
          "--learning-rate", "0.005",
          "--seeds", "5",
          "--out", "runs/examples/digits");

  private Digits() {}

  /** Runs the example on the command line's flags. */
  public static void main(String[] args) throws IOException {
    run(System.out, args);
  }

  /**
   * Trains each net with each seed.
   *
   * @return the mean accuracy of each net, in percent
   */
  public static Map<String, Double> run(PrintStream out, String... args) throws IOException {
    Flags flags = Flags.of(FLAGS, args);
    Path data = flags.path("--data");
    DigitImages images =
        flags.text("--part").equals("validation")
            ? DigitImages.forValidation(data)
            : DigitImages.forTest(data);
    out.printf(
        "%d digits to learn from, %d to judge by (%s)%n",
        images.training().samples(), images.judged().samples(), flags.text("--part"));
    Map<String, Double> means = new LinkedHashMap<>();
    for (String name : flags.text("--net").split(",")) {
      DigitNet net = DigitNet.valueOf(name.toUpperCase(Locale.ROOT));
      double[] accuracies = new double[flags.count("--seeds")];
      double seconds = 0;
      for (int seed = 1; seed <= accuracies.length; seed++) {
        try (Trainer trainer = trainer(net, flags, seed)) {
          if (means.isEmpty() && seed == 1) {
            out.println(trainer.deviceReport().headline());
          }
          Fit fit = Fit.epochs(flags.count("--epochs")).batchSize(32).shuffle();
          seconds += trainer.fit(images.training(), fit).lastEpoch().seconds();
          accuracies[seed - 1] =
              100 * trainer.evaluate(images.judged(), Metrics.accuracy()).metric("accuracy");
          if (seed == 1) {
            MisreadDigits.draw(trainer, images.judged(), flags.path("--out"), name, out);
          }
        }
      }
      Spread spread = Spread.of(accuracies);
      out.printf(
          "%-6s %s %% right, %.1f s a training%n", name, spread, seconds / accuracies.length);
      means.put(name, spread.mean());
    }
    return means;
  }

  private static Trainer trainer(DigitNet net, Flags flags, long seed) {
    double learningRate = Double.parseDouble(flags.text("--learning-rate"));
    return Trainer.builder()
        .model(net.model())
        .loss(Losses.softmaxCrossEntropy())
        .optimizer(Optimizers.adamW(learningRate).withSchedule(Schedules.cosine()))
        .seed(seed)
        .build();
  }
}
