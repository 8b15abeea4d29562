package org.gradcl.data.sequence;

import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.gradcl.data.Capability;
import org.gradcl.data.DataException;
import org.gradcl.data.IndexedSource;
import org.gradcl.tensor.Shape;

/**
 * Windows over the tokens of a text: sample i begins with the token i·stride.
 *
 * <pre>
 * input    [length]   the tokens i·stride … i·stride + length − 1
 * target   [length]   those that follow each of them: i·stride + 1 … i·stride + length
 * </pre>
 *
 * <p>Both are indices, as an embedding and a cross-entropy take them. A last window that would not
 * be full is left out. Immutable and safe for use by several threads.
 */
public final class TokenWindows extends IndexedSource {
  private static final Set<Capability> EVERYTHING =
      Collections.unmodifiableSet(EnumSet.allOf(Capability.class));

  private final float[] tokens;
  private final int length;
  private final int stride;

  private TokenWindows(float[] tokens, int length, int stride) {
    this.tokens = tokens;
    this.length = length;
    this.stride = stride;
    if (length < 1 || stride < 1 || length >= tokens.length) {
      throw new DataException(
          String.format(
              "Windows of %d tokens with targets, %d apart, can't be cut out of %d; the length and"
                  + " the stride are at least 1, and the tokens at least length + 1",
              length, stride, tokens.length));
    }
  }

  /**
   * {@return windows over tokens}
   *
   * @param tokens from 0 to 2²⁴, as {@link Vocabulary#encode} gives them; copied
   * @param length tokens of a window, at least 1
   * @param stride tokens from the beginning of one window to that of the next, at least 1; equal to
   *     the length, each token is the target of one window
   * @throws DataException if there are not enough tokens for one window, a token is negative or too
   *     large, or length or stride lie outside their range
   */
  public static TokenWindows of(int[] tokens, int length, int stride) {
    float[] values = new float[tokens.length];
    for (int i = 0; i < values.length; i++) {
      if (tokens[i] < 0 || tokens[i] > 1 << 24) {
        throw new DataException(
            String.format("Tokens lie in 0…%d, found %d at place %d", 1 << 24, tokens[i], i));
      }
      values[i] = tokens[i];
    }
    return new TokenWindows(values, length, stride);
  }

  /**
   * {@return windows over bytes, each its own token, from 0 to 255: a vocabulary of 256 for any
   * file}
   *
   * @param bytes of the text
   * @param length bytes of a window, at least 1
   * @param stride bytes from the beginning of one window to that of the next, at least 1
   * @throws DataException as {@link #of} throws it
   */
  public static TokenWindows ofBytes(byte[] bytes, int length, int stride) {
    float[] values = new float[bytes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes[i] & 0xff;
    }
    return new TokenWindows(values, length, stride);
  }

  @Override
  public long samples() {
    return (tokens.length - 1L - length) / stride + 1;
  }

  @Override
  public Map<String, Shape> sampleShapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put(INPUT, Shape.of(length));
    shapes.put(TARGET, Shape.of(length));
    return shapes;
  }

  /** All capabilities. */
  @Override
  public Set<Capability> capabilities() {
    return EVERYTHING;
  }

  @Override
  protected void put(int sample, int row, Map<String, FloatBuffer> buffers) {
    put(buffers.get(INPUT), row, sample * stride);
    put(buffers.get(TARGET), row, sample * stride + 1);
  }

  private void put(FloatBuffer buffer, int row, int from) {
    if (buffer != null) {
      buffer.put(row * length, tokens, from, length);
    }
  }

  /** For example {@code 768 windows of 64 of 49209 tokens}. */
  @Override
  public String toString() {
    return String.format("%d windows of %d of %d tokens", samples(), length, tokens.length);
  }
}
