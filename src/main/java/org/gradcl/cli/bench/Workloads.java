package org.gradcl.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.gradcl.cli.bench.net.Nets;
import org.gradcl.loss.Losses;
import org.gradcl.nn.HiddenLayer;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizers;
import org.gradcl.step.TrainingStep;

/** All workloads: training steps, from pure overhead to pure arithmetic, and matrix products. */
public final class Workloads {
  private static final double LEARNING_RATE = 1e-3;

  private Workloads() {}

  /** Training steps and a product in each form, in the order in which they are run. */
  public static List<Workload> all() {
    List<Workload> all = new ArrayList<>(training());
    all.addAll(List.of(nn(512, 512, 512), nt(512, 512, 512), tn(512, 512, 512)));
    return List.copyOf(all);
  }

  /** The workloads that train, in order. */
  public static List<TrainingWorkload> training() {
    return List.of(
        training("W1", 8, "32 tanh, 32 tanh", 1, 32, "sgd"),
        training("W2", 64, "256 relu, 256 relu", 1, 256, "sgd"),
        training("W3", 784, "512 relu, 256 relu", 10, 128, "adam"),
        training("W4", 1024, "2048 relu, 2048 relu", 1024, 512, "sgd"));
  }

  /** The workloads that train other nets than dense ones, in order. */
  public static List<TrainingWorkload> nets() {
    return List.of(
        net("C1", Nets.leNet(), 64, "lenet,28x28x1,8-16,128,10", "sgd"),
        net("C2", Nets.resNet20(), 64, "resnet,32x32x3,16-32-64,3,10", "momentum"),
        net("R1", Nets.lstm(), 32, "lstm,50x32,64,1", "adam"),
        net("T1", Nets.transformer(), 16, "transformer,64x128,4,512,10", "adam"),
        net("E1", Nets.table(), 256, "table,10-50-100-500-1000,16,10,128-64-1", "adam"),
        net("N1", Nets.normed(), 128, "normed,256-512-512-10", "adam"));
  }

  /** The nets that the example of Fashion-MNIST trains, in order. */
  public static List<TrainingWorkload> clothes() {
    return List.of(
        training("F1", 784, "256 relu, 128 relu", 10, 128, "adam"),
        net("F2", Nets.convolutional(), 128, "cnn,28x28x1,32x5x2-64x3x2-64x3x1,10", "adam"),
        net("F3", Nets.resNet20OfClothes(), 128, "resnet,28x28x1,16-32-64,3,10", "momentum"));
  }

  /**
   * A net beyond dense ones.
   *
   * @param architecture in words, with its extents
   * @param optimizer in one word, before the learning rate
   */
  private static TrainingWorkload net(
      String name, TrainingStep step, int samples, String architecture, String optimizer) {
    return new TrainingWorkload(
        name,
        String.format("%s, batch %d, %s", architecture.replace(',', ' '), samples, optimizer),
        String.format(
            Locale.ROOT,
            "%s,%d,%s,%s",
            architecture,
            samples,
            optimizer,
            step.optimizer().learningRate()),
        step,
        samples);
  }

  /** A row through the net of each workload that trains. */
  public static List<Workload> predictions() {
    return training().stream().<Workload>map(PredictionWorkload::new).toList();
  }

  /** Products: in each form from 256³ to 2048³, and those that the steps of W3 and W4 take. */
  public static List<Workload> products() {
    List<Workload> products = new ArrayList<>();
    for (int size = 256; size <= 2048; size *= 2) {
      products.add(nn(size, size, size));
      products.add(nt(size, size, size));
      products.add(tn(size, size, size));
    }
    addDenseStep(products, 128, 784, 512, 256, 10);
    addDenseStep(products, 512, 1024, 2048, 2048, 1024);
    return products;
  }

  /** Forward, the gradient of each input but the first layer's, and of each weight. */
  private static void addDenseStep(List<Workload> products, int batch, int... widths) {
    for (int layer = 1; layer < widths.length; layer++) {
      products.add(nt(batch, widths[layer], widths[layer - 1]));
    }
    for (int layer = widths.length - 1; layer > 1; layer--) {
      products.add(nn(batch, widths[layer - 1], widths[layer]));
    }
    for (int layer = 1; layer < widths.length; layer++) {
      products.add(tn(widths[layer], widths[layer - 1], batch));
    }
  }

  /** The three products of two convolutions: of stride 1, and of stride 2 to twice the channels. */
  public static List<ConvolutionWorkload> convolutions() {
    List<ConvolutionWorkload> convolutions = new ArrayList<>();
    for (int stride = 1; stride <= 2; stride++) {
      for (ConvolutionWorkload.Part part : ConvolutionWorkload.Part.values()) {
        convolutions.add(new ConvolutionWorkload(64, 64 * stride, 32, stride, 32, part));
      }
    }
    return convolutions;
  }

  /**
   * Those, and behind each the product of patches: as many numbers, which lie there as matrices.
   */
  public static List<Workload> convolutionsBesidePatches() {
    return convolutions().stream()
        .<Workload>flatMap(convolution -> Stream.of(convolution, convolution.ofPatches()))
        .toList();
  }

  /** Each convolution as a whole, forward and both gradients. */
  public static List<Workload> convolutionPasses() {
    return convolutions().stream().<Workload>map(ConvolutionPassesWorkload::of).distinct().toList();
  }

  private static MatrixProductWorkload nn(int m, int n, int k) {
    return new MatrixProductWorkload(m, n, k, false, false);
  }

  private static MatrixProductWorkload nt(int m, int n, int k) {
    return new MatrixProductWorkload(m, n, k, false, true);
  }

  private static MatrixProductWorkload tn(int m, int n, int k) {
    return new MatrixProductWorkload(m, n, k, true, false);
  }

  /**
   * The workloads of some names, whatever their case; {@link #all} if none are given.
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
          Stream.of(all(), nets(), clothes(), predictions(), products(), convolutionPasses())
              .flatMap(List::stream)
              .filter(workload -> workload.name().equalsIgnoreCase(name))
              .findFirst()
              .orElseThrow(() -> unknown(name)));
    }
    return named;
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        String.format(
            "There is no workload '%s'; there are %s, %s, %s, predict-W1 to predict-W4, %s, and the"
                + " products of --gemm",
            name,
            names(all()),
            String.join(", ", names(nets())),
            String.join(", ", names(clothes())),
            String.join(", ", names(convolutionPasses()))));
  }

  private static List<String> names(List<? extends Workload> workloads) {
    return workloads.stream().map(Workload::name).toList();
  }

  private static TrainingWorkload training(
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
    return TrainingWorkload.ofDense(
        name,
        description,
        new TrainingStep(
            model,
            Losses.meanSquaredError(),
            Optimizers.named(optimizer).withLearningRate(LEARNING_RATE)),
        batch);
  }
}
