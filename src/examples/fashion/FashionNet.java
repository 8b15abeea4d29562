package fashion;

import static org.gradcl.nn.Activations.RELU;

import java.util.List;
import org.gradcl.data.Augmentation;
import org.gradcl.data.augment.Augmentations;
import org.gradcl.data.image.ImageShape;
import org.gradcl.nn.Activated;
import org.gradcl.nn.BatchNorm;
import org.gradcl.nn.Block;
import org.gradcl.nn.Conv2d;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Flatten;
import org.gradcl.nn.Sequential;
import org.gradcl.optim.Optimizer;
import org.gradcl.optim.Optimizers;
import org.gradcl.optim.Schedules;
import org.gradcl.optim.Span;

/** Three nets that read an image [28, 28, 1] and score the ten classes. */
enum FashionNet {
  /** Every pixel by itself: 784-256-128-10. */
  DENSE(
      10,
      128,
      List.of(),
      Optimizers.adamW(2e-3).withSchedule(Schedules.cosine()),
      new Flatten(),
      Dense.to(256, RELU),
      Dense.to(128, RELU),
      Dense.to(10)),

  /** Three convolutions with batch norm, of which the first two halve the image. */
  CNN(
      5,
      128,
      List.of(Augmentations.flip(image())),
      Optimizers.adamW(5e-3).withSchedule(Schedules.oneCycle(Span.share(0.2), 0.1, 0)),
      convolution(32, 5, 2),
      convolution(64, 3, 2),
      convolution(64, 3, 1),
      new Flatten(),
      Dense.to(10)),

  /** The net of He et al., Deep Residual Learning, 2015, section 4.2, with n = 3. */
  RESNET20(
      8,
      128,
      List.of(Augmentations.flip(image())),
      Optimizers.sgd(0.1, 0.9, true, 5e-4)
          .withSchedule(Schedules.oneCycle(Span.share(0.2), 0.1, 0)),
      new ResNet(3),
      Dense.to(10));

  private final int epochs;
  private final int batchSize;
  private final List<Augmentation> augmentations;
  private final Optimizer optimizer;
  private final Sequential model;

  FashionNet(
      int epochs,
      int batchSize,
      List<Augmentation> augmentations,
      Optimizer optimizer,
      Block... blocks) {
    this.epochs = epochs;
    this.batchSize = batchSize;
    this.augmentations = augmentations;
    this.optimizer = optimizer;
    this.model = Sequential.ofInput(image().shape(), blocks);
  }

  /** Windows of some pixels in height and width, around every or every second one; batch norm. */
  private static Block convolution(int channels, int kernel, int stride) {
    return Sequential.of(
        Conv2d.of(channels, kernel).stride(stride).padding(kernel / 2).withoutBias(),
        BatchNorm.standard(),
        Activated.by(RELU));
  }

  Sequential model() {
    return model;
  }

  Optimizer optimizer() {
    return optimizer;
  }

  /** How often it sees the images, unless a flag says otherwise. */
  int epochs() {
    return epochs;
  }

  int batchSize() {
    return batchSize;
  }

  /** What is changed at random in the images that it is trained on. */
  List<Augmentation> augmentations() {
    return augmentations;
  }

  private static ImageShape image() {
    return ImageShape.channelsLast(28, 28, 1);
  }
}
