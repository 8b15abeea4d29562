package org.gradcl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.gradcl.loss.Loss;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activations;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Dropout;
import org.gradcl.nn.Layer;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
import org.gradcl.step.TrainingStep;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The explained plans of six reference models: whoever changes the compiler sees in the difference
 * what it changes. {@code mvn test -Dgradcl.tests.updateSnapshots=true -Dtest=PlanSnapshotTest}
 * writes them anew.
 */
class PlanSnapshotTest {
  private static final Path FOLDER = Path.of("src/test/resources/org/gradcl/plan");
  private static final Target TARGET =
      new Target(Target.MachineClass.JVM, 16, 8, 0, 64, 1L << 31, 1L << 33);

  /** A model with its loss and optimiser, under a name. */
  private record Reference(String name, TrainingStep step, int batch) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Reference> models() {
    Optimizer sgd = Optimizers.sgd(0.01f);
    Optimizer adam = Optimizers.adam(0.001f);
    Loss mse = Losses.meanSquaredError();
    return Stream.of(
        reference("linear", mse, sgd, 8, Dense.of(3, 1)),
        reference(
            "tanh-three-layers",
            mse,
            sgd,
            32,
            Dense.of(8, 32, Activations.TANH),
            Dense.of(32, 32, Activations.TANH),
            Dense.of(32, 1)),
        reference(
            "relu-adam-clipped",
            mse,
            adam.withClipNorm(1),
            128,
            Dense.of(784, 512, Activations.RELU),
            Dense.of(512, 256, Activations.RELU),
            Dense.of(256, 10)),
        reference(
            "softmax-cross-entropy",
            Losses.softmaxCrossEntropy(),
            adam,
            64,
            Dense.of(64, 32, Activations.GELU),
            Dense.of(32, 10)),
        reference(
            "dropout",
            Losses.huber(1),
            Optimizers.adamW(0.001f),
            16,
            Dense.of(10, 20, Activations.SILU),
            Dropout.of(0.5),
            Dense.of(20, 5)),
        reference(
            "sigmoid-output",
            Losses.bceWithLogits(),
            sgd,
            16,
            Dense.of(10, 20, Activations.SIGMOID),
            Dense.of(20, 1)));
  }

  private static Reference reference(
      String name, Loss loss, Optimizer optimizer, int batch, Layer... layers) {
    return new Reference(name, new TrainingStep(Sequential.of(layers), loss, optimizer), batch);
  }

  @ParameterizedTest
  @MethodSource("models")
  void thePlanIsTheOneWeKnow(Reference model) throws IOException {
    Plan plan = Compiler.compile(model.step().graph(model.batch()), TARGET);
    Path file = FOLDER.resolve(model.name() + ".txt");
    if (Boolean.getBoolean("gradcl.tests.updateSnapshots")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, plan.explain());
    }
    assertThat(plan.explain().lines())
        .as("the plan of %s; if the change is meant, update the snapshot", model)
        .containsExactlyElementsOf(Files.readAllLines(file));
  }

  @ParameterizedTest
  @MethodSource("models")
  void aDenseNetIsAtMostThreeLaunchesALayerAndTwo(Reference model) {
    Plan plan = Compiler.compile(model.step().graph(model.batch()), TARGET);
    Sequential net = (Sequential) model.step().model();
    long layers = net.blocks().stream().filter(layer -> layer instanceof Dense).count();
    assertThat(plan.launches().size()).isLessThanOrEqualTo((int) (3 * layers + 2));
  }
}
