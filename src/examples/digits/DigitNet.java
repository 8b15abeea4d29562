package digits;

import static org.gradcl.nn.Activations.RELU;

import org.gradcl.nn.Conv2d;
import org.gradcl.nn.Dense;
import org.gradcl.nn.Flatten;
import org.gradcl.nn.Lstm;
import org.gradcl.nn.MaxPool;
import org.gradcl.nn.Reshape;
import org.gradcl.nn.Sequential;
import org.gradcl.tensor.Shape;

/** Three nets that read an image [8, 8, 1] and score the ten digits. */
enum DigitNet {
  /** Every pixel by itself: 64-64-10. */
  DENSE(Sequential.ofInput(image(), new Flatten(), Dense.to(64, RELU), Dense.to(10))),

  /** Windows of 3×3 pixels. */
  CNN(
      Sequential.ofInput(
          image(),
          Conv2d.of(16, 3).padding(1).activation(RELU),
          MaxPool.of(2),
          Conv2d.of(32, 3).padding(1).activation(RELU),
          MaxPool.of(2),
          new Flatten(),
          Dense.to(10))),

  /** The eight rows of pixels one after the other, from the top to the bottom. */
  LSTM(Sequential.ofInput(image(), Reshape.to(8, 8), Lstm.of(64).lastState(), Dense.to(10)));

  private final Sequential model;

  DigitNet(Sequential model) {
    this.model = model;
  }

  /** The net without numbers: a trainer draws them. */
  Sequential model() {
    return model;
  }

  private static Shape image() {
    return Shape.of(8, 8, 1);
  }
}
