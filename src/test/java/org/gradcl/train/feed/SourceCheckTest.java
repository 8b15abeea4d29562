package org.gradcl.train.feed;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.BatchCursor;
import org.gradcl.data.BatchSource;
import org.gradcl.data.DataException;
import org.gradcl.data.SampleOrder;
import org.gradcl.graph.ShapeMismatchException;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

/** What a model of several named inputs and targets refuses of its data. */
class SourceCheckTest {
  private static final IndexRange WORDS = IndexRange.ofClasses(4).or(-100);
  private static final RequiredArrays REQUIRED =
      RequiredArrays.of(
          List.of(
              RequiredArray.ofNumbers("image", Shape.of(2), () -> "conv1"),
              RequiredArray.ofIndices("words", Shape.of(3), () -> "The embedding 'words'", WORDS)));

  private static ArrayDataSet data(int... words) {
    return ArrayDataSet.ofArray("image", Shape.of(2), new float[4])
        .with("words", Shape.of(3), floats(words))
        .with("weight", Shape.scalar(), new float[2]);
  }

  private static float[] floats(int[] words) {
    float[] floats = new float[words.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = words[i];
    }
    return floats;
  }

  @Test
  void arraysAreReadByTheirNames() {
    assertThatCode(() -> SourceCheck.require(data(0, 1, 2, 3, -100, 0), REQUIRED))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> SourceCheck.require(ArrayDataSet.ofInputs(Shape.of(2), new float[4]), REQUIRED))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "reads 'image' of shape [2]. The data has no 'image'; it has [input]");
    assertThatThrownBy(
            () ->
                SourceCheck.require(
                    data(0, 1, 2, 3, 0, 0).with("image", Shape.of(1, 2), new float[4]), REQUIRED))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage(
            "conv1 takes 'image' of shape [2], the data has 'image' of shape [1, 2]; give the data"
                + " this shape (BatchSource.map), or have the model take that of the data");
    assertThatThrownBy(
            () ->
                SourceCheck.require(
                    data(0, 1, 2, 3, 0, 0).with("words", Shape.of(3, 4), new float[24]), REQUIRED))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessageEndingWith("give the index of each class, not an indicator for each");
  }

  /** The states of all times, each of which predicts a class, and one class a sample. */
  @Test
  void oneClassForWhatIsPredictedAtSeveralPlaces() {
    RequiredArray target =
        RequiredArray.ofIndices("target", Shape.of(8), () -> "The loss", IndexRange.ofClasses(10));
    ArrayDataSet data = ArrayDataSet.ofIndices("target", Shape.scalar(), new int[] {3, 4});
    assertThatThrownBy(() -> SourceCheck.require(data, RequiredArrays.of(List.of(target))))
        .isInstanceOf(ShapeMismatchException.class)
        .hasMessage(
            "The loss takes targets of shape [8], the data has targets of shape []; the data has"
                + " one index a sample: end the model so that it predicts once a sample, by a last"
                + " state, a mean or a flatten");
  }

  @Test
  void indicesOfDataInMemoryAreCheckedBeforehandAndOthersAsTheyAreRead() {
    ArrayDataSet wrong = data(0, 1, 2, 3, 4, 0);
    String message =
        "Sample 1 of the pass (from 0) has the words 4.0 at column 1 (from 0); The embedding"
            + " 'words' has 4 classes, whose indices are the whole numbers 0 to 3; number those of"
            + " the data from 0 on";
    assertThatThrownBy(() -> SourceCheck.require(wrong, REQUIRED))
        .isInstanceOf(DataException.class)
        .hasMessage(message);
    BatchSource read = wrong.map(sample -> sample);
    SourceCheck.require(read, REQUIRED);
    Map<String, FloatBuffer> buffers =
        Map.of("image", FloatBuffer.allocate(4), "words", FloatBuffer.allocate(6));
    try (BatchCursor cursor =
        SourceCheck.checked(read, read.open(SampleOrder.sequential()), REQUIRED)) {
      assertThatThrownBy(() -> cursor.fill(2, buffers))
          .isInstanceOf(DataException.class)
          .hasMessage(message);
    }
  }
}
