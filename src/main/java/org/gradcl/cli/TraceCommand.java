package org.gradcl.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.gradcl.cli.explain.TraceText;
import org.gradcl.device.DevicePolicy;
import org.gradcl.graph.Phase;
import org.gradcl.graph.StateLayout;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.gradcl.train.Trainer;
import org.gradcl.train.report.Trace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code trace}: the mathematics of a step, number by number. */
@Command(
    name = "trace",
    description = {
      "Runs one training step of two small networks on the device and shows every number it"
          + " computed, beside the formula, the float64 value and the numeric derivative.",
      "Exits with 1 if the textbook case deviates by more than 1e-7, or another number by more than"
          + " 1e-5."
    },
    mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {
  private static final double TEXTBOOK_TOLERANCE = 1e-7;
  private static final double TOLERANCE = 1e-5;
  private static final String PREDICTION_GRADIENT = StateLayout.gradientName(Sequential.PREDICTION);

  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    boolean textbook = textbook(out);
    boolean right = smallNetwork(out) && textbook;
    out.println();
    out.println(right ? "All numbers are right." : "NUMBERS ARE WRONG, see above.");
    out.flush();
    return right ? 0 : spec.exitCodeOnExecutionException();
  }

  private boolean textbook(PrintWriter out) {
    try (Trainer trainer = trainer(Sequential.of(Dense.of(1, 1)), 0.5)) {
      out.println(trainer.deviceReport().headline());
      out.println();
      out.println("The textbook case: ŷ = w·x + b with w = 0.8, b = 0, x = 1; the truth is y = 1.");
      out.println("L = ½(ŷ − y)² = 0.02, ∂L/∂ŷ = ŷ − y = −0.2; SGD with η = 0.5 makes w = 0.9.");
      trainer
          .parameters()
          .setAll(
              List.of(
                  HostTensor.of("layer.0.weight", Shape.of(1, 1), new float[] {0.8f}),
                  HostTensor.of("layer.0.bias", Shape.of(1), new float[] {0})));
      Trace trace = trainer.trace(new float[] {1}, new float[] {1});
      TraceText.print(out, trace);
      boolean loss = within(out, "loss", value(trace, "loss"), 0.02);
      boolean gradient = within(out, "∂L/∂ŷ", value(trace, PREDICTION_GRADIENT), -0.2);
      return loss && gradient;
    }
  }

  private static double value(Trace trace, String name) {
    return trace.entry(Phase.LOSS, name).values()[0];
  }

  private static boolean within(PrintWriter out, String name, double found, double expected) {
    boolean right = Math.abs(found - expected) <= TEXTBOOK_TOLERANCE;
    if (!right) {
      out.printf(
          "%s should be %s within %s, it is %s%n", name, expected, TEXTBOOK_TOLERANCE, found);
    }
    return right;
  }

  private boolean smallNetwork(PrintWriter out) {
    Sequential model =
        Sequential.of(Dense.of(2, 3, Activations.TANH), Dense.of(3, 1, Activations.TANH));
    try (Trainer trainer = trainer(model, 0.1)) {
      out.println();
      out.println("A network 2-3-1 with tanh, x = (0.5, −0.25), y = 0.75; SGD with η = 0.1.");
      Trace trace = trainer.trace(new float[] {0.5f, -0.25f}, new float[] {0.75f});
      TraceText.print(out, trace);
      boolean right = true;
      for (Trace.Entry entry : trace.entries()) {
        // Written so that NaN is wrong.
        if (!(entry.error() <= TOLERANCE)) {
          out.printf("%s is wrong by %s%n", entry.name(), entry.error());
          right = false;
        }
      }
      return right;
    }
  }

  private Trainer trainer(Sequential model, double learningRate) {
    return Trainer.builder()
        .model(model)
        .loss(Losses.meanSquaredError())
        .optimizer(Optimizers.sgd(learningRate))
        .device(DevicePolicy.preferGpu())
        .deviceSettings(device.settings())
        .seed(1)
        .build();
  }
}
