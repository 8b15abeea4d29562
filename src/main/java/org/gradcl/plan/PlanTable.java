package org.gradcl.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A plan as a table for people and for snapshots in tests: what {@link Plan#explain} shows. */
final class PlanTable {
  private static final List<String> HEADER =
      List.of("#", "phase", "kind", "launch", "shape", "flops", "bytes", "reads", "writes");

  private PlanTable() {}

  static String of(Plan plan) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    for (int i = 0; i < plan.launches().size(); i++) {
      rows.add(row(i, plan.launches().get(i)));
    }
    int[] widths = new int[HEADER.size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        line.append(String.format(Locale.ROOT, "%-" + widths[column] + "s  ", row.get(column)));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    for (int i = 0; i < plan.launches().size(); i++) {
      text.append(String.format(Locale.ROOT, "%n%d  %s", i, plan.launches().get(i).formula()));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%n%n%d launches, %d flops; state %d bytes, workspace %d, batch %d, outputs %d%n",
            plan.launches().size(),
            plan.flops(),
            plan.state().bytes(),
            4L * plan.workspaceElements(),
            4L * plan.inputElements(),
            4L * plan.outputElements()));
    return text.toString();
  }

  private static List<String> row(int index, Launch launch) {
    return List.of(
        Integer.toString(index),
        launch.phase().name().toLowerCase(Locale.ROOT),
        launch.kind().name().toLowerCase(Locale.ROOT),
        launch.name(),
        launch.shape(),
        Long.toString(launch.flops()),
        Long.toString(launch.bytes()),
        places(launch.reads()),
        places(launch.writes()));
  }

  private static String places(List<Place> places) {
    return places.stream()
        .map(place -> place.region().name().toLowerCase(Locale.ROOT) + "+" + place.base())
        .collect(Collectors.joining(" "));
  }
}
