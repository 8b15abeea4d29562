package org.gradcl.backend.jvm.launch;

import java.util.Arrays;
import java.util.List;
import org.gradcl.backend.jvm.arithmetic.Strips;
import org.gradcl.backend.jvm.arithmetic.TileKernel;
import org.gradcl.backend.jvm.product.Factor;
import org.gradcl.plan.ProductOperand;

/**
 * An operand of a product that is read by views and windows. What windows read is packed for one
 * tile at a time, so that the patches of a convolution are never stored.
 *
 * <p>The address of a number is a sum of one part of its matrix and line and one of its inner
 * index, and so is the sum of each window. In one of the two directions numbers lie beside each
 * other in runs, in the other indices are taken in series. Where a run meets a series there is a
 * box: the same run of numbers again and again at a constant distance, but for a part at either end
 * where a window leaves its axis. So addresses are found and windows looked at once for each box.
 * Runs are taken in the direction in which they are longer: of an image of one channel along its
 * outputs, not its taps.
 */
final class GatheredFactor implements Factor {
  /** With more phases a strip would hold lines from far apart. */
  private static final int MOST_PHASES = 8;

  /** What is noted of a box: the address of its first run, their distance, which of them exist. */
  private static final int BOX = 4;

  /** What is noted of the lines of a series: their first and last strip, where the first goes. */
  private static final int PLACE = 3;

  /**
   * Lines of strips of rows that are taken together: series may go on from strip to strip, since
   * all lines are one distance apart.
   */
  private static final int ROWS_TOGETHER = 64;

  private static final float[] ZEROS = new float[TileKernel.MOST_DEPTH];

  private final int base;
  private final boolean linesAreNeighbours;
  private final AddressParts batch;
  private final AddressParts lines;
  private final AddressParts inner;
  private final int windows;
  private final int[] extents;
  private final int[] strides;
  private final int[] starts;
  private final int[] divisors;
  private float[] values;

  GatheredFactor(ProductOperand operand) {
    base = operand.base();
    List<ProductOperand.Window> all = operand.windows();
    batch = new AddressParts(operand.batch(), all, ProductOperand.Window::batchFactors);
    lines = new AddressParts(operand.lines(), all, ProductOperand.Window::lineFactors);
    inner = new AddressParts(operand.inner(), all, ProductOperand.Window::innerFactors);
    linesAreNeighbours =
        lines.run() == inner.run() ? operand.linesAreNeighbours() : lines.run() > inner.run();
    windows = all.size();
    extents = all.stream().mapToInt(ProductOperand.Window::extent).toArray();
    strides = all.stream().mapToInt(ProductOperand.Window::stride).toArray();
    starts = all.stream().mapToInt(ProductOperand.Window::start).toArray();
    divisors = all.stream().mapToInt(ProductOperand.Window::divisor).toArray();
  }

  @Override
  public void bind(float[] array) {
    values = array;
  }

  @Override
  public boolean linesAreNeighbours() {
    return linesAreNeighbours;
  }

  @Override
  public boolean readByWindows() {
    return windows > 0;
  }

  @Override
  public int phases() {
    return lines.period() <= MOST_PHASES ? lines.period() : 1;
  }

  @Override
  public void pack(int matrix, int line, int count, int depth, int length, Strips strips) {
    int note = AddressParts.note(windows);
    int notes = 2 + count + length;
    int together = linesAreNeighbours ? 1 : together(strips);
    int boxes = linesAreNeighbours ? 1 : length * together;
    int[] table = strips.table(notes * note + together * PLACE + boxes * BOX);
    Arrays.fill(table, 0, 2 * note, 0);
    table[0] = base;
    System.arraycopy(starts, 0, table, 1, windows);
    batch.add(matrix, table, 0);
    if (linesAreNeighbours) {
      packLines(line, count, depth, length, table, strips);
    } else {
      int runs = inner.noteRuns(depth, length, length, table, note, 2 * note);
      strips.parts.begin(strips.count(count));
      for (int first = 0; first < count; first += together) {
        int here = Math.min(together, count - first);
        packInner(line, first, here, runs, table, strips);
      }
    }
    clearRest(count, length, strips);
  }

