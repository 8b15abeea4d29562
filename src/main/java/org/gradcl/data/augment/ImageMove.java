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

  /** Draws where the pixels of an image come from. */
  interface Placement {
    /**
     * Draws a place for each row and column, which may lie outside of the image for zeros.
     *
     * @param rows to be filled, one for each row afterwards
     * @param columns to be filled, one for each column afterwards
     */
    void draw(SampleRandom random, int[] rows, int[] columns);
  }

  @Override
  public Sample apply(Sample sample, SampleRandom random) {
    int[] rows = new int[to.height()];
    int[] columns = new int[to.width()];
    placement.draw(random, rows, columns);
    float[] image = sample.get(array);
    float[] moved = new float[to.elements()];
    for (int channel = 0; channel < to.channels(); channel++) {
      for (int row = 0; row < rows.length; row++) {
        for (int column = 0; column < columns.length; column++) {
          if (isInside(rows[row], from.height()) && isInside(columns[column], from.width())) {
            moved[to.index(row, column, channel)] =
                image[from.index(rows[row], columns[column], channel)];
          }
        }
      }
    }
    return sample.with(array, moved);
  }

  private static boolean isInside(int place, int extent) {
    return place >= 0 && place < extent;
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
