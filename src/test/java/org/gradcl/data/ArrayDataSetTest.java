package org.gradcl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.data.table.NumericColumn;
import org.gradcl.data.table.Table;
import org.gradcl.data.table.TextColumn;
import org.gradcl.random.RandomKey;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

class ArrayDataSetTest {
  private static final float[][] INPUTS = {{0, 1}, {10, 11}, {20, 21}, {30, 31}, {40, 41}};
  private static final float[][] TARGETS = {{0.5f}, {1.5f}, {2.5f}, {3.5f}, {4.5f}};
  private final ArrayDataSet data = ArrayDataSet.of(INPUTS, TARGETS);

  @Test
  void shapesAreThoseOfASample() {
    assertThat(data.samples()).isEqualTo(5);
    assertThat(data.sampleShapes())
        .containsExactly(Map.entry("input", Shape.of(2)), Map.entry("target", Shape.of(1)));
    ArrayDataSet classes = ArrayDataSet.of(INPUTS, new int[] {0, 1, 2, 1, 0});
    assertThat(classes.targetShape()).isEqualTo(Shape.scalar());
    assertThat(classes.targets()).containsExactly(0, 1, 2, 1, 0);
    ArrayDataSet images = ArrayDataSet.ofInputs(Shape.of(2, 3), new float[12]);
    assertThat(images.samples()).isEqualTo(2);
    assertThat(images.sampleShapes()).containsExactly(Map.entry("input", Shape.of(2, 3)));
    assertThat(data).hasToString("5 samples, input [2], target [1]");
  }

  @Test
  void batchesFollowEachOtherAndLeaveTheRestOfABufferAlone() {
    try (BatchCursor cursor = data.open(SampleOrder.sequential())) {
      FloatBuffer input = buffer(8);
      FloatBuffer target = buffer(4);
      Map<String, FloatBuffer> buffers = Map.of("input", input, "target", target);
      cursor.fill(3, buffers);
      assertThat(values(input)).containsExactly(0, 1, 10, 11, 20, 21, -1, -1);
      assertThat(values(target)).containsExactly(0.5f, 1.5f, 2.5f, -1);
      assertThat(cursor.position()).isEqualTo(3);
      input.position(5);
      cursor.fill(2, buffers);
      assertThat(input.position()).isEqualTo(5);
      assertThat(values(input)).containsExactly(30, 31, 40, 41, 20, 21, -1, -1);
      assertThat(values(target)).containsExactly(3.5f, 4.5f, 2.5f, -1);
      assertThatThrownBy(() -> cursor.fill(1, buffers))
          .isInstanceOf(DataException.class)
          .hasMessage("Asked for 1 samples, 0 of 5 are left in this pass");
      assertThatThrownBy(() -> cursor.fill(0, buffers)).isInstanceOf(DataException.class);
    }
  }

  @Test
  void aShuffledPassVisitsThePermutation() {
    SampleOrder order = SampleOrder.shuffled(RandomKey.ofSeed(7), 2);
    int[] permutation = order.permutation(5);
    try (BatchCursor cursor = data.open(order)) {
      FloatBuffer input = buffer(10);
      FloatBuffer target = buffer(5);
      cursor.fill(5, Map.of("input", input, "target", target));
      for (int i = 0; i < 5; i++) {
        assertThat(input.get(2 * i)).isEqualTo(10 * permutation[i]);
        assertThat(input.get(2 * i + 1)).isEqualTo(10 * permutation[i] + 1);
        assertThat(target.get(i)).isEqualTo(permutation[i] + 0.5f);
      }
    }
  }

  @Test
  void seekingContinuesTheOrder() {
    SampleOrder order = SampleOrder.shuffled(RandomKey.ofSeed(7), 0);
    try (BatchCursor cursor = data.open(order)) {
      assertThat(data.capabilities()).contains(Capability.SEEKABLE);
      cursor.seek(3);
      assertThat(cursor.position()).isEqualTo(3);
      FloatBuffer target = buffer(2);
      cursor.fill(2, Map.of("target", target));
      assertThat(values(target))
          .containsExactly(order.permutation(5)[3] + 0.5f, order.permutation(5)[4] + 0.5f);
      cursor.seek(5);
      assertThat(cursor.position()).isEqualTo(5);
      assertThatThrownBy(() -> cursor.seek(6))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("sample 6", "5 samples");
      assertThatThrownBy(() -> cursor.seek(-1)).isInstanceOf(DataException.class);
    }
  }

