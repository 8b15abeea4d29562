package org.gradcl.data.sequence;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.gradcl.data.Capability;
import org.gradcl.data.DataException;
import org.gradcl.data.IndexedSource;
import org.gradcl.data.NumericRows;
import org.gradcl.tensor.Shape;

/**
 * Windows over time series of equal steps, for forecasts. The sample with the origin t knows the
 * steps before t and is to predict the step t and those behind it; origins follow each other by a
 * stride.
 *
 * <pre>
 * input    [length, features]    the steps t − length … t − 1, all columns
 * target   [horizon]             the steps t … t + horizon − 1 of the column that is predicted
 *          [horizon, targets]    … of the columns that are predicted, where they are several
 * </pre>
 *
 * <pre>{@code
 * SeriesWindows all = SeriesWindows.of(weeks, 52, 12, 1);   // a year, the next 12 weeks
 * SeriesWindows training = all.origins(52, 1827 - 12 + 1);  // no target of the test part
 * SeriesWindows test = all.origins(1827, 2284 - 12 + 1);
 * }</pre>
 *
 * <p>Nothing is scaled; gaps must be filled before ({@link Gaps}). Immutable and safe for use by
 * several threads.
 */
public final class SeriesWindows extends IndexedSource {
  private static final Set<Capability> EVERYTHING =
      Collections.unmodifiableSet(EnumSet.allOf(Capability.class));

  private final float[] values;
  private final int features;
  private final int length;
  private final int horizon;
  private final int stride;
  private final int[] targets;
  private final int first;
  private final int end;

  private SeriesWindows(
      float[] values,
      int features,
      int length,
      int horizon,
      int stride,
      int[] targets,
      int first,
      int end) {
    this.values = values;
    this.features = features;
    this.length = length;
    this.horizon = horizon;
    this.stride = stride;
    this.targets = targets;
    this.first = first;
    this.end = end;
  }

  /**
   * {@return all windows over columns, which predict the first of them}
   *
   * @param columns a row for each step, in the order of time; copied
   * @param length steps that a sample knows, at least 1
   * @param horizon steps that it predicts, at least 1
   * @param stride steps from one origin to the next, at least 1
   * @throws DataException if there are not enough steps for one window, or a number is missing, or
   *     length, horizon or stride are below 1
   */
  public static SeriesWindows of(NumericRows columns, int length, int horizon, int stride) {
    Objects.requireNonNull(columns, "columns");
    float[] values = new float[columns.rows() * columns.width()];
    columns.copyTo(values);
    return of(values, columns.width(), length, horizon, stride);
  }

  /**
   * {@return all windows over series, which predict the first of them}
   *
   * @param values [steps, features], finite; shared
   * @param features series, at least 1
   * @param length steps that a sample knows, at least 1
   * @param horizon steps that it predicts, at least 1
   * @param stride steps from one origin to the next, at least 1
   * @throws DataException if there are not enough steps for one window, a number is not finite, or
   *     features, length, horizon or stride are below 1
   */
  public static SeriesWindows of(
      float[] values, int features, int length, int horizon, int stride) {
    if (features < 1 || values.length % features != 0) {
      throw new DataException(
          String.format("%d numbers are no whole steps of %d series", values.length, features));
    }
    int steps = values.length / features;
    if (length < 1 || horizon < 1 || stride < 1 || (long) length + horizon > steps) {
      throw new DataException(
          String.format(
              "Windows that know %d steps and predict %d, %d apart, can't be cut out of %d steps;"
                  + " each is at least 1, and the steps at least length + horizon",
              length, horizon, stride, steps));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new DataException(
            String.format(
                "The series %d (from 0) has %s at step %d (from 0); fill gaps first, as by"
                    + " Gaps.interpolated",
                i % features, values[i], i / features));
      }
    }
    return new SeriesWindows(
        values, features, length, horizon, stride, new int[1], length, steps - horizon + 1);
  }

  /**
   * {@return the same windows, which predict other series}
   *
   * @param columns their numbers, from 0, at least one
   * @throws DataException if there is no such series
   */
  public SeriesWindows predicting(int... columns) {
    if (columns.length == 0 || Arrays.stream(columns).anyMatch(c -> c < 0 || c >= features)) {
      throw new DataException(
          String.format(
              "The series to be predicted are some of 0…%d, found %s",
              features - 1, Arrays.toString(columns)));
    }
    return new SeriesWindows(
        values, features, length, horizon, stride, columns.clone(), first, end);
  }

  /**
   * {@return the windows whose origins lie in a part of the time; the first is at its beginning} A
   * training part whose targets end before the step t has origins below t − horizon + 1.
   *
   * @param from the first origin, at least the length
   * @param to the end: origins are below it
   * @throws DataException if there is no window in it, or one has not all its steps
   */
  public SeriesWindows origins(int from, int to) {
    int last = values.length / features - horizon;
    if (from < length || to <= from || to - 1 > last) {
      throw new DataException(
          String.format(
              "The origins of windows that know %d steps and predict %d of %d lie in %d…%d, asked"
                  + " for %d…%d",
              length, horizon, values.length / features, length, last, from, to - 1));
    }
    return new SeriesWindows(values, features, length, horizon, stride, targets, from, to);
  }

  /**
   * {@return the origin of a sample: the first step that it predicts}
   *
   * @param sample from 0
   */
  public int origin(int sample) {
    return first + sample * stride;
  }

  @Override
  public long samples() {
    return (end - 1L - first) / stride + 1;
  }

  @Override
  public Map<String, Shape> sampleShapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put(INPUT, Shape.of(length, features));
    shapes.put(TARGET, targets.length == 1 ? Shape.of(horizon) : Shape.of(horizon, targets.length));
    return shapes;
  }

  /** All capabilities. */
  @Override
  public Set<Capability> capabilities() {
    return EVERYTHING;
  }

  @Override
  protected void put(int sample, int row, Map<String, FloatBuffer> buffers) {
    int origin = origin(sample);
    FloatBuffer inputs = buffers.get(INPUT);
    if (inputs != null) {
      int elements = length * features;
      inputs.put(row * elements, values, origin * features - elements, elements);
    }
    FloatBuffer predicted = buffers.get(TARGET);
    if (predicted != null) {
      int place = row * horizon * targets.length;
      for (int step = origin; step < origin + horizon; step++) {
        for (int target : targets) {
          predicted.put(place++, values[step * features + target]);
        }
      }
    }
  }

  /** For example {@code 1764 windows of 52 and 12 steps}. */
  @Override
  public String toString() {
    return String.format("%d windows of %d and %d steps", samples(), length, horizon);
  }
}