  private int together(Strips strips) {
    boolean evenly = strips.ofRows() && strips.phases == 1 && lines.period() == 1;
    return evenly ? ROWS_TOGETHER : strips.linesTogether();
  }

  /** Zeros for the lines that the last strips lack. */
  private static void clearRest(int count, int length, Strips strips) {
    int lacking = Math.floorMod(-count, strips.linesTogether());
    if (lacking > 0 && strips.phases == 1 && !strips.ofRows()) {
      clear(strips, strips.place(count), strips.depthStride, length, lacking);
      return;
    }
    boolean beside = strips.depthStride == 1;
    for (int j = count; j < count + lacking; j++) {
      int runs = beside ? 1 : length;
      clear(strips, strips.place(j), strips.depthStride, runs, beside ? length : 1);
    }
  }

  /** Lines that are neighbours: a box is a strip wide at most. */
  private void packLines(int line, int count, int depth, int length, int[] table, Strips strips) {
    int note = AddressParts.note(windows);
    int runs = lines.noteRuns(line, count, strips.width, table, 0, 2 * note);
    int firstSeries = (2 + runs) * note;
    int series = inner.noteSeries(depth, length, length, table, note, firstSeries);
    int box = firstSeries + series * note;
    for (int run = 2 * note; run < firstSeries; run += note) {
      int lines = strips.place(table[run + windows + 1]);
      int size = table[run + windows + 2];
      for (int of = firstSeries; of < box; of += note) {
        int members = table[of + windows + 2];
        meet(table, run, inner, of, box);
        int to = lines + table[of + windows + 1] * strips.depthStride;
        copy(table, box, members, size, to, inner.period() * strips.depthStride, 1, strips);
      }
    }
  }

  /** Some lines, those of some strips, whose own numbers are neighbours. */
  private void packInner(int line, int first, int count, int runs, int[] table, Strips strips) {
    int note = AddressParts.note(windows);
    int firstSeries = (2 + runs) * note;
    int series = lines.noteSeries(line + first, count, count, table, 0, firstSeries);
    int places = firstSeries + series * note;
    int boxes = places + series * PLACE;
    for (int i = 0; i < series; i++) {
      int j = first + table[firstSeries + i * note + windows + 1];
      int last = j + (table[firstSeries + i * note + windows + 2] - 1) * lines.period();
      table[places + i * PLACE] = strips.strip(j);
      table[places + i * PLACE + 1] = strips.strip(last);
      table[places + i * PLACE + 2] = strips.place(j);
    }
    int box = boxes;
    for (int run = 2 * note; run < firstSeries; run += note) {
      int p = table[run + windows + 1];
      int end = p + table[run + windows + 2];
      for (int i = 0; i < series; i++) {
        meet(table, run, lines, firstSeries + i * note, box);
        if (table[box + 2] < table[box + 3]) {
          int j = first + table[firstSeries + i * note + windows + 1];
          addParts(table, box, j, places + i * PLACE, p, end, strips);
        }
        box += BOX;
      }
    }
    int stride = lines.period() / strips.phases * strips.lineStride;
    box = boxes;
    for (int run = 2 * note; run < firstSeries; run += note) {
      int p = table[run + windows + 1];
      int size = table[run + windows + 2];
      for (int i = 0; i < series; i++) {
        int place = places + i * PLACE;
        int to = table[place + 2] + p * strips.depthStride;
        int members = table[firstSeries + i * note + windows + 2];
        if (table[place] < table[place + 1]) {
          int j = first + table[firstSeries + i * note + windows + 1];
          copyAcrossStrips(table, box, j, members, p, size, to, strips);
        } else if (table[box + 2] < table[box + 3]
            || !strips.ofRows()
            || strips.parts.covers(table[place], p)) {
          copy(table, box, members, size, to, stride, strips.depthStride, strips);
        }
        box += BOX;
      }
    }
  }

  /** Says that the strips of a box's lines have a part of the depth, but for those left out. */
  private static void addParts(
      int[] table, int box, int j, int place, int from, int to, Strips strips) {
    int first = table[place];
    int last = table[place + 1];
    if (first < last) {
      first = (j + table[box + 2]) / strips.width;
      last = (j + table[box + 3] - 1) / strips.width;
    }
    for (int strip = first; strip <= last; strip++) {
      strips.parts.add(strip, from, to);
    }
  }

