package characters;

import common.Flags;
import common.Spread;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.gradcl.data.sequence.Vocabulary;
import org.gradcl.device.DevicePolicy;
import org.gradcl.loss.Losses;
import org.gradcl.optim.Optimizers;
import org.gradcl.optim.Schedules;
import org.gradcl.optim.Span;
import org.gradcl.train.Fit;
import org.gradcl.train.Predictor;
import org.gradcl.train.Trainer;
import org.gradcl.train.report.EpochReport;
import org.gradcl.train.report.Listener;

/** The next character of a text, by a small transformer and by counted n-grams. */
public final class Characters {
  private static final Map<String, String> FLAGS =
      Map.of(
          "--data", "src/examples/data/founding.txt",
          "--part", "test",
          "--steps", "1500",
          "--learning-rate", "0.008",
          "--dropout", "0.1",
          "--seeds", "5",
          "--first-seed", "1",
          "--temperature", "0.7",
          "--sample", "400",
          "--out", "runs/examples/characters");

  private static final int[] ORDERS = {2, 3, 5};

  /** The attribute of a saved model that says which characters it knows. */
  private static final String CHARACTERS = "characters";

  private Characters() {}

  /** Runs the example on the command line's flags. */
  public static void main(String[] args) throws IOException {
    run(System.out, args);
  }

  /**
   * Counts n-grams, trains with each seed, and writes a sample of the first.
   *
   * @return the bits a character of each model, the network's as the mean over the seeds
   */
  public static Map<String, Double> run(PrintStream out, String... args) throws IOException {
    Flags flags = Flags.of(FLAGS, args);
    Path data = flags.path("--data");
    CharacterText text =
        flags.text("--part").equals("validation")
            ? CharacterText.forValidation(data)
            : CharacterText.forTest(data);
    out.printf(
        "%d characters to learn from, %d to judge by (%s), %d different ones%n",
        text.trained(), text.judged(), flags.text("--part"), text.vocabulary().size());
    Map<String, Double> bits = new LinkedHashMap<>();
    for (int order : ORDERS) {
      double counted = text.bitsOfCounted(order);
      out.printf(Locale.ROOT, "%d-gram: %.2f bits a character%n", order, counted);
      bits.put(order + "-gram", counted);
    }
    double[] ofSeeds = new double[flags.count("--seeds")];
    for (int i = 0; i < ofSeeds.length; i++) {
      int seed = flags.count("--first-seed") + i;
      try (Trainer trainer = trainer(text.vocabulary(), flags, seed)) {
        if (i == 0) {
          out.println(trainer.deviceReport().headline());
        }
        Fit fit = Fit.steps(flags.count("--steps")).batchSize(32).shuffle();
        trainer.fit(text.training(), i == 0 ? fit.listener(progress(out)) : fit);
        ofSeeds[i] = text.bits(trainer.values(text.judging(), "loss").get("loss"));
        out.printf(Locale.ROOT, "network, seed %d: %.2f bits a character%n", seed, ofSeeds[i]);
        if (i == 0) {
          sample(trainer, flags, seed, out);
        }
      }
    }
    Spread spread = Spread.of(ofSeeds);
    out.printf("network: %s bits a character%n", spread);
    bits.put("network", spread.mean());
    return bits;
  }

  private static Trainer trainer(Vocabulary vocabulary, Flags flags, long seed) {
    double learningRate = Double.parseDouble(flags.text("--learning-rate"));
    double dropout = Double.parseDouble(flags.text("--dropout"));
    return Trainer.builder()
        .model(CharacterNet.of(vocabulary.size(), dropout))
        .loss(Losses.softmaxCrossEntropy())
        .optimizer(
            Optimizers.adamW(learningRate, 0.9, 0.99, 1e-8, 0.01)
                .withoutDecayOnBiasesAndNorms()
                .withClipNorm(1)
                .withSchedule(Schedules.oneCycle(Span.share(0.1), 0.04, 0)))
        .seed(seed)
        .attribute(CHARACTERS, String.join("", vocabulary.characters()))
        .build();
  }

  private static Listener progress(PrintStream out) {
    return new Listener() {
      @Override
      public void onEpoch(EpochReport epoch) {
        out.printf(
            Locale.ROOT,
            "epoch %d: %.2f bits a character in training, after %.0f s%n",
            epoch.epoch(),
            epoch.loss() / Math.log(2),
            epoch.seconds());
      }
    };
  }

  /** Saves the model, loads it as a program would that only predicts, and lets it write. */
  private static void sample(Trainer trainer, Flags flags, long seed, PrintStream out)
      throws IOException {
    Path file = flags.path("--out").resolve("model.safetensors");
    Files.createDirectories(file.getParent());
    trainer.save(file);
    double temperature = Double.parseDouble(flags.text("--temperature"));
    try (Predictor predictor = Predictor.load(file, DevicePolicy.preferGpu())) {
      Vocabulary vocabulary = Vocabulary.of(predictor.attributes().get(CHARACTERS));
      TextSampler sampler = new TextSampler(predictor, vocabulary, temperature);
      out.println(sampler.continued("Section ", flags.count("--sample"), seed));
    }
    out.println(file);
  }
}
