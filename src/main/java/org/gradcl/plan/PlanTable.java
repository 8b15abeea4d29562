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
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int place = column;
        int width = rows.stream().mapToInt(r -> r.get(place).length()).max().orElse(0);
        line.append(String.format(Locale.ROOT, "%-" + width + "s  ", row.get(column)));
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
        shape(launch),
        Long.toString(launch.flops()),
        Long.toString(launch.bytes()),
        views(launch.reads()),
        views(launch.writes()));
  }

  private static String views(List<View> views) {
    return views.stream()
        .map(view -> view.region().name().toLowerCase(Locale.ROOT) + "+" + view.offset())
        .collect(Collectors.joining(" "));
  }

  static String shape(Launch launch) {
    if (launch instanceof Launch.Matmul product) {
      return String.format(
          Locale.ROOT,
          "%s%s %d×%d×%d%s",
          product.transposeA() ? "T" : "N",
          product.transposeB() ? "T" : "N",
          product.m(),
          product.n(),
          product.k(),
          product.batch() == 1 ? "" : " ×" + product.batch());
    }
    if (launch instanceof Launch.MapElements map) {
      return map.rows() + "×" + map.columns();
    }
    if (launch instanceof Launch.Rows rows) {
      return rows.rows() + "×" + rows.columns();
    }
    if (launch instanceof Launch.ColumnSums columnSums) {
      View input = columnSums.input();
      return input.rows() + "×" + input.columns();
    }
    if (launch instanceof Launch.Clip clip) {
      return Integer.toString(clip.gradients().elements());
    }
    return Integer.toString(((Launch.Update) launch).elements());
  }
}
