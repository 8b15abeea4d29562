package org.gradcl.plan;

import java.util.List;
import org.gradcl.graph.StepField;

/** The source of the numbers of an elementwise operand. */
public sealed interface Source {
  /** Whether all elements of the launch's domain have the same number. */
  boolean isUniform();

  /**
   * How many axes the columns of the domain are taken apart into: where it is more than one,
   * columns that follow each other are not at one distance.
   */
  default int columnAxes() {
    return 1;
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
    public int columnAxes() {
      return place.axes().size() - place.rowAxes();
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
    public int columnAxes() {
      return columns.size();
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
