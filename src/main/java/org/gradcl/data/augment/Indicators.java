package org.gradcl.data.augment;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradcl.data.BatchSource;
import org.gradcl.data.DataException;
import org.gradcl.tensor.Shape;

/** Indices of classes as indicators, which can be mixed: [0, 0, 1, 0] for the class 2 of four. */
public final class Indicators {
  private Indicators() {}

  /**
   * {@return the samples with a number for each class as target: 1 for theirs, 0 for the others}
   *
   * @param source whose {@link BatchSource#TARGET} is the index of a class
   * @param classes how many there are, at least 2
   * @throws DataException if there are fewer, or the targets are no indices; an index that is none
   *     of a class is refused when it is read
   */
  public static BatchSource of(BatchSource source, int classes) {
    Map<String, Shape> shapes = new LinkedHashMap<>(source.sampleShapes());
    if (classes < 2 || !Shape.scalar().equals(shapes.get(BatchSource.TARGET))) {
      throw new DataException(
          String.format(
              "Indicators are made of targets of shape [] for at least 2 classes, found %s and %d",
              shapes.get(BatchSource.TARGET), classes));
    }
    shapes.put(BatchSource.TARGET, Shape.of(classes));
    return source.map(
        shapes,
        sample -> {
          float index = sample.target()[0];
          float[] indicators = new float[classes];
          if (!(index >= 0 && index < classes && index == Math.rint(index))) {
            throw new DataException(
                String.format(
                    "The target %s is no index of one of %d classes, from 0", index, classes));
          }
          indicators[(int) index] = 1;
          return sample.withTarget(indicators);
        });
  }
}