  @Test
  void namesThatTheSourceLacksAreRefused() {
    try (BatchCursor cursor = data.open(SampleOrder.sequential())) {
      assertThatThrownBy(() -> cursor.fill(1, Map.of("input", buffer(2), "mask", buffer(1))))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("mask", "[input, target]");
      assertThat(cursor.position()).isZero();
    }
    ArrayDataSet withoutTargets = ArrayDataSet.ofInputs(Shape.of(1), new float[] {1});
    try (BatchCursor cursor = withoutTargets.open(SampleOrder.sequential())) {
      assertThatThrownBy(() -> cursor.fill(1, Map.of("target", buffer(1))))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("[target]", "[input]");
    }
    assertThatThrownBy(withoutTargets::targets).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void fillingDoesNotAllocate() {
    ArrayDataSet large =
        ArrayDataSet.of(Shape.of(8), new float[8 * 4096], Shape.scalar(), new float[4096]);
    for (SampleOrder order :
        new SampleOrder[] {
          SampleOrder.sequential(), SampleOrder.shuffled(RandomKey.ofSeed(1), 0)
        }) {
      Map<String, FloatBuffer> buffers = Map.of("input", buffer(8 * 32), "target", buffer(32));
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      try (BatchCursor cursor = large.open(order)) {
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
          cursor.seek(0);
          long before = threads.getCurrentThreadAllocatedBytes();
          for (int batch = 0; batch < 128; batch++) {
            cursor.fill(32, buffers);
          }
          allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
        }
        // A reading of the counter itself may count a few hundred bytes; a batch's share is nil.
        assertThat(allocated).as(order.toString()).isLessThan(128);
      }
    }
  }

