package org.gradcl.cli.bench.net;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.loss.Losses;
import org.gradcl.nn.Activated;
import org.gradcl.nn.Activations;
import org.gradcl.nn.BatchNorm;
import org.gradcl.nn.Block;
import org.gradcl.nn.Conv2d;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Flatten;
import org.gradcl.nn.LayerNorm;
import org.gradcl.nn.Lstm;
import org.gradcl.nn.MaxPool;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
import org.gradcl.step.TrainingStep;
import org.gradcl.tensor.Shape;

/**
 * Steps of nets of the usual kinds. Their losses are the cross-entropy where they tell classes
 * apart, else the mean squared error.
 */
public final class Nets {
  private static final Optimizer SGD = Optimizers.sgd(0.01);
  private static final Optimizer MOMENTUM = Optimizers.sgd(0.01, 0.9, false, 0);
  private static final Optimizer ADAM = Optimizers.adam(0.001);

  private Nets() {}

  /** LeNet: two convolutions of 5×5, each with a pool, and two dense layers; SGD. */
  public static TrainingStep leNet() {
    return classifier(
        Sequential.ofInput(
            Shape.of(28, 28, 1),
            Conv2d.of(8, 5).activation(Activations.RELU),
            MaxPool.of(2),
            Conv2d.of(16, 5).activation(Activations.RELU),
            MaxPool.of(2),
            new Flatten(),
            Dense.to(128, Activations.RELU),
            Dense.to(10)),
        SGD);
  }

  /** ResNet-20 for images of 32×32 with three channels; SGD with momentum. */
  public static TrainingStep resNet20() {
    return resNet20(Shape.of(32, 32, 3));
  }

  /** ResNet-20 for images of 28×28 with one channel; SGD with momentum. */
  public static TrainingStep resNet20OfClothes() {
    return resNet20(Shape.of(28, 28, 1));
  }

  private static TrainingStep resNet20(Shape image) {
    return classifier(ResNet.of(image, List.of(16, 32, 64), 3, 10), MOMENTUM);
  }

  /** Three convolutions with batch norm, of which two halve the image, and a dense layer; Adam. */
  public static TrainingStep convolutional() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(Conv2d.of(32, 5).stride(2).padding(2).withoutBias());
    blocks.addAll(List.of(BatchNorm.standard(), Activated.by(Activations.RELU)));
    for (int stride = 2; stride >= 1; stride--) {
      blocks.add(Conv2d.of(64, 3).stride(stride).padding(1).withoutBias());
      blocks.addAll(List.of(BatchNorm.standard(), Activated.by(Activations.RELU)));
    }
    blocks.addAll(List.of(new Flatten(), Dense.to(10)));
    return classifier(Sequential.ofInput(Shape.of(28, 28, 1), blocks.toArray(Block[]::new)), ADAM);
  }

  /** An LSTM of 64 over 50 steps of 32 numbers, whose last state is read; Adam. */
  public static TrainingStep lstm() {
    Sequential model =
        Sequential.ofInput(Shape.of(50, 32), Lstm.of(64).lastState(), Dense.of(64, 1));
    return new TrainingStep(model, Losses.meanSquaredError(), ADAM);
  }

  /** A transformer block over 64 vectors of 128 numbers, whose mean is classified; Adam. */
  public static TrainingStep transformer() {
    return classifier(
        Sequential.ofInput(
            Shape.of(64, 128), new TransformerBlock(4, 512), new MeanOverTime(), Dense.to(10)),
        ADAM);
  }

  /** Five columns of categories and ten numbers; Adam. */
  public static TrainingStep table() {
    Sequential dense =
        Sequential.of(Dense.to(128, Activations.RELU), Dense.to(64, Activations.RELU), Dense.to(1));
    EmbeddedTable model = new EmbeddedTable(List.of(10, 50, 100, 500, 1000), 16, 10, dense);
    return new TrainingStep(model, Losses.meanSquaredError(), ADAM);
  }

  /** 256-512-512-10 with layer norm and gelu behind each hidden layer; Adam. */
  public static TrainingStep normed() {
    List<Block> blocks = new ArrayList<>();
    for (int layer = 0; layer < 2; layer++) {
      blocks.add(Dense.to(512));
      blocks.add(LayerNorm.standard());
      blocks.add(Activated.by(Activations.GELU));
    }
    blocks.add(Dense.to(10));
    return classifier(Sequential.ofInput(Shape.of(256), blocks.toArray(Block[]::new)), ADAM);
  }

  private static TrainingStep classifier(Sequential model, Optimizer optimizer) {
    return new TrainingStep(model, Losses.softmaxCrossEntropy(), optimizer);
  }
}
