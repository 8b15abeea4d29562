package co2;

import common.Flags;
import common.LineChart;
import common.Spread;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.gradcl.data.LinearRegression;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Gru;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.optim.Schedules;
import org.gradcl.tensor.Shape;
import org.gradcl.train.Fit;
import org.gradcl.train.Trainer;

/** The next twelve weeks of CO₂ at Mauna Loa, forecast by a GRU. */
public final class Co2 {
  private static final Map<String, String> FLAGS =
      Map.of(
          "--data", "src/examples/data/co2.csv",
          "--part", "test",
          "--hidden", "16",
          "--epochs", "10",
          "--learning-rate", "0.003",
          "--seeds", "5",
          "--out", "runs/examples/co2");

  private static final int SHOWN_WEEKS = 156;

  private Co2() {}

  /** Runs the example on the command line's flags. */
  public static void main(String[] args) throws IOException {
    run(System.out, args);
  }

  /**
   * Trains with each seed and compares with simple forecasts.
   *
   * @return the root mean squared error of each way to forecast, in ppmv, the network's as the mean
   *     over the seeds
   */
  public static Map<String, Double> run(PrintStream out, String... args) throws IOException {
    Flags flags = Flags.of(FLAGS, args);
    Path data = flags.path("--data");
    WeeklyCo2 weeks =
        flags.text("--part").equals("validation")
            ? WeeklyCo2.forValidation(data)
            : WeeklyCo2.forTest(data);
    out.printf(
        "%d weeks from which to learn, %d from which the next 12 are forecast (%s)%n",
        weeks.training().samples(), weeks.origins(), flags.text("--part"));
    Map<String, Double> errors = new LinkedHashMap<>();
    errors.put("persistence", weeks.rmseOfPersistence());
    errors.put("year before", weeks.rmseOfYearBefore());
    errors.put("last change", weeks.rmseOfLastChange());
    LinearRegression linear = LinearRegression.fit(weeks.rows(weeks.training()));
    float[] outputs = linear.predict(weeks.rows(weeks.judged()));
    errors.put("linear", weeks.rmse(weeks.forecasts(outputs)));
    errors.forEach((name, error) -> out.printf(Locale.ROOT, "%-12s %.2f ppmv%n", name, error));

    double[] ofSeeds = new double[flags.count("--seeds")];
    double seconds = 0;
    for (int seed = 1; seed <= ofSeeds.length; seed++) {
      try (Trainer trainer = trainer(flags, seed)) {
        if (seed == 1) {
          out.println(trainer.deviceReport().headline());
        }
        Fit fit = Fit.epochs(flags.count("--epochs")).shuffle();
        seconds += trainer.fit(weeks.training(), fit).lastEpoch().seconds();
        double[] forecasts = weeks.forecasts(trainer.predict(weeks.judged()).floats());
        ofSeeds[seed - 1] = weeks.rmse(forecasts);
        if (seed == 1) {
          draw(weeks, forecasts, flags.path("--out").resolve("forecast.png"), out);
        }
      }
    }
    Spread spread = Spread.of(ofSeeds);
    out.printf(
        Locale.ROOT,
        "%-12s %s ppmv, %.1f s a training%n",
        "network",
        spread,
        seconds / ofSeeds.length);
    errors.put("network", spread.mean());
    return errors;
  }

  private static Trainer trainer(Flags flags, long seed) {
    double learningRate = Double.parseDouble(flags.text("--learning-rate"));
    return Trainer.builder()
        .model(
            Sequential.ofInput(
                Shape.of(26, 2),
                Gru.of(flags.count("--hidden")).lastState(),
                Dense.to(WeeklyCo2.HORIZON)))
        .loss(Losses.meanSquaredError())
        .optimizer(Optimizers.adam(learningRate).withSchedule(Schedules.cosine()))
        .seed(seed)
        .build();
  }

  /** The last years, with the forecasts of every twelfth week, which follow each other. */
  private static void draw(WeeklyCo2 weeks, double[] forecasts, Path file, PrintStream out)
      throws IOException {
    int first = Math.max(0, weeks.origins() - SHOWN_WEEKS) / WeeklyCo2.HORIZON * WeeklyCo2.HORIZON;
    int shown = weeks.origins() - first;
    double[] x = new double[shown];
    double[] truth = new double[shown];
    double[] forecast = new double[shown];
    Arrays.setAll(x, i -> 1958.24 + (weeks.week(first + i)) / 52.18);
    Arrays.setAll(truth, i -> weeks.value(weeks.week(first + i)));
    Arrays.setAll(forecast, i -> forecasts[(first + i - i % 12) * 12 + i % 12]);
    new LineChart("CO₂ at Mauna Loa, each 12 weeks forecast at once", "year", "ppmv")
        .line("measured", Color.GRAY, x, truth)
        .line("forecast by the network, seed 1", new Color(0xd95f02), x, forecast)
        .write(file);
    out.println(file);
  }
}
