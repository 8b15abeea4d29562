package org.gradcl.data;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.gradcl.tensor.Shape;

/**
 * A source whose samples are numbers: sample i has the input i + first and the target −(i + first).
 * It counts what is open and what was read.
 */
final class Numbers implements BatchSource {
  private final int first;
  private final int samples;
  private final Set<Capability> capabilities;
  int open;
  int read;

  Numbers(int first, int samples, Capability... capabilities) {
    this.first = first;
    this.samples = samples;
    this.capabilities = Set.of(capabilities);
  }

  static Numbers stream(int samples) {
    return new Numbers(0, samples, Capability.REPEATABLE);
  }

  static Numbers seekable(int samples) {
    return new Numbers(0, samples, Capability.REPEATABLE, Capability.SEEKABLE);
  }

  @Override
  public long samples() {
    return samples;
  }

  @Override
  public Map<String, Shape> sampleShapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put(INPUT, Shape.of(1));
    shapes.put(TARGET, Shape.of(1));
    return shapes;
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public BatchCursor open(SampleOrder order) {
    if (order.isShuffled()) {
      throw UnsupportedBySourceException.shuffling(this);
    }
    open++;
    return new Cursor();
  }

  @Override
  public String toString() {
    return "numbers from " + first;
  }

  private final class Cursor implements BatchCursor {
    private int position;
    private boolean closed;

    @Override
    public void fill(int rows, Map<String, FloatBuffer> buffers) {
      Pass.requireLeft(rows, position, samples);
      for (int row = 0; row < rows; row++, position++, read++) {
        for (Map.Entry<String, FloatBuffer> buffer : buffers.entrySet()) {
          int number = first + position;
          buffer.getValue().put(row, buffer.getKey().equals(INPUT) ? number : -number);
        }
      }
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void seek(long sample) {
      if (!capabilities.contains(Capability.SEEKABLE)) {
        throw UnsupportedBySourceException.seeking(this);
      }
      position = (int) sample;
    }

    @Override
    public void close() {
      open -= closed ? 0 : 1;
      closed = true;
    }
  }

  /** The inputs of a whole pass in batches; each target is checked to be its input's negative. */
  static List<Integer> pass(BatchSource source, SampleOrder order, int batch) {
    try (BatchCursor cursor = source.open(order)) {
      return rest(source, cursor, batch);
    }
  }

  static List<Integer> sequential(BatchSource source) {
    return pass(source, SampleOrder.sequential(), 3);
  }

  /** The inputs from a cursor's place to the end. */
  static List<Integer> rest(BatchSource source, BatchCursor cursor, int batch) {
    List<Integer> inputs = new ArrayList<>();
    FloatBuffer input = FloatBuffer.allocate(batch + 1);
    FloatBuffer target = FloatBuffer.allocate(batch + 1);
    while (cursor.position() < source.samples()) {
      int rows = (int) Math.min(batch, source.samples() - cursor.position());
      input.put(rows, 1e9f);
      cursor.fill(rows, Map.of(INPUT, input, TARGET, target));
      if (input.get(rows) != 1e9f) {
        throw new AssertionError("Something was written behind the batch");
      }
      for (int row = 0; row < rows; row++) {
        if (target.get(row) != -input.get(row)) {
          throw new AssertionError(input.get(row) + " has the target " + target.get(row));
        }
        inputs.add((int) input.get(row));
      }
    }
    return inputs;
  }

  /** All numbers from one to another, without it. */
  static List<Integer> range(int from, int to) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = from; i < to; i++) {
      numbers.add(i);
    }
    return numbers;
  }

  static List<Integer> sorted(List<Integer> numbers) {
    List<Integer> sorted = new ArrayList<>(numbers);
    Collections.sort(sorted);
    return sorted;
  }

  static Set<Integer> both(List<Integer> a, List<Integer> b) {
    Set<Integer> both = new TreeSet<>(a);
    both.addAll(b);
    return both;
  }
}
