package org.gradcl.backend.jvm.launch;

import java.util.Arrays;
import org.gradcl.backend.jvm.arithmetic.StripPacker;
import org.gradcl.backend.jvm.product.Tile;
import org.gradcl.expr.Operator;
import org.gradcl.plan.Place;
import org.gradcl.plan.Region;
import org.gradcl.plan.Source;
import org.gradcl.plan.WindowedPlace;
import org.gradcl.random.Philox;
import org.gradcl.random.Purpose;

/** The ways in which variables are read. */
final class Loads {
  private Loads() {}

  /**
   * How numbers come from a place over rows × columns.
   *
   * @throws IllegalArgumentException if it is the same for all elements
   */
  static Load of(Place place, Memory memory) {
    Region region = place.region();
    int base = place.base();
    return switch (place.form()) {
      case MATRIX -> new Matrix(memory, region, base, place.stride(0));
      case PER_COLUMN -> new PerColumn(memory, region, base);
      case PER_ROW -> new PerRow(memory, region, base, place.stride(0));
      case STRIDED ->
          new Strided(memory, region, base, AxisOffsets.rows(place), AxisOffsets.columns(place));
      case SCALAR -> throw new IllegalArgumentException(place + " is read once a launch");
    };
  }

  /** One number an element, neighbours of a row beside each other. */
  record Matrix(Memory memory, Region region, int base, int rowStride) implements Load {
    @Override
    public void load(ElementBlock block, float[] register, BlockScratch scratch) {
      int from = base + block.row * rowStride + block.column;
      copyRows(memory.of(region), from, rowStride, register, block);
    }
  }

  /** One number a column, repeated for each row. */
  record PerColumn(Memory memory, Region region, int base) implements Load {
    @Override
    public void load(ElementBlock block, float[] register, BlockScratch scratch) {
      float[] array = memory.of(region);
      int columns = block.columns;
      for (int to = 0; to < block.size(); to += columns) {
        System.arraycopy(array, base + block.column, register, to, columns);
      }
    }
  }

  /** One number a row, repeated for each column. */
  record PerRow(Memory memory, Region region, int base, int rowStride) implements Load {
    @Override
    public void load(ElementBlock block, float[] register, BlockScratch scratch) {
      int from = base + block.row * rowStride;
      spread(memory.of(region), from, rowStride, register, block);
    }
  }

  /** One number an element, wherever the axes say, run by run along the innermost. */
  record Strided(Memory memory, Region region, int base, AxisOffsets rows, AxisOffsets columns)
      implements Load {
    @Override
    public void load(ElementBlock block, float[] register, BlockScratch scratch) {
      float[] array = memory.of(region);
      int to = 0;
      for (int i = 0; i < block.rows; i++) {
        int row = base + rows.of(block.row + i);
        int column = block.column;
        while (column < block.column + block.columns) {
          int count = Math.min(columns.run(column), block.column + block.columns - column);
          int from = row + columns.of(column);
          copyRun(array, from, columns.runStride(), register, to, count);
          to += count;
          column += count;
        }
      }
    }
  }

  /** One number an element, where a window reads it; of no meaning where it is left out. */
  record Windowed(
      Memory memory, WindowedPlace place, int run, WindowCursor[] cursors, StripPacker packer)
      implements Load {
    static Windowed of(WindowedPlace place, int run, RunnerContext context) {
      WindowCursor[] cursors = new WindowCursor[context.team().threads()];
      for (int thread = 0; thread < cursors.length; thread++) {
        cursors[thread] = new WindowCursor(place, run);
      }
      StripPacker packer = context.arithmetic().stripPacker();
      return new Windowed(context.memory(), place, run, cursors, packer);
    }

    /** A block has whole runs, or a part of one. */
    @Override
    public void load(ElementBlock block, float[] register, BlockScratch scratch) {
      float[] array = memory.of(place.stored().region());
      WindowCursor cursor = cursors[scratch.thread];
      int within = block.column % run * place.runStride();
      int size = Math.min(run, block.columns);
      for (int i = 0; i < block.rows; i++) {
        cursor.begin(block.row + i, block.column / run, block.columns / size);
        while (cursor.next()) {
          int to = i * block.columns + cursor.first() * run;
          copy(array, cursor.address() + within, cursor, size, register, to);
        }
      }
    }

    private void copy(
        float[] array, int from, WindowCursor cursor, int size, float[] register, int to) {
      int count = cursor.count();
      int step = cursor.step();
      int apart = cursor.period() * run;
      if (place.runStride() != 1) {
        for (int i = 0; i < count; i++) {
          copyRun(array, from + i * step, place.runStride(), register, to + i * apart, size);
        }
      } else if (step == size && apart == size) {
        System.arraycopy(array, from, register, to, count * size);
      } else {
        packer.runs(array, from, step, count, size, register, to, apart);
      }
    }
  }

