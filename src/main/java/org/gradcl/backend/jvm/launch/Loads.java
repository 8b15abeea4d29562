package org.gradcl.backend.jvm.launch;

import java.util.Arrays;
import org.gradcl.backend.jvm.product.Tile;
import org.gradcl.plan.View;

/** The ways in which variables are read. */
final class Loads {
  private Loads() {}

  /** One number an element, from a view of the launch's domain. */
  record Full(Memory memory, View view) implements Load {
    @Override
    public void load(Block block, float[] register, BlockScratch scratch) {
      float[] array = memory.of(view.region());
      int from = view.offset() + block.row * view.stride() + block.column;
      copyRows(array, from, view.stride(), register, block);
    }
  }

  /** One number a column, repeated for each row. */
  record PerColumn(Memory memory, View view) implements Load {
    @Override
    public void load(Block block, float[] register, BlockScratch scratch) {
      float[] array = memory.of(view.region());
      int from = view.offset() + block.column;
      int columns = block.columns;
      for (int to = 0; to < block.size(); to += columns) {
        System.arraycopy(array, from, register, to, columns);
      }
    }
  }

  /** One number a row, repeated for each column. */
  record PerRow(Memory memory, View view) implements Load {
    @Override
    public void load(Block block, float[] register, BlockScratch scratch) {
      float[] array = memory.of(view.region());
      int from = view.offset() + block.row * view.stride();
      spread(array, from, view.stride(), register, block);
    }
  }

  /** The result of a reduction of each row, repeated for each column. */
  record Reduced(int number) implements Load {
    @Override
    public void load(Block block, float[] register, BlockScratch scratch) {
      spread(scratch.reduced[number], 0, 1, register, block);
    }
  }

  /** The element of the product that is in hand. */
  record Product() implements Load {
    @Override
    public void load(Block block, float[] register, BlockScratch scratch) {
      Tile tile = scratch.tile;
      int row = block.row - scratch.tileRow;
      int from = row * tile.stride + block.column - tile.column;
      copyRows(tile.values, from, tile.stride, register, block);
    }
  }

  private static void copyRows(float[] array, int from, int stride, float[] to, Block block) {
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

  private static void spread(float[] array, int from, int stride, float[] to, Block block) {
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
