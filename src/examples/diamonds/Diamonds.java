package diamonds;

import common.Flags;
import common.Spread;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.csv.ExampleDataSets;
import org.gradcl.data.table.Split;
import org.gradcl.data.table.Table;
import org.gradcl.data.table.TableSchema;
import org.gradcl.data.table.UnknownCategories;
import org.gradcl.loss.Losses;
import org.gradcl.optim.Optimizers;
import org.gradcl.optim.Schedules;
import org.gradcl.train.Fit;
import org.gradcl.train.Trainer;

/** Prices of diamonds, with indicators and with embeddings of cut, color and clarity. */
public final class Diamonds {
  private static final Map<String, String> FLAGS =
      Map.of(
          "--data", "src/examples/data/diamonds.csv.gz",
          "--part", "test",
          "--net", "indicators,embeddings,singles",
          "--epochs", "20",
          "--learning-rate", "0.005",
          "--seeds", "5",
          "--out", "runs/examples/diamonds");

  private static final int BATCH = 128;

  private Diamonds() {}

  /** Runs the example on the command line's flags. */
  public static void main(String[] args) throws IOException {
    run(System.out, args);
  }

  /**
   * Trains each net with each seed, and draws what the embedding of clarity has learnt.
   *
   * @return the mean root mean squared error of each net in dollars, and as {@code clarity} the XX
   */
  public static Map<String, Double> run(PrintStream out, String... args) throws IOException {
    Flags flags = Flags.of(FLAGS, args);
    Table table = ExampleDataSets.diamonds(flags.path("--data"));
    Split split = ExampleDataSets.diamondsSplit(table.rows());
    int[] judged = flags.text("--part").equals("validation") ? split.validation() : split.test();
    TableSchema fitted = TableSchema.fit(table.select(split.training()), List.of("price"));
    out.printf(
        "%d diamonds to learn from, %d to judge by (%s)%n",
        split.training().length, judged.length, flags.text("--part"));
    Map<String, Double> figures = new LinkedHashMap<>();
    for (String name : flags.text("--net").split(",")) {
      DiamondNet net = DiamondNet.valueOf(name.toUpperCase(Locale.ROOT));
      TableSchema schema = net.schema(fitted);
      ArrayDataSet samples = schema.encode(table, UnknownCategories.REFUSE);
      double[] errors = new double[flags.count("--seeds")];
      double[] orders = new double[errors.length];
      double seconds = 0;
      for (int seed = 1; seed <= errors.length; seed++) {
        try (Trainer trainer = trainer(net, schema, flags, seed)) {
          if (figures.isEmpty() && seed == 1) {
            out.println(trainer.deviceReport().headline());
          }
          Fit fit = Fit.epochs(flags.count("--epochs")).batchSize(BATCH).shuffle();
          ArrayDataSet training = samples.select(split.training());
          seconds += trainer.fit(training, fit).lastEpoch().seconds();
          float[] outputs = trainer.predict(samples.select(judged)).floats();
          errors[seed - 1] = rmse(schema.decode(outputs), table, judged);
          if (net == DiamondNet.SINGLES) {
            LearntOrder clarity = LearntOrder.of(trainer, schema);
            orders[seed - 1] = clarity.correlation();
            if (seed == 1) {
              clarity.draw(flags.path("--out").resolve("clarity.png"), out);
            }
          }
        }
      }
      Spread spread = Spread.of(errors);
      out.printf(
          Locale.ROOT,
          "%-10s %2d inputs, RMSE %s dollars, %.1f s a training%n",
          name,
          net.inputs(schema),
          spread,
          seconds / errors.length);
      figures.put(name, spread.mean());
      if (net == DiamondNet.SINGLES) {
        Spread order = Spread.of(orders);
        out.printf(
            "rank correlation of the numbers learnt for clarity with its order: %s%n", order);
        figures.put("clarity", order.mean());
      }
    }
    return figures;
  }

  private static Trainer trainer(DiamondNet net, TableSchema schema, Flags flags, long seed) {
    double learningRate = Double.parseDouble(flags.text("--learning-rate"));
    return Trainer.builder()
        .model(net.model(schema))
        .loss(Losses.meanSquaredError())
        .optimizer(Optimizers.adam(learningRate).withSchedule(Schedules.cosine()))
        .seed(seed)
        .schema(schema)
        .build();
  }

  private static double rmse(double[] prices, Table table, int[] rows) {
    double squares = 0;
    for (int i = 0; i < rows.length; i++) {
      double error = prices[i] - table.numeric("price").value(rows[i]);
      squares += error * error;
    }
    return Math.sqrt(squares / rows.length);
  }
}
