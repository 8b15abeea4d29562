package org.gradcl.backend.jvm.launch;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.backend.jvm.team.Task;
import org.gradcl.plan.Launch;
import org.gradcl.plan.MatmulLaunch;
import org.gradcl.plan.SeparateRows;

/**
 * Launches in which rows do not meet: each thread does all of them for blocks of rows, and waits
 * for no other between launches.
 */
final class ChainRunner implements Runner {
  private final RowsInBlocks[] runners;
  private final RunnerContext context;
  private final int rows;
  private final int blockRows;
  private final Task task = this::block;

  private ChainRunner(List<RowsInBlocks> runners, int rows, RunnerContext context) {
    this.runners = runners.toArray(RowsInBlocks[]::new);
    this.context = context;
    this.rows = rows;
    blockRows = runners.stream().mapToInt(RowsInBlocks::mostRows).min().orElseThrow();
  }

  /** Puts runners of launches that follow each other together where that can be done. */
  static List<LaunchRunner> chained(List<LaunchRunner> all, RunnerContext context) {
    List<LaunchRunner> chained = new ArrayList<>();
    int first = 0;
    while (first < all.size()) {
      SeparateRows separate = new SeparateRows();
      List<LaunchRunner> group = new ArrayList<>();
      while (first < all.size() && canFollow(all.get(first), separate)) {
        group.add(all.get(first++));
      }
      if (group.isEmpty()) {
        group.add(all.get(first++));
      }
      chained.addAll(joined(group, separate.rows(), context));
    }
    return chained;
  }

  private static boolean canFollow(LaunchRunner next, SeparateRows separate) {
    return next.runner() instanceof RowsInBlocks runner
        && runner.mostRows() > 0
        && separate.add(next.launches().get(0));
  }

  /**
   * Maps alone are as well run one by one: none reads what a core has in its cache of a product.
   */
  private static List<LaunchRunner> joined(
      List<LaunchRunner> group, int rows, RunnerContext context) {
    List<Launch> launches = group.stream().map(member -> member.launches().get(0)).toList();
    if (group.size() == 1 || launches.stream().noneMatch(MatmulLaunch.class::isInstance)) {
      return group;
    }
    List<RowsInBlocks> runners =
        group.stream().map(LaunchRunner::runner).map(RowsInBlocks.class::cast).toList();
    return List.of(new LaunchRunner(launches, new ChainRunner(runners, rows, context)));
  }

  @Override
  public void run() {
    for (RowsInBlocks runner : runners) {
      runner.begin();
    }
    context.team().run(task, pieces());
  }

  private void block(int block, int thread) {
    int first = block * blockRows;
    int end = Math.min(rows, first + blockRows);
    for (RowsInBlocks runner : runners) {
      runner.run(first, end, thread);
    }
  }

  @Override
  public String routine() {
    return "chain";
  }

  @Override
  public String variant() {
    for (RowsInBlocks runner : runners) {
      if (runner.mostRows() == blockRows) {
        return String.format(
            "%d launches by blocks of %d rows, %s", runners.length, blockRows, runner.variant());
      }
    }
    throw new IllegalStateException("No launch has blocks of " + blockRows + " rows");
  }

  @Override
  public int pieces() {
    return (rows + blockRows - 1) / blockRows;
  }
}
