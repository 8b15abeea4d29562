package org.gradcl.backend.jvm.launch;

import java.util.Arrays;
import org.gradcl.backend.jvm.team.Task;
import org.gradcl.plan.Place;
import org.gradcl.plan.Region;
import org.gradcl.plan.ScatterLaunch;
import org.gradcl.plan.Store;

/**
 * Sums in the rows of a table: a counting sort puts the numbers of the values in the order of their
 * indices, those of one index in their own order; then each row of the table adds up its segment,
 * so many values at a time, and then these parts. The table is cut as {@link SumPieces} says, so
 * that no sum depends on the number of threads.
 */
final class ScatterRunner implements Runner {
  /** Values of a part of a sum: one long sum would round more. */
  private static final int PART = 256;

  /** Where a table goes. */
  private record Target(Region region, int base, boolean adds, boolean inNorm) {
    static Target of(Store store, RunnerContext context) {
      Place place = store.place();
      boolean adds = store.mode() == Store.Mode.ADD;
      return new Target(place.region(), place.base(), adds, context.isInNorm(place));
    }
  }

  private final ScatterLaunch launch;
  private final RunnerContext context;
  private final int width;

  /** For each row of the table where its segment ends, and that of the next begins. */
  private final int[] ends;

  /** The numbers of the values, segment by segment. */
  private final int[] order;

  private final Target[] targets;
  private final SumPieces pieces;
  private final float[][] sums;
  private final float[][] parts;
  private final CheckSum[] checkSums;
  private final Task task = this::piece;

  ScatterRunner(ScatterLaunch launch, RunnerContext context) {
    this.launch = launch;
    this.context = context;
    width = launch.columns();
    ends = new int[launch.rows()];
    order = new int[launch.count()];
    targets =
        launch.stores().stream().map(store -> Target.of(store, context)).toArray(Target[]::new);
    int elements = Math.multiplyExact(launch.rows(), width);
    pieces = new SumPieces(elements, launch.rows(), launch.checked(), context);
    int threads = context.team().threads();
    sums = new float[threads][width];
    parts = new float[threads][width];
    checkSums = new CheckSum[threads];
    for (int thread = 0; thread < threads; thread++) {
      checkSums[thread] = new CheckSum(context);
    }
  }

  @Override
  public void run() {
    sort();
    context.run(task, pieces.count(), (long) (launch.rows() + launch.count()) * width);
  }

  private void sort() {
    float[] indices = context.memory().of(launch.index().region());
    int base = launch.index().base();
    Arrays.fill(ends, 0);
    for (int i = 0; i < order.length; i++) {
      int row = TableRow.of(indices[base + i], ends.length);
      if (row != TableRow.NONE) {
        ends[row]++;
      }
    }
    int start = 0;
    for (int row = 0; row < ends.length; row++) {
      int count = ends[row];
      ends[row] = start;
      start += count;
    }
    // Each start moves on to the end of its segment.
    for (int i = 0; i < order.length; i++) {
      int row = TableRow.of(indices[base + i], ends.length);
      if (row != TableRow.NONE) {
        order[ends[row]++] = i;
      }
    }
  }

  private void piece(int piece, int thread) {
    int begin = pieces.begin(piece);
    int end = pieces.begin(piece + 1);
    for (int row = begin; row < end; row++) {
      addUp(row == 0 ? 0 : ends[row - 1], ends[row], sums[thread], parts[thread]);
      for (Target target : targets) {
        store(sums[thread], target, target.base + row * width, parts[thread]);
      }
    }
    CheckSum check = checkSums[thread];
    check.begin();
    for (Target target : targets) {
      if (target.region == Region.GRADIENT) {
        float[] table = context.memory().of(target.region);
        int at = target.base + begin * width;
        check.add(table, at, width, end - begin, width, target.inNorm);
      }
    }
    pieces.end(piece, check);
  }

  /** Stores a row of the table at an offset, or adds it to what is there. */
  private void store(float[] sum, Target target, int at, float[] scratch) {
    float[] table = context.memory().of(target.region);
    float[] total = sum;
    if (target.adds) {
      total = scratch;
      System.arraycopy(sum, 0, total, 0, width);
      context.arithmetic().accumulate(table, at, total, width);
    }
    System.arraycopy(total, 0, table, at, width);
  }

  /** The sum of a segment; of few values the first part is all. */
  private void addUp(int from, int to, float[] sum, float[] part) {
    add(from, Math.min(to, from + PART), sum);
    for (int first = from + PART; first < to; first += PART) {
      add(first, Math.min(to, first + PART), part);
      context.arithmetic().accumulate(part, 0, sum, width);
    }
  }

  private void add(int from, int to, float[] sum) {
    float[] values = context.memory().of(launch.values().region());
    int base = launch.values().base();
    Arrays.fill(sum, 0f);
    for (int i = from; i < to; i++) {
      context.arithmetic().accumulate(values, base + order[i] * width, sum, width);
    }
  }

  @Override
  public String routine() {
    return "scatter";
  }

  @Override
  public String variant() {
    return "parts of " + PART;
  }

  @Override
  public int pieces() {
    return pieces.count();
  }
}
