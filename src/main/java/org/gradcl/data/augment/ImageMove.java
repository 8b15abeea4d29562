package org.gradcl.data.augment;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradcl.data.Augmentation;
import org.gradcl.data.DataException;
import org.gradcl.data.Sample;
import org.gradcl.data.SampleRandom;
import org.gradcl.data.image.ImageShape;
import org.gradcl.tensor.Shape;

/**
 * Takes each pixel of an image from a place that was drawn.
 *
 * @param array of the image in a sample
 * @param from the shape of the image before
 * @param to its shape afterwards
 * @param placement draws where pixels come from
 * @param name for messages
 */
record ImageMove(String array, ImageShape from, ImageShape to, Placement placement, String name)
    implements Augmentation {

  /** Where the pixels of one image come from. */
  interface Place {
    /** A row for a row; outside of the image for a pixel of zeros. */
    int row(int row);

    /** A column for a column; outside of the image for a pixel of zeros. */
    int column(int column);
  }

  /** Draws a place for each image. */
  interface Placement {
    Place draw(SampleRandom random);
  }

  @Override
  public Sample apply(Sample sample, SampleRandom random) {
    Place place = placement.draw(random);
    float[] image = sample.get(array);
    float[] moved = new float[to.elements()];
    for (int row = 0; row < to.height(); row++) {
      int sourceRow = place.row(row);
      for (int column = 0; column < to.width(); column++) {
        int sourceColumn = place.column(column);
        boolean inside =
            sourceRow >= 0
                && sourceRow < from.height()
                && sourceColumn >= 0
                && sourceColumn < from.width();
        for (int channel = 0; inside && channel < to.channels(); channel++) {
          moved[to.index(row, column, channel)] =
              image[from.index(sourceRow, sourceColumn, channel)];
        }
      }
    }
    return sample.with(array, moved);
  }

  @Override
  public Map<String, Shape> shapes(Map<String, Shape> shapes) {
    Shape found = shapes.get(array);
    if (found == null) {
      throw new DataException(
          String.format(
              "%s: the samples have no '%s'; they have %s", name, array, shapes.keySet()));
    }
    if (!found.equals(from.shape())) {
      throw new DataException(
          String.format(
              "%s changes images of shape %s, the samples have '%s' of shape %s; state that shape",
              name, from, array, found));
    }
    Map<String, Shape> changed = new LinkedHashMap<>(shapes);
    changed.put(array, to.shape());
    return changed;
  }

  @Override
  public String toString() {
    return name;
  }
}
