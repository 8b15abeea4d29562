package co2;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.csv.CsvFile;
import org.gradcl.data.sequence.Gaps;
import org.gradcl.data.sequence.SeriesWindows;
import org.gradcl.data.table.NumericColumn;
import org.gradcl.tensor.Shape;

/**
 * Weekly concentrations of CO₂ at Mauna Loa, in ppmv, and what a network is to learn of them.
 *
 * <pre>
 * growth   d(t) = y(t) − y(t − 52)                  what a year has added
 * input    [26, 2]  d and d 40 weeks earlier        of the 26 weeks before the origin
 * target   [12]     d of the 12 weeks from it on    standardised by the training part
 * </pre>
 *
 * <p>The forecast is y(t − 52) + d(t). With d as it was last, that is the best simple forecast,
 * last value + what those weeks did a year ago; its error is what there is to learn. The second
 * input shows how unusual the weeks were, a year ago, upon which the forecast builds.
 */
final class WeeklyCo2 {
  static final int HORIZON = 12;
  static final int YEAR = 52;
  private static final int LENGTH = 26;
  private static final int LAG = YEAR - HORIZON;

  /** The first week that has both inputs. */
  private static final int FIRST = YEAR + LAG;

  private final double[] weeks;
  private final int from;
  private final int to;
  private final double mean;
  private final double scale;
  private final float[] series;
  private final SeriesWindows windows;

  /**
   * Parts of the weeks.
   *
   * @param weeks without gaps
   * @param from the first week of the part that judges; what is before is for training
   * @param to the end of that part
   */
  private WeeklyCo2(double[] weeks, int from, int to) {
    this.weeks = weeks;
    this.from = from;
    this.to = to;
    this.mean = IntStream.range(YEAR, from).mapToDouble(this::growth).average().orElseThrow();
    this.scale =
        Math.sqrt(
            IntStream.range(YEAR, from)
                .mapToDouble(t -> (growth(t) - mean) * (growth(t) - mean))
                .average()
                .orElseThrow());
    this.series = new float[2 * (to - FIRST)];
    for (int t = FIRST; t < to; t++) {
      series[2 * (t - FIRST)] = (float) ((growth(t) - mean) / scale);
      series[2 * (t - FIRST) + 1] = (float) ((growth(t - LAG) - mean) / scale);
    }
    this.windows = SeriesWindows.of(series, 2, LENGTH, HORIZON, 1);
  }

  /** The weeks of a file, the last fifth of which judges. */
  static WeeklyCo2 forTest(Path file) throws IOException {
    double[] weeks = read(file);
    return new WeeklyCo2(weeks, weeks.length * 4 / 5, weeks.length);
  }

  /** The first four fifths of the weeks, the last 260 of which judge: for choosing settings. */
  static WeeklyCo2 forValidation(Path file) throws IOException {
    double[] weeks = read(file);
    int end = weeks.length * 4 / 5;
    return new WeeklyCo2(weeks, end - 5 * YEAR, end);
  }

  private static double[] read(Path file) throws IOException {
    NumericColumn column = CsvFile.of(file).allowMissing().read().numeric("co2");
    double[] values = new double[column.rows()];
    Arrays.setAll(values, t -> column.isMissing(t) ? Double.NaN : column.value(t));
    return Gaps.interpolated(values);
  }

  private double growth(int week) {
    return weeks[week] - weeks[week - YEAR];
  }

  /** Windows no target of which is judged. */
  SeriesWindows training() {
    return windows.origins(LENGTH, from - FIRST - HORIZON + 1);
  }

  /** Windows of which every week of the other part is an origin, as far as 12 weeks follow. */
  SeriesWindows judged() {
    return windows.origins(from - FIRST, to - FIRST - HORIZON + 1);
  }

  /** How many weeks are origins of the part that judges. */
  int origins() {
    return (int) judged().samples();
  }

  /** The week of an origin, counted from the first of all. */
  int week(int origin) {
    return from + origin;
  }

  double value(int week) {
    return weeks[week];
  }

  /** Windows as rows of 52 inputs and 12 targets, for a linear regression. */
  ArrayDataSet rows(SeriesWindows parts) {
    int samples = (int) parts.samples();
    int inputs = 2 * LENGTH;
    float[] input = new float[samples * inputs];
    float[] target = new float[samples * HORIZON];
    for (int i = 0; i < samples; i++) {
      int origin = parts.origin(i);
      System.arraycopy(series, 2 * (origin - LENGTH), input, i * inputs, inputs);
      for (int step = 0; step < HORIZON; step++) {
        target[i * HORIZON + step] = series[2 * (origin + step)];
      }
    }
    return ArrayDataSet.of(Shape.of(inputs), input, Shape.of(HORIZON), target);
  }

  /** Forecasts from a network's outputs, [origins, 12], in ppmv. */
  double[] forecasts(float[] outputs) {
    double[] forecasts = new double[outputs.length];
    for (int i = 0; i < forecasts.length; i++) {
      int week = week(i / HORIZON) + i % HORIZON;
      forecasts[i] = weeks[week - YEAR] + mean + scale * outputs[i];
    }
    return forecasts;
  }

  /** √ of the mean squared error of forecasts, [origins, 12], over all of them. */
  double rmse(double[] forecasts) {
    return rmse(i -> forecasts[i]);
  }

  private double rmse(IntToDoubleFunction forecast) {
    double squares = 0;
    int count = origins() * HORIZON;
    for (int i = 0; i < count; i++) {
      double error = forecast.applyAsDouble(i) - weeks[week(i / HORIZON) + i % HORIZON];
      squares += error * error;
    }
    return Math.sqrt(squares / count);
  }

  /** Of the last value. */
  double rmseOfPersistence() {
    return rmse(i -> weeks[week(i / HORIZON) - 1]);
  }

  /** Of the value a year before. */
  double rmseOfYearBefore() {
    return rmse(i -> weeks[week(i / HORIZON) + i % HORIZON - YEAR]);
  }

  /** Of the last value and what the same weeks did a year before. */
  double rmseOfLastChange() {
    return rmse(
        i -> {
          int last = week(i / HORIZON) - 1;
          return weeks[last] + weeks[last + 1 + i % HORIZON - YEAR] - weeks[last - YEAR];
        });
  }
}
