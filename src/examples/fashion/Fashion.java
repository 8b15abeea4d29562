package fashion;

import common.Flags;
import common.Spread;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.gradcl.data.Augmentation;
import org.gradcl.data.BatchSource;
import org.gradcl.graph.Role;
import org.gradcl.loss.Losses;
import org.gradcl.metric.Metrics;
import org.gradcl.nn.Model;
import org.gradcl.tensor.HostTensor;
import org.gradcl.train.Fit;
import org.gradcl.train.Trainer;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.Evaluation;
import org.gradcl.train.report.Listener;

/** Clothes of Fashion-MNIST, classified by a dense net, a convolutional one or a residual one. */
public final class Fashion {
  /** As many epochs as each net has of its own. */
  private static final String USUAL = "usual";

  private static final Map<String, String> FLAGS =
      Map.of(
          "--data", "/usr/share/datasets/fashion-mnist",
          "--part", "test",
          "--net", "dense,cnn",
          "--epochs", USUAL,
          "--seeds", "1",
          "--first-seed", "1",
          "--out", "runs/examples/fashion");

  private Fashion() {}

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
    Path folder = flags.path("--data");
    FashionImages images =
        flags.text("--part").equals("validation")
            ? FashionImages.forValidation(folder)
            : FashionImages.forTest(folder);
    out.printf(
        "%d images to learn from, %d to judge by (%s)%n",
        images.training().samples(), images.judged().samples(), flags.text("--part"));
    Map<String, Double> means = new LinkedHashMap<>();
    for (String name : flags.text("--net").split(",")) {
      FashionNet net = FashionNet.valueOf(name.toUpperCase(Locale.ROOT));
      int epochs = flags.text("--epochs").equals(USUAL) ? net.epochs() : flags.count("--epochs");
      double[] accuracies = new double[flags.count("--seeds")];
      for (int i = 0; i < accuracies.length; i++) {
        int seed = flags.count("--first-seed") + i;
        try (Trainer trainer = trainer(net, seed)) {
          out.printf("%s, %d parameters%n", trainer.deviceReport().headline(), learnt(net.model()));
          trainer.fit(
              training(net, images, seed),
              Fit.epochs(epochs).batchSize(net.batchSize()).shuffle().listener(progress(out)));
          Evaluation evaluation =
              trainer.evaluate(images.judged(), Metrics.accuracy(), Metrics.confusionMatrix());
          accuracies[i] = 100 * evaluation.metric("accuracy");
          out.printf(Locale.ROOT, "%s, seed %d: %.2f %% right%n", name, seed, accuracies[i]);
          if (seed == 1) {
            mistaken(evaluation, out);
            Path file = flags.path("--out").resolve("mistaken-" + name + ".png");
            MistakenClothes.draw(trainer.predict(images.judged()).floats(), images.judged(), file);
          }
        }
      }
      Spread spread = Spread.of(accuracies);
      out.printf("%s: %s %% right%n", name, spread);
      means.put(name, spread.mean());
    }
    return means;
  }

  private static Trainer trainer(FashionNet net, long seed) {
    return Trainer.builder()
        .model(net.model())
        .loss(Losses.softmaxCrossEntropy())
        .optimizer(net.optimizer())
        .seed(seed)
        .build();
  }

  private static BatchSource training(FashionNet net, FashionImages images, long seed) {
    return net.augmentations().isEmpty()
        ? images.training()
        : images.training().augment(seed, net.augmentations().toArray(Augmentation[]::new));
  }

  /** Numbers that are learnt; the statistics of norms are not. */
  private static long learnt(Model model) {
    return model.parameters().stream()
        .filter(parameter -> parameter.role() == Role.PARAMETER)
        .mapToLong(parameter -> parameter.shape().elements())
        .sum();
  }

  private static Listener progress(PrintStream out) {
    return new Listener() {
      @Override
      public void onEpoch(EpochReport epoch) {
        out.printf(
            Locale.ROOT,
            "epoch %d: loss %.4f after %.0f s%n",
            epoch.epoch(),
            epoch.loss(),
            epoch.seconds());
      }
    };
  }

  /** The pair of classes that was mistaken most often. */
  private static void mistaken(Evaluation evaluation, PrintStream out) {
    HostTensor table = evaluation.table("confusion");
    int classes = table.shape().columns();
    double[] counts = table.doubles();
    int most = 1;
    for (int i = 0; i < classes * classes; i++) {
      boolean wrong = i / classes != i % classes;
      most = wrong && counts[i] > counts[most] ? i : most;
    }
    out.printf(
        "most often a %s is taken for a %s: %.0f times%n",
        FashionImages.name(most / classes), FashionImages.name(most % classes), counts[most]);
  }
}
