package org.gradcl.cli.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.gradcl.cli.plot.SweepPlot;
import org.gradcl.text.TextTable;

/**
 * The growth sweep of a device: its roofline, and sizes from pure overhead to pure arithmetic and
 * to pure memory traffic.
 *
 * @param engine {@code jvm} or {@code opencl}
 * @param device the device's name
 * @param roofline as measured before
 * @param measurements of all sizes, width by width
 */
public record Sweep(
    String engine, String device, Roofline roofline, List<SweepMeasurement> measurements) {
  private static final int[] WIDTHS = {16, 32, 64, 256, 1024, 4096};
  private static final int[] BATCHES = {1, 8, 32, 64, 512, 4096, 65_536};

  /** Copies the list. */
  public Sweep {
    measurements = List.copyOf(measurements);
  }

  /** All sizes but those of too much work, width by width. */
  public static List<SweepPoint> points() {
    List<SweepPoint> points = new ArrayList<>();
    for (int width : WIDTHS) {
      for (int batch : BATCHES) {
        SweepPoint point = new SweepPoint(width, batch);
        if (point.flops() <= SweepPoint.MOST_FLOPS) {
          points.add(point);
        }
      }
    }
    return points;
  }

  /**
   * The sizes of some texts; {@link #points} if none are given.
   *
   * @throws IllegalArgumentException if a text is no size
   */
  public static List<SweepPoint> points(List<String> texts) {
    return texts.isEmpty() ? points() : texts.stream().map(SweepPoint::parse).toList();
  }

  /** A row for each size. */
  public TextTable table() {
    TextTable table =
        new TextTable(
            "width",
            "batch",
            "median ms",
            "best ms",
            "GFLOP/s",
            "best GFLOP/s",
            "bound by",
            "at least ms",
            "of roofline",
            "enqueues");
    for (SweepMeasurement m : measurements) {
      table.row(
          Integer.toString(m.point().width()),
          Integer.toString(m.point().batch()),
          String.format(Locale.ROOT, "%.4f", m.time().medianMs()),
          String.format(Locale.ROOT, "%.4f", m.time().bestMs()),
          String.format(Locale.ROOT, "%.1f", m.time().gflops()),
          String.format(Locale.ROOT, "%.1f", m.time().bestGflops()),
          m.bound().word(),
          String.format(Locale.ROOT, "%.4f", m.floorMs()),
          String.format(Locale.ROOT, "%.2f", m.share()),
          Integer.toString(m.time().enqueuesPerStep()));
    }
    return table;
  }

  /** A line for each width, by batch. */
  public List<SweepPlot.Line> lines() {
    return measurements.stream().map(m -> m.point().width()).distinct().map(this::line).toList();
  }

  private SweepPlot.Line line(int width) {
    List<SweepMeasurement> ascending =
        measurements.stream()
            .filter(m -> m.point().width() == width)
            .sorted(Comparator.comparingInt(m -> m.point().batch()))
            .toList();
    return new SweepPlot.Line(
        "width " + width,
        ascending.stream().mapToDouble(m -> 1e-6 * m.point().flops()).toArray(),
        ascending.stream().mapToDouble(m -> m.time().bestMs()).toArray(),
        ascending.stream().mapToDouble(SweepMeasurement::floorMs).toArray());
  }
}
