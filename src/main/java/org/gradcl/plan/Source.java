package org.gradcl.plan;

import java.util.List;
import org.gradcl.graph.StepField;

/** The source of the numbers of an elementwise operand. */
public sealed interface Source {
  /** Whether all elements of the launch's domain have the same number. */
  boolean isUniform();

  /** Whether columns that follow each other can be read together: they are at one distance. */
  default boolean hasVectors() {
    return true;
  }

  /**
   * The same over the turned domain, whose rows are columns and the other way round; random numbers
   * are drawn by the row and column that they had.
   */
  default Source turned() {
    return this;
  }

  /**
   * From memory.
   *
   * @param place over the axes of the launch's domain
   */
  record Memory(Place place) implements Source {
    @Override
    public boolean isUniform() {
      return place.form() == Place.Form.SCALAR;
    }

    @Override
    public boolean hasVectors() {
      return place.axes().size() - place.rowAxes() <= 1;
    }

    @Override
    public Source turned() {
      return new Memory(place.turned());
    }
  }

  /**
   * The index of the element along one axis, which rows or columns of the domain count: Σ i ·
   * stride over the axes that each of them is taken apart into.
   *
   * @param rows outermost first
   * @param columns outermost first
   */
  record Index(List<Place.Axis> rows, List<Place.Axis> columns) implements Source {
    /** Copies the lists. */
    public Index {
      rows = List.copyOf(rows);
      columns = List.copyOf(columns);
    }

    @Override
    public boolean isUniform() {
      return false;
    }

    @Override
    public boolean hasVectors() {
      return columns.size() <= 1;
    }

    @Override
    public Source turned() {
      return new Index(/* rows= */ columns, /* columns= */ rows);
    }
  }

  /**
   * From a row of a table, whose number lies in memory: at the place of the row 0, so many strides
   * on. Where the number is none of a row it is 0.
   *
   * @param table all that may be read
   * @param index the number of the row, over the axes of the launch's domain
   * @param firstRow the row 0, over the axes of the launch's domain
   * @param rows how many the table has
   * @param stride between them
   */
  record Gathered(Place table, Place index, Place firstRow, int rows, int stride)
      implements Source {
    @Override
    public boolean isUniform() {
      return false;
    }

    @Override
    public boolean hasVectors() {
      return index.stride(-1) == 0 && new Memory(firstRow).hasVectors();
    }

    @Override
    public Source turned() {
      return new Gathered(table, index.turned(), firstRow.turned(), rows, stride);
    }
  }

  /**
   * From memory, by windows: of reductions alone.
   *
   * @param place over the rows and columns of the launch's domain
   */
  record Windowed(WindowedPlace place) implements Source {
    @Override
    public boolean isUniform() {
      return false;
    }
  }

  /**
   * From the step record, from the copy that {@link Launch#recordCopy} names.
   *
   * @param field which field
   */
  record Record(StepField field) implements Source {
    @Override
    public boolean isUniform() {
      return true;
    }
  }

  /**
   * An argument of the launch, bound when the plan is loaded.
   *
   * @param value the number
   */
  record Argument(float value) implements Source {
    @Override
    public boolean isUniform() {
      return true;
    }
  }

  /**
   * A random number in [0, 1) for each element, a function of the random key and the step, both
   * from the copy that {@link Launch#recordCopy} names, the operation's number, the row and the
   * column.
   *
   * @param operation the number of the operation that draws: an argument of the launch, so that two
   *     layers of one form share a program
   */
  record Random(int operation) implements Source {
    @Override
    public boolean isUniform() {
      return false;
    }
  }
}
