package org.gradcl.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.gradcl.cli.explain.ExplanationJson;
import org.gradcl.cli.training.Problem;
import org.gradcl.cli.training.Settings;
import org.gradcl.device.DevicePolicy;
import org.gradcl.device.Explanation;
import org.gradcl.step.TrainingStep;
import org.gradcl.train.Trainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code explain}: the plan of a training step. */
@Command(
    name = "explain",
    description = {
      "Shows the plan of one training step as it runs on the device: each launch with what it"
          + " computes, its shape, kernel, arithmetic and memory.",
      "Takes the flags of train that decide the plan; by default that of the diamonds."
    },
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  private static final int PROFILED_RUNS = 50;

  @Spec private CommandSpec spec;
  @Mixin private DataOptions data;
  @Mixin private ModelOptions model;
  @Mixin private DeviceOption device;
  @Mixin private PrecisionOption precision;

  @Option(names = "--json", description = "Print a JSON object instead of text.")
  private boolean json;

  @Option(
      names = "--profile",
      description = {
        "Run the step and add each launch's median time, its share of the whole step and GFLOP/s.",
        "The engine is warmed up before, until its times have settled, for at most ten seconds."
      })
  private boolean profile;

  @Override
  public Integer call() throws IOException {
    Problem problem = model.problem(data.choice());
    Settings settings =
        model.settings(
            problem, OptionalInt.empty(), OptionalInt.empty(), device.policy(), precision.value());
    TrainingStep step = settings.model().step(problem);
    PrintWriter out = spec.commandLine().getOut();
    try (Trainer trainer =
        Trainer.builder()
            .model(step.model())
            .objective(step.objective())
            .optimizer(step.optimizer())
            .seed(settings.fit().seed())
            .totalSteps(PROFILED_RUNS)
            .device(DevicePolicy.preferGpu())
            .deviceSettings(device.settings())
            .precision(settings.fit().precision())
            .build()) {
      Explanation explanation =
          profile
              ? trainer.profile(settings.fit().batchSize(), PROFILED_RUNS)
              : trainer.explain(settings.fit().batchSize());
      if (json) {
        ExplanationJson.write(out, explanation);
      } else {
        out.println(trainer.summary());
        out.println(explanation.text());
      }
      out.flush();
    }
    return 0;
  }
}