  /** Copies a box of lines from line j on that several strips hold. */
  private void copyAcrossStrips(
      int[] table, int box, int j, int members, int depth, int size, int to, Strips strips) {
    boolean exists = table[box + 2] < table[box + 3];
    int first = exists ? table[box + 2] : members;
    int end = exists ? table[box + 3] : members;
    int step = table[box + 1];
    int from = table[box] + first * step;
    int stride = strips.lineStride;
    clearRead(j, first, depth, size, to, strips);
    strips.packer.runs(
        values, from, step, end - first, size, strips.target, to + first * stride, stride);
    clearRead(j + end, members - end, depth, size, to + end * stride, strips);
  }

  /** Zeros for lines from line j on, as far as their strips have a part with this depth. */
  private static void clearRead(int j, int count, int depth, int size, int to, Strips strips) {
    int done = 0;
    while (done < count) {
      int strip = (j + done) / strips.width;
      int here = Math.min(count - done, (strip + 1) * strips.width - j - done);
      if (strips.parts.covers(strip, depth)) {
        clear(strips, to + done * strips.lineStride, strips.lineStride, here, size);
      }
      done += here;
    }
  }

  /**
   * Notes the box of a run and a series.
   *
   * @param run where the run is noted
   * @param direction the axes of the series
   * @param series where it is noted
   * @param box where to note the box: address of the first run, distance, first and end of those
   *     that exist
   */
  private void meet(int[] table, int run, AddressParts direction, int series, int box) {
    int from = table[run] + table[series];
    int step = direction.step();
    int first = 0;
    int end = table[series + windows + 2];
    for (int w = 0; w < windows; w++) {
      int sum = table[run + 1 + w] + table[series + 1 + w];
      int index = divisors[w] == 1 ? sum : Math.floorDiv(sum, divisors[w]);
      int advance = direction.advance(w);
      int last = extents[w] - 1;
      if (index * divisors[w] != sum) {
        end = 0;
      } else if (advance == 0) {
        end = index < 0 || index > last ? 0 : end;
      } else if (advance > 0) {
        first = Math.max(first, -quotient(index, advance));
        end = Math.min(end, quotient(last - index, advance) + 1);
      } else {
        first = Math.max(first, -quotient(last - index, -advance));
        end = Math.min(end, quotient(index, -advance) + 1);
      }
      from += index * strides[w];
      step += advance * strides[w];
    }
    table[box] = from;
    table[box + 1] = step;
    table[box + 2] = Math.min(first, Math.max(0, end));
    table[box + 3] = Math.max(0, end);
  }

  private static int quotient(int a, int b) {
    return b == 1 ? a : Math.floorDiv(a, b);
  }

  /** Copies a box, and zeros for what does not exist of it. */
  private void copy(
      int[] table,
      int box,
      int count,
      int size,
      int to,
      int stride,
      int sizeStride,
      Strips strips) {
    int first = table[box + 2];
    int end = table[box + 3];
    int step = table[box + 1];
    int from = table[box] + first * step;
    if (sizeStride == 1) {
      clear(strips, to, stride, first, size);
      int at = to + first * stride;
      strips.packer.runs(values, from, step, end - first, size, strips.target, at, stride);
      clear(strips, to + end * stride, stride, count - end, size);
      return;
    }
    if (step == 1 && stride == 1 && first == 0 && end == count) {
      strips.packer.runs(values, from, 1, size, count, strips.target, to, sizeStride);
      return;
    }
    for (int i = 0; i < count; i++) {
      boolean exists = i >= first && i < end;
      int source = from + (i - first) * step;
      int at = to + i * stride;
      for (int j = 0; j < size; j++) {
        strips.target[at] = exists ? values[source + j] : 0;
        at += sizeStride;
      }
    }
  }

  /** Zeros instead of some runs: one run of zeros, again and again. */
  private static void clear(Strips strips, int to, int stride, int count, int size) {
    if (count > 0) {
      strips.packer.runs(ZEROS, 0, 0, count, size, strips.target, to, stride);
    }
  }
}
