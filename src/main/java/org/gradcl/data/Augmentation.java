package org.gradcl.data;

import java.util.Map;
import org.gradcl.tensor.Shape;

/**
 * A change of samples at random, for {@link BatchSource#augment}: a model that sees an image a
 * little shifted in each epoch learns that the place does not matter. {@code data.augment} has
 * those of images, noise and mixup; any function is one:
 *
 * <pre>{@code
 * training.augment(7, (sample, random) -> {
 *   float louder = 1 + 0.1f * (float) random.normal();
 *   float[] sound = sample.input();
 *   for (int i = 0; i < sound.length; i++) {
 *     sound[i] *= louder;
 *   }
 *   return sample;
 * });
 * }</pre>
 *
 * <p>Implementations must be safe for use by several threads.
 */
@FunctionalInterface
public interface Augmentation {
  /**
   * {@return the changed sample} Its arrays may be written into. The result must depend on the
   * sample and the random numbers alone.
   *
   * @param sample that belongs to this call
   * @param random numbers of this sample in this epoch
   */
  Sample apply(Sample sample, SampleRandom random);

  /**
   * {@return the shapes of the changed samples} Unless overridden they stay.
   *
   * @param shapes of the samples before, by name
   * @throws DataException if samples of these shapes can't be changed; the message says why
   */
  default Map<String, Shape> shapes(Map<String, Shape> shapes) {
    return shapes;
  }

  /** {@return whether it calls {@link SampleRandom#another}, for which the source must seek} */
  default boolean readsAnother() {
    return false;
  }
}