  @Test
  void valuesThatAreNotFiniteAreRefusedWithTheirPlace() {
    float[][] inputs = {{0, 1}, {2, Float.NaN}};
    assertThatThrownBy(() -> ArrayDataSet.of(inputs, new float[][] {{0}, {1}}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("The input holds NaN at row 1, column 1 (both from 0)");
    assertThatThrownBy(
            () ->
                ArrayDataSet.of(
                    new float[][] {{0}, {1}}, new float[][] {{0}, {Float.NEGATIVE_INFINITY}}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("The target holds -Infinity at row 1, column 0");
  }

  @Test
  void dataOfWrongSizeIsRefused() {
    assertThatThrownBy(() -> ArrayDataSet.of(new float[0][], new float[0][]))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("empty");
    assertThatThrownBy(() -> ArrayDataSet.ofInputs(Shape.of(3), new float[0]))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("empty");
    assertThatThrownBy(() -> ArrayDataSet.ofInputs(Shape.of(3), new float[7]))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("7 values", "3 of its shape [3]");
    assertThatThrownBy(() -> ArrayDataSet.of(INPUTS, new float[][] {{1}}))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("5 samples of input [2]", "1 of target [1]");
    assertThatThrownBy(() -> ArrayDataSet.of(new float[][] {{1, 2}, {3}}, new float[][] {{1}, {2}}))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("1 values in row 1", "2 in row 0");
    assertThatThrownBy(() -> ArrayDataSet.of(INPUTS, new int[] {0, 1, -2, 0, 0}))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("-2", "sample 2");
  }

  @Test
  void samplesHaveArraysOfAnyNames() {
    ArrayDataSet named =
        ArrayDataSet.ofArray("numbers", Shape.of(2), new float[] {1, 2, 3, 4, 5, 6})
            .withIndices("cut", Shape.scalar(), new int[] {2, 0, 1})
            .withIndices("words", Shape.of(2), new int[] {7, 8, 9, 10, 11, 12})
            .with("price", Shape.of(1), new float[] {10, 20, 30})
            .with("weight", Shape.scalar(), new float[] {1, 0, 1});
    assertThat(named)
        .hasToString("3 samples, numbers [2], cut [], words [2], price [1], weight []");
    assertThat(named.array("cut")).containsExactly(2, 0, 1);
    assertThat(named.shape("words")).isEqualTo(Shape.of(2));
    assertThat(named.select(2, 0).array("words")).containsExactly(11, 12, 7, 8);
    assertThat(named.hasTargets()).isFalse();
    SampleOrder order = SampleOrder.shuffled(RandomKey.ofSeed(4), 0);
    int[] permutation = order.permutation(3);
    try (BatchCursor cursor = named.open(order)) {
      FloatBuffer cut = buffer(3);
      FloatBuffer words = buffer(6);
      cursor.fill(3, Map.of("cut", cut, "words", words));
      for (int i = 0; i < 3; i++) {
        assertThat(cut.get(i)).isEqualTo(new float[] {2, 0, 1}[permutation[i]]);
        assertThat(words.get(2 * i + 1)).isEqualTo(8 + 2 * permutation[i]);
      }
    }
    assertThat(named.with("cut", Shape.scalar(), new float[3]).array("cut")).containsOnly(0);
    assertThat(named.array("cut")).as("the data set before").containsExactly(2, 0, 1);
  }

  @Test
  void anArrayThatIsNotThereOrDoesNotFitIsRefusedByName() {
    ArrayDataSet named = ArrayDataSet.ofArray("numbers", Shape.of(2), new float[6]);
    assertThatThrownBy(named::inputs)
        .isInstanceOf(DataException.class)
        .hasMessage("The data has no 'input'; it has [numbers]");
    assertThatThrownBy(() -> named.with("mask", Shape.of(3), new float[6]))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "There are 3 samples of numbers [2], but 2 of mask [3]; each sample needs all of its"
                + " arrays");
    assertThatThrownBy(() -> named.withIndices("words", Shape.of(2), new int[] {0, 1, 2, -1, 4, 5}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found -1 in the words of sample 1 (from 0) at column 1");
  }

  @Test
  void moreNumbersThanAnArrayHoldsAreRefused() {
    float[][] rows = new float[1 << 16][];
    Arrays.fill(rows, new float[1 << 15]);
    assertThatThrownBy(() -> ArrayDataSet.of(rows, rows))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("65536 samples of 32768 numbers", "BatchSource");
    ArrayDataSet one = ArrayDataSet.ofInputs(Shape.of(1 << 15), new float[1 << 15]);
    assertThatThrownBy(() -> one.select(new int[1 << 16]))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("65536 samples of 32768 numbers");
  }

  @Test
  void selectionTakesSamplesInTheGivenOrder() {
    ArrayDataSet selected = data.select(4, 0, 4);
    assertThat(selected.inputs()).containsExactly(40, 41, 0, 1, 40, 41);
    assertThat(selected.targets()).containsExactly(4.5f, 0.5f, 4.5f);
    assertThatThrownBy(() -> data.select(5)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> data.select())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("empty");
  }

  private static FloatBuffer buffer(int floats) {
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(4 * floats).order(ByteOrder.nativeOrder()).asFloatBuffer();
    for (int i = 0; i < floats; i++) {
      buffer.put(i, -1);
    }
    return buffer;
  }

  private static float[] values(FloatBuffer buffer) {
    float[] values = new float[buffer.capacity()];
    buffer.get(0, values);
    return values;
  }

  @Test
  void classesAreTargetsWithoutAnAxis() {
    ArrayDataSet flat = ArrayDataSet.of(Shape.of(1, 2), new float[] {1, 2, 3, 4}, new int[] {7, 0});
    assertThat(flat).hasToString("2 samples, input [1, 2], target []");
    assertThat(flat.targets()).containsExactly(7, 0);
    assertThatThrownBy(() -> ArrayDataSet.of(Shape.of(2), new float[4], new int[] {1}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("There are 2 samples of input [2], but 1 of target []");
    int largest = 1 << 24;
    assertThat(ArrayDataSet.of(new float[][] {{1}}, new int[] {largest}).targets())
        .containsExactly(largest);
    assertThatThrownBy(() -> ArrayDataSet.of(new float[][] {{1}}, new int[] {largest + 1}))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Indices of classes, categories and tokens are the whole numbers 0…16777216, found"
                + " 16777217 in the target of sample 0 (from 0); number those that occur from 0"
                + " on");
  }

  @Test
  void columnsAreTakenByName() {
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("kind", new double[] {1, 0, 2});
    columns.put("area", new double[] {50, 70, 90});
    columns.put("rooms", new double[] {2, 3, 0.1});
    columns.put("price", new double[] {1e5, 2e5, 3e5});
    Table houses = Table.of("houses", columns);
    ArrayDataSet prices = ArrayDataSet.of(houses.only("rooms", "area"), houses.only("price"));
    assertThat(prices).hasToString("3 samples, input [2], target [1]");
    assertThat(prices.inputs()).containsExactly(2, 50, 3, 70, 0.1f, 90);
    assertThat(prices.targets()).containsExactly(1e5f, 2e5f, 3e5f);
    ArrayDataSet kinds = ArrayDataSet.of(houses.only("area"), houses.numeric("kind").classes());
    assertThat(kinds).hasToString("3 samples, input [1], target []");
    assertThat(kinds.targets()).containsExactly(1, 0, 2);
    ArrayDataSet inputs = ArrayDataSet.ofInputs(houses.only("area"));
    assertThat(inputs).hasToString("3 samples, input [1]");
    assertThat(inputs.inputs()).containsExactly(50, 70, 90);
  }

  @Test
  void columnsOfWholeNumbersAreIndices() {
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("first", new double[] {1, 0});
    columns.put("second", new double[] {5, 7});
    columns.put("rooms", new double[] {2, 2.5});
    Table words = Table.of("words", columns);
    ArrayDataSet data =
        ArrayDataSet.ofInputs(words.only("rooms"))
            .withIndices("words", words.only("first", "second"));
    assertThat(data).hasToString("2 samples, input [1], words [2]");
    assertThat(data.array("words")).containsExactly(1, 5, 0, 7);
    assertThatThrownBy(() -> data.withIndices("rooms", words.only("first", "rooms")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found 2.5 in the rooms of sample 1 (from 0) at column 1");
  }

  @Test
  void columnsThatDoNotFitAreRefusedByName() {
    Table table =
        Table.of(
            "houses",
            List.of(
                NumericColumn.of("area", 50, 1e300),
                NumericColumn.of("rooms", 2, 2.5),
                NumericColumn.of("floor", -1, 0),
                NumericColumn.of("number", 1, 3e9),
                TextColumn.of("street", "Elm", "Oak")));
    assertThatThrownBy(() -> table.only("rooms", "price"))
        .isInstanceOf(DataException.class)
        .hasMessage("houses has no column 'price'; it has [area, rooms, floor, number, street]");
    assertThatThrownBy(() -> table.only("rooms", "rooms"))
        .isInstanceOf(DataException.class)
        .hasMessage("Name each column of houses once, found [rooms, rooms]");
    assertThatThrownBy(table::only)
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Name at least one column of houses; it has [area, rooms, floor, number, street]");
    assertThatThrownBy(() -> ArrayDataSet.ofInputs(table.only("rooms", "street")))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Column 'street' of houses holds texts where numbers are needed; name one of [rooms]");
    assertThatThrownBy(() -> ArrayDataSet.ofInputs(table.only("area")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("houses, row 1 (from 0), column 'area': 1.0E300", "float32");
    assertThatThrownBy(() -> ArrayDataSet.of(table.only("rooms"), table.only("rooms").select(0)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("There are 2 samples of input [1], but 1 of target [1]");
    assertThatThrownBy(() -> ArrayDataSet.ofInputs(table.only("rooms").select()))
        .isInstanceOf(DataException.class)
        .hasMessage("The data is empty: there is no input; give at least one");
    for (String column : List.of("rooms", "floor", "number")) {
      assertThatThrownBy(() -> table.numeric(column).classes())
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("Column '" + column + "' holds ")
          .hasMessageContaining("classes are the whole numbers from 0 on");
    }
  }

  @Test
  void aRowThatIsNullIsRefusedWithItsNumber() {
    float[][] good = {{1}, {2}};
    for (float[][] bad : new float[][][] {{{1}, null}, {null, {1}}}) {
      String row = "row " + (bad[0] == null ? 0 : 1);
      assertThatThrownBy(() -> ArrayDataSet.of(bad, good))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("input", "null", row);
      assertThatThrownBy(() -> ArrayDataSet.of(good, bad))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("target", "null", row);
    }
  }
}
