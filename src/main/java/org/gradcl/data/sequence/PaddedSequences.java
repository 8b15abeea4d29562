package org.gradcl.data.sequence;

import java.util.Arrays;
import java.util.Objects;
import org.gradcl.data.ArrayDataSet;
import org.gradcl.data.BatchSource;
import org.gradcl.data.DataException;
import org.gradcl.tensor.Shape;

/**
 * Sequences of tokens of different lengths as samples of one length: filled up behind their end,
 * and what is to be left out is said twice, for whoever reads it.
 *
 * <pre>
 * input     [longest]   the tokens, then the padding token
 * length    []          how many are of the sequence, from 1: for recurrent layers
 * padding   [longest]   0 for a token of the sequence, 1 for padding: for attention's mask
 * </pre>
 *
 * <pre>{@code
 * ArrayDataSet reviews =
 *     PaddedSequences.of(tokens, 0).withIndices("target", Shape.scalar(), classes);
 * }</pre>
 */
public final class PaddedSequences {
  /** The name of the array of lengths. */
  public static final String LENGTH = "length";

  /** The name of the array that is 1 where a token is padding. */
  public static final String PADDING = "padding";

  private PaddedSequences() {}

  /**
   * {@return sequences filled up to the longest of them; copied}
   *
   * @param sequences of at least one token each, from 0 to 2²⁴
   * @param padding the token behind the end of a sequence
   * @throws DataException if there are none, one is empty, or a token lies outside its range
   */
  public static ArrayDataSet of(int[][] sequences, int padding) {
    int longest = Arrays.stream(sequences).mapToInt(sequence -> sequence.length).max().orElse(0);
    return of(sequences, padding, Math.max(1, longest));
  }

  /**
   * {@return sequences filled up to a length; copied}
   *
   * @param sequences of at least one token each and at most {@code length}, from 0 to 2²⁴
   * @param padding the token behind the end of a sequence
   * @param length of all, which a model was made for, say
   * @throws DataException if there are none, one is empty or longer, or a token lies outside its
   *     range
   */
  public static ArrayDataSet of(int[][] sequences, int padding, int length) {
    Objects.requireNonNull(sequences, "sequences");
    if ((long) sequences.length * length > ArrayDataSet.LARGEST_ARRAY) {
      throw new DataException(
          String.format(
              "%d sequences filled up to %d tokens do not fit into an array; cut long ones off",
              sequences.length, length));
    }
    int[] tokens = new int[sequences.length * length];
    int[] lengths = new int[sequences.length];
    float[] padded = new float[tokens.length];
    Arrays.fill(tokens, padding);
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = sequences[i].length;
      if (lengths[i] < 1 || lengths[i] > length) {
        throw new DataException(
            String.format(
                "Sequence %d (from 0) has %d tokens, at least 1 and at most %d are possible; leave"
                    + " out empty ones and cut long ones off",
                i, lengths[i], length));
      }
      System.arraycopy(sequences[i], 0, tokens, i * length, lengths[i]);
      Arrays.fill(padded, i * length + lengths[i], (i + 1) * length, 1);
    }
    return ArrayDataSet.ofIndices(BatchSource.INPUT, Shape.of(length), tokens)
        .withIndices(LENGTH, Shape.scalar(), lengths)
        .with(PADDING, Shape.of(length), padded);
  }
}
