package org.gradcl.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Launches that follow each other and in which rows do not meet: what they compute for a row
 * depends on nothing that one of them stores for another row. A device may run all of them for a
 * block of rows before it begins with the next block, or for several blocks at a time, without
 * waiting between launches. The steps of a recurrent layer are such launches. One thread.
 *
 * <p>Taken are products of one matrix and maps, without sums over the batch and without checks.
 * Whether rows meet is told from places: two of them keep rows apart if they have no float in
 * common, or if their rows are at the same distance, and what both have of a row lies within that
 * distance.
 */
public final class SeparateRows {
  /** How rows are read is compared for all pairs of launches. */
  private static final int MOST_LAUNCHES = 256;

  /**
   * What a launch reads or writes of a region.
   *
   * @param first of all floats
   * @param end behind the last of all floats
   * @param distance of rows; 0 where a row is not told from the others
   * @param rowFirst of the first row
   * @param rowEnd behind the last float of the first row
   * @param written whether it is written
   */
  private record Access(
      Region region,
      long first,
      long end,
      long distance,
      long rowFirst,
      long rowEnd,
      boolean written) {
    boolean meets(Access other) {
      boolean read = !written && !other.written;
      boolean apart = region != other.region || end <= other.first || other.end <= first;
      return !read && !apart && !keepsRowsApart(other);
    }

    private boolean keepsRowsApart(Access other) {
      long span = Math.max(rowEnd, other.rowEnd) - Math.min(rowFirst, other.rowFirst);
      return distance > 0 && distance == other.distance && span <= distance;
    }
  }

  private final List<Access> accesses = new ArrayList<>();
  private Launch first;
  private int count;
  private int rows;

  /** {@return the rows of each launch; 0 without one} */
  public int rows() {
    return rows;
  }

  /**
   * Adds a launch behind the others.
   *
   * @return whether it was: if not, it is of another kind, phase or number of rows, its rows would
   *     meet, or there are many already, and nothing has changed
   */
  public boolean add(Launch launch) {
    Optional<Rows> added = launch.accept(new Reader()).filter(read -> fits(launch, read));
    added.ifPresent(
        read -> {
          first = first == null ? launch : first;
          count++;
          accesses.addAll(read.accesses);
          rows = read.count;
        });
    return added.isPresent();
  }

  private boolean fits(Launch launch, Rows added) {
    boolean alike = first == null || (added.count == rows && launch.phase() == first.phase());
    return alike && count < MOST_LAUNCHES && keepsRowsApart(added);
  }

  private boolean keepsRowsApart(Rows added) {
    return added.accesses.stream()
        .allMatch(
            access ->
                accesses.stream().noneMatch(access::meets)
                    && added.accesses.stream().noneMatch(access::meets));
  }

  /** The rows of one launch, and what it reads and writes. */
  private static final class Rows {
    private final int count;
    private final List<Access> accesses = new ArrayList<>();

    Rows(int count) {
      this.count = count;
    }

    void add(Place place, boolean written) {
      accesses.add(access(place, distance(place), written));
    }

    /** Of one axis, beside which others have a single index: the outermost, where all have. */
    private static int distance(Place place) {
      List<Place.Axis> axes = place.axes().subList(0, place.rowAxes());
      List<Place.Axis> many = axes.stream().filter(axis -> axis.extent() > 1).toList();
      boolean told = many.size() == 1 || (many.isEmpty() && !axes.isEmpty());
      return told ? (many.isEmpty() ? axes : many).get(0).stride() : 0;
    }

    /** What every row reads. */
    void addWhole(Place place) {
      accesses.add(access(place, 0, false));
    }

    private static Access access(Place place, int distance, boolean written) {
      long rowFirst = place.base();
      long rowEnd = place.base() + 1L;
      for (Place.Axis axis : place.axes().subList(place.rowAxes(), place.axes().size())) {
        long reach = (axis.extent() - 1L) * axis.stride();
        rowFirst += Math.min(0, reach);
        rowEnd += Math.max(0, reach);
      }
      return new Access(
          place.region(), place.first(), place.end(), distance, rowFirst, rowEnd, written);
    }

    /** False where an operand is read in a way that is not told by rows. */
    boolean addOperands(List<Operand> operands) {
      for (Operand operand : operands) {
        Source source = operand.source();
        if (source instanceof Source.Gathered || source instanceof Source.Windowed) {
          return false;
        }
        if (source instanceof Source.Memory memory) {
          add(memory.place(), false);
        }
      }
      return true;
    }

    void addStores(List<Store> stores) {
      stores.forEach(store -> add(store.place(), true));
    }
  }

  /** Of a launch of a kind that is not taken: nothing. */
  private static final class Reader implements Launch.Visitor<Optional<Rows>> {
    @Override
    public Optional<Rows> matmul(MatmulLaunch launch) {
      boolean taken =
          launch.batch() == 1
              && launch.rowSums().isEmpty()
              && !launch.checked()
              && launch.a().isMatrix()
              && !launch.transposeA();
      Rows rows = new Rows(launch.m());
      if (!taken || !rows.addOperands(launch.operands())) {
        return Optional.empty();
      }
      ProductOperand a = launch.a();
      rows.add(
          new Place(a.region(), a.base(), List.of(a.lines().get(0), a.inner().get(0)), 1), false);
      rows.addWhole(launch.b().stored());
      rows.addStores(launch.stores());
      return Optional.of(rows);
    }

    @Override
    public Optional<Rows> map(MapLaunch launch) {
      Rows rows = new Rows(launch.rows());
      boolean taken = launch.sums().isEmpty() && !launch.checked() && !launch.beginsStep();
      if (!taken || !rows.addOperands(launch.operands())) {
        return Optional.empty();
      }
      rows.addStores(launch.stores());
      return Optional.of(rows);
    }

    @Override
    public Optional<Rows> row(RowLaunch launch) {
      return Optional.empty();
    }

    @Override
    public Optional<Rows> scatter(ScatterLaunch launch) {
      return Optional.empty();
    }

    @Override
    public Optional<Rows> columnSums(ColumnSumsLaunch launch) {
      return Optional.empty();
    }

    @Override
    public Optional<Rows> clip(ClipLaunch launch) {
      return Optional.empty();
    }

    @Override
    public Optional<Rows> update(UpdateLaunch launch) {
      return Optional.empty();
    }
  }
}