  /** The index of each element along an axis. */
  record Index(AxisOffsets rows, AxisOffsets columns) implements Load {
    static Index of(Source.Index index) {
      return new Index(new AxisOffsets(index.rows()), new AxisOffsets(index.columns()));
    }

    @Override
    public void load(ElementBlock block, float[] register, BlockScratch scratch) {
      int to = 0;
      for (int i = 0; i < block.rows; i++) {
        int ofRow = rows.of(block.row + i);
        int column = block.column;
        while (column < block.column + block.columns) {
          int count = Math.min(columns.run(column), block.column + block.columns - column);
          int first = ofRow + columns.of(column);
          for (int j = 0; j < count; j++) {
            register[to + j] = first + j * columns.runStride();
          }
          to += count;
          column += count;
        }
      }
    }
  }

  /** A random number an element of a launch that is turned: by its column, then its row. */
  record RandomAcross(Random random) implements Load {
    @Override
    public void load(ElementBlock block, float[] register, BlockScratch scratch) {
      StepRecord record = random.record;
      for (int i = 0; i < block.size(); i++) {
        int row = block.column + i % block.columns;
        int column = block.row + i / block.columns;
        Philox.uniforms(
            record.key0,
            record.key1,
            random.purposeAndOperation,
            record.step,
            row,
            column,
            register,
            i,
            1);
      }
    }

    @Override
    public int cost() {
      return 4 * random.cost();
    }
  }

  /** A random number an element, by its row and column. */
  record Random(StepRecord record, int purposeAndOperation) implements Load {
    static Random of(StepRecord record, Source.Random source) {
      return new Random(record, Philox.purposeAndOperation(Purpose.DROPOUT, source.operation()));
    }

    @Override
    public void load(ElementBlock block, float[] register, BlockScratch scratch) {
      for (int row = 0; row < block.rows; row++) {
        Philox.uniforms(
            record.key0,
            record.key1,
            purposeAndOperation,
            record.batches,
            block.row + row,
            block.column,
            register,
            row * block.columns,
            block.columns);
      }
    }

    @Override
    public int cost() {
      return OperatorCost.of(Operator.UNIFORM);
    }
  }

  /** The result of a reduction of each row, repeated for each column. */
  record Reduced(int number) implements Load {
    @Override
    public void load(ElementBlock block, float[] register, BlockScratch scratch) {
      spread(scratch.reduced[number], block.row - scratch.reducedRow, 1, register, block);
    }
  }

  /** The same of a launch that is turned, whose columns are the rows that were reduced. */
  record ReducedAcross(int number) implements Load {
    @Override
    public void load(ElementBlock block, float[] register, BlockScratch scratch) {
      int from = block.column - scratch.reducedRow;
      for (int to = 0; to < block.size(); to += block.columns) {
        System.arraycopy(scratch.reduced[number], from, register, to, block.columns);
      }
    }
  }

  /** The element of the product that is in hand. */
  record Product() implements Load {
    @Override
    public void load(ElementBlock block, float[] register, BlockScratch scratch) {
      Tile tile = scratch.tile;
      int row = block.row - scratch.tileRow;
      int from = tile.offset + row * tile.stride + block.column - tile.column;
      copyRows(tile.values, from, tile.stride, register, block);
    }
  }

  private static void copyRun(
      float[] array, int from, int stride, float[] register, int to, int count) {
    if (stride == 1) {
      System.arraycopy(array, from, register, to, count);
    } else if (stride == 0) {
      Arrays.fill(register, to, to + count, array[from]);
    } else {
      for (int i = 0; i < count; i++) {
        register[to + i] = array[from + i * stride];
      }
    }
  }

  private static void copyRows(
      float[] array, int from, int stride, float[] to, ElementBlock block) {
    int columns = block.columns;
    if (block.rows == 1 || columns == stride) {
      System.arraycopy(array, from, to, 0, block.size());
    } else if (columns == 1) {
      for (int i = 0; i < block.rows; i++) {
        to[i] = array[from + i * stride];
      }
    } else {
      for (int i = 0; i < block.rows; i++) {
        System.arraycopy(array, from + i * stride, to, i * columns, columns);
      }
    }
  }

  private static void spread(float[] array, int from, int stride, float[] to, ElementBlock block) {
    int columns = block.columns;
    if (columns == 1 && stride == 1) {
      System.arraycopy(array, from, to, 0, block.rows);
    } else {
      for (int i = 0; i < block.rows; i++) {
        Arrays.fill(to, i * columns, (i + 1) * columns, array[from + i * stride]);
      }
    }
  }
}
