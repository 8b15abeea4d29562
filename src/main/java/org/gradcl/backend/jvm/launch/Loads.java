package org.gradcl.backend.jvm.launch;

import java.util.Arrays;
import org.gradcl.backend.jvm.arithmetic.StripPacker;
import org.gradcl.backend.jvm.product.Tile;
import org.gradcl.expr.Operator;
import org.gradcl.plan.Place;
import org.gradcl.plan.Region;
import org.gradcl.plan.Source;
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
  static Load of(Place place, RunnerContext context) {
    Memory memory = context.memory();
    Region region = place.region();
    int base = place.base();
    StripPacker packer = context.arithmetic().stripPacker();
    return switch (place.form()) {
      case MATRIX -> new Matrix(memory, region, base, place.stride(0), packer);
      case PER_COLUMN -> new PerColumn(memory, region, base);
      case PER_ROW -> new PerRow(memory, region, base, place.stride(0));
      case STRIDED -> new StridedLoad(place, context);
      case SCALAR -> throw new IllegalArgumentException(place + " is read once a launch");
    };
  }

  /** One number an element, neighbours of a row beside each other. */
  record Matrix(Memory memory, Region region, int base, int rowStride, StripPacker packer)
      implements Load {
    @Override
    public void load(ElementBlock block, float[] register, BlockScratch scratch) {
      int from = base + block.row * rowStride + block.column;
      copyRows(memory.of(region), from, rowStride, register, block, packer);
    }
  }

  /** One number a column, repeated for each row. */
  record PerColumn(Memory memory, Region region, int base) implements Load {
    @Override
    public Varies varies() {
      return Varies.BY_COLUMN;
    }

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
    public Varies varies() {
      return Varies.BY_ROW;
    }

    @Override
    public void load(ElementBlock block, float[] register, BlockScratch scratch) {
      int from = base + block.row * rowStride;
      spread(memory.of(region), from, rowStride, register, block);
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
    public Varies varies() {
      return Varies.BY_ROW;
    }

    @Override
    public void load(ElementBlock block, float[] register, BlockScratch scratch) {
      spread(scratch.reduced[number], block.row - scratch.reducedRow, 1, register, block);
    }
  }

  /** The same of a launch that is turned, whose columns are the rows that were reduced. */
  record ReducedAcross(int number) implements Load {
    @Override
    public Varies varies() {
      return Varies.BY_COLUMN;
    }

    @Override
    public void load(ElementBlock block, float[] register, BlockScratch scratch) {
      int from = block.column - scratch.reducedRow;
      for (int to = 0; to < block.size(); to += block.columns) {
        System.arraycopy(scratch.reduced[number], from, register, to, block.columns);
      }
    }
  }

  /** The element of the product that is in hand. */
  record Product(StripPacker packer) implements Load {
    @Override
    public void load(ElementBlock block, float[] register, BlockScratch scratch) {
      Tile tile = scratch.tile;
      int row = block.row - scratch.tileRow;
      int from = tile.offset + row * tile.stride + block.column - tile.column;
      copyRows(tile.values, from, tile.stride, register, block, packer);
    }
  }

  private static void copyRows(
      float[] array, int from, int stride, float[] to, ElementBlock block, StripPacker packer) {
    int columns = block.columns;
    if (block.rows == 1 || columns == stride) {
      System.arraycopy(array, from, to, 0, block.size());
    } else if (columns == 1) {
      for (int i = 0; i < block.rows; i++) {
        to[i] = array[from + i * stride];
      }
    } else {
      packer.runs(array, from, stride, block.rows, columns, to, 0, columns);
    }
  }

  /** Repeats the numbers of rows, a stride apart, for each column of a block. */
  static void spread(float[] array, int from, int stride, float[] to, ElementBlock block) {
    int columns = block.columns;
    if (columns == 1 && stride == 1) {
      System.arraycopy(array, from, to, 0, block.rows);
    } else if (columns >= 4 && columns <= 16) {
      spreadShort(array, from, stride, to, block.rows, columns);
    } else {
      for (int i = 0; i < block.rows; i++) {
        Arrays.fill(to, i * columns, (i + 1) * columns, array[from + i * stride]);
      }
    }
  }

  /** The same of few columns, four at a time, the last of which may be some of those before. */
  private static void spreadShort(
      float[] array, int from, int stride, float[] to, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      float value = array[from + i * stride];
      int row = i * columns;
      int last = row + columns - 4;
      for (int at = row; at < last; at += 4) {
        putFour(value, to, at);
      }
      putFour(value, to, last);
    }
  }

  private static void putFour(float value, float[] to, int at) {
    to[at] = value;
    to[at + 1] = value;
    to[at + 2] = value;
    to[at + 3] = value;
  }
}
