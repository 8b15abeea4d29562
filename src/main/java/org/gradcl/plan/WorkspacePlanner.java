package org.gradcl.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Places values that live for a part of a step in one flat workspace, so that values which never
 * live at the same time may share memory. First fit, in order of birth.
 */
final class WorkspacePlanner {
  private record Block(int offset, int size, int lastUse) {
    int end() {
      return offset + size;
    }
  }

  private final int alignment;
  private final List<Block> blocks = new ArrayList<>();
  private int total;

  WorkspacePlanner(int alignment) {
    this.alignment = alignment;
  }

  /**
   * A place for a value. Calls come in order of {@code birth}.
   *
   * @param size in floats
   * @param birth index of the launch that writes it
   * @param lastUse index of the last launch that reads it; a launch never writes where it reads
   */
  int place(int size, int birth, int lastUse) {
    blocks.removeIf(block -> block.lastUse() < birth);
    blocks.sort(Comparator.comparingInt(Block::offset));
    int padded = StatePlacement.align(size, alignment);
    int offset = 0;
    for (Block block : blocks) {
      if (block.offset() - offset >= padded) {
        break;
      }
      offset = Math.max(offset, block.end());
    }
    blocks.add(new Block(offset, padded, lastUse));
    total = Math.max(total, Math.addExact(offset, padded));
    return offset;
  }

  /** Floats in all. */
  int total() {
    return total;
  }
}
