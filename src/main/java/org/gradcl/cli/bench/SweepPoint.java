package org.gradcl.cli.bench;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradcl.backend.Device;
import org.gradcl.graph.StepGraph;
import org.gradcl.loss.Losses;
import org.gradcl.nn.HiddenLayer;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.plan.Compiler;
import org.gradcl.plan.Launch;
import org.gradcl.plan.Plan;
import org.gradcl.plan.StatePlacement;
import org.gradcl.step.TrainingStep;

/**
 * A size of the growth sweep: a step of a net of three layers of one width, relu behind the first
 * two, mean squared error, SGD.
 *
 * @param width inputs and outputs of each layer
 * @param batch rows of the batch
 */
public record SweepPoint(int width, int batch) {
  /** Floating-point operations of a step that takes about half a second on two cores. */
  static final double MOST_FLOPS = 1L << 36;

  private static final int LARGEST = 1 << 20;
  private static final Pattern TEXT = Pattern.compile("(\\d{1,7})x(\\d{1,7})");
  private static final double LEARNING_RATE = 1e-3;

  /**
   * A size by its text.
   *
   * @param text such as {@code 1024x512}: width, then batch
   * @throws IllegalArgumentException if it is none, or a step would take minutes
   */
  public static SweepPoint parse(String text) {
    Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "--sweep takes sizes as WIDTHxBATCH, such as 1024x512, found '" + text + "'");
    }
    SweepPoint point =
        new SweepPoint(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    if (Math.min(point.width, point.batch) < 1 || Math.max(point.width, point.batch) > LARGEST) {
      throw new IllegalArgumentException(
          String.format("Width and batch are from 1 to %d, found '%s'", LARGEST, text));
    }
    if (point.flops() > 8 * MOST_FLOPS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A step of %s is %.0f GFLOP, and 550 are the most; give a smaller width or batch",
              text,
              1e-9 * point.flops()));
    }
    return point;
  }

  /** Forward and both gradients of three layers; the first has no ∂L/∂X. */
  double flops() {
    return 2.0 * batch * width * width * (2 + 3 + 3);
  }

  /** Such as {@code 1024x512}. */
  public String name() {
    return width + "x" + batch;
  }

  /** The step, to be timed. */
  public TrainingWorkload workload() {
    Sequential model =
        Sequential.dense(width, HiddenLayer.parse(width + " relu, " + width + " relu"), 0, width);
    return TrainingWorkload.ofDense(
        name(),
        String.format("three layers of width %d, batch %d, sgd", width, batch),
        new TrainingStep(
            model,
            Losses.meanSquaredError(),
            Optimizers.named("sgd").withLearningRate(LEARNING_RATE)),
        batch);
  }

  /** What a step does on a device, as its plan has it. */
  Roofline.Work work(Device device) {
    StepGraph graph = workload().step().graph(batch);
    Plan plan = Compiler.compile(graph, device.target());
    long state = StatePlacement.of(graph.stateLayout(), device.target()).bytes();
    return new Roofline.Work(
        flops(),
        plan.launches().stream().mapToLong(Launch::bytes).sum(),
        state + plan.bytes(),
        plan.launches().size());
  }
}
