package org.gradcl.device;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.gradcl.text.ByteSize;

/** A {@link DeviceReport} in full, as text. */
final class DeviceTable {
  private static final List<String> HEADER = List.of("id", "device", "memory", "reason", "found");

  private DeviceTable() {}

  static String of(DeviceReport report) {
    StringBuilder text = new StringBuilder(report.headline()).append('\n');
    report.decision().overridden().forEach(note -> text.append(note).append(".\n"));
    List<List<String>> cells = new ArrayList<>(List.of(HEADER));
    report.rows().forEach(row -> cells.add(cells(row)));
    int[] widths = widths(cells);
    for (int i = 0; i < cells.size(); i++) {
      line(text, cells.get(i), widths);
      if (i > 0) {
        report
            .rows()
            .get(i - 1)
            .detail()
            .lines()
            .skip(1)
            .forEach(line -> text.append("      ").append(line).append('\n'));
      }
    }
    remedies(report).forEach(remedy -> text.append(remedy).append('\n'));
    return text.toString().stripTrailing();
  }

  private static List<String> cells(DeviceReport.Row row) {
    return List.of(
        row.description().id(),
        row.description().summary(),
        row.memory() == 0 ? "" : ByteSize.text(row.memory()),
        row.reason().name(),
        row.detail().lines().findFirst().orElse(""));
  }

  private static int[] widths(List<List<String>> cells) {
    int[] widths = new int[HEADER.size()];
    for (List<String> row : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return widths;
  }

  private static void line(StringBuilder text, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append("  ").append(cells.get(i)).append(" ".repeat(widths[i] - cells.get(i).length()));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static Set<String> remedies(DeviceReport report) {
    Set<String> remedies = new LinkedHashSet<>();
    for (DeviceReport.Row row : report.rows()) {
      if (!row.reason().remedy().isEmpty()) {
        remedies.add(row.reason().name() + ": " + row.reason().remedy());
      }
    }
    return remedies;
  }
}
