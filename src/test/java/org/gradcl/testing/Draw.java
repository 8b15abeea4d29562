package org.gradcl.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The values of one case of a property, a function of its seed alone. One in eight is an edge of
 * its range, where the errors are; whole numbers and sizes of wide ranges are of every magnitude.
 *
 * @see SeededCases
 */
public final class Draw {
  private static final int ONE_IN = 8;
  private static final float[] FLOAT_EDGES = {
    0, -0f, 1, -1, Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE
  };
  private static final double[] DOUBLE_EDGES = {
    0, -0.0, 1, -1, 0.01, Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE, -Double.MAX_VALUE
  };

  private final long seed;
  private final SplittableRandom random;

  Draw(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  private boolean edge() {
    return random.nextInt(ONE_IN) == 0;
  }

  /** One of the values, each as likely. */
  public <T> T of(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** One of the values, each as likely. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final <T> T of(T... values) {
    return values[random.nextInt(values.length)];
  }

  /** A whole number between two, both included. */
  public int integer(int min, int max) {
    if (edge()) {
      int[] edges = IntStream.of(min, max, 0, 1, -1).filter(i -> i >= min && i <= max).toArray();
      return edges[random.nextInt(edges.length)];
    }
    long range = (long) max - min + 1;
    long below = range > 1 << 16 && random.nextBoolean() ? magnitude(range) : range;
    return (int) (min + random.nextLong(below));
  }

  /** A power of two up to a range: as many small ones as large ones. */
  private long magnitude(long range) {
    return 1L << random.nextInt(Long.SIZE - Long.numberOfLeadingZeros(range - 1));
  }

  /** Any whole number of 32 bits. */
  public int anyInt() {
    return edge()
        ? of(0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE)
        : random.nextInt() >> random.nextInt(Integer.SIZE);
  }

  /** Any whole number of 64 bits. */
  public long anyLong() {
    return edge()
        ? of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE)
        : random.nextLong() >> random.nextInt(Long.SIZE);
  }

  /** Any finite number of 32 bits. */
  public float anyFloat() {
    float number =
        edge()
            ? FLOAT_EDGES[random.nextInt(FLOAT_EDGES.length)]
            : Float.intBitsToFloat(random.nextInt());
    return Float.isFinite(number) ? number : anyFloat();
  }

  /** Any finite number of 64 bits: of every magnitude, or with few digits. */
  public double anyDouble() {
    double number =
        edge()
            ? DOUBLE_EDGES[random.nextInt(DOUBLE_EDGES.length)]
            : random.nextBoolean()
                ? Double.longBitsToDouble(random.nextLong())
                : anyInt() / Math.pow(10, random.nextInt(9));
    return Double.isFinite(number) ? number : anyDouble();
  }

  /** A number between two, both included. */
  public double number(double min, double max) {
    return edge() ? random.nextBoolean() ? min : max : min + (max - min) * random.nextDouble();
  }

  /** As many values as a number between two, both included. */
  public <T> List<T> list(int min, int max, Supplier<? extends T> value) {
    List<T> list = new ArrayList<>();
    for (int left = integer(min, max); left > 0; left--) {
      list.add(value.get());
    }
    return list;
  }

  /** As many whole numbers as a number between two, both included. */
  public int[] integers(int min, int max, IntSupplier value) {
    return IntStream.generate(value).limit(integer(min, max)).toArray();
  }

  /** A text of as many of the characters as a number between two, both included. */
  public String text(int min, int max, String characters) {
    StringBuilder text = new StringBuilder();
    for (int left = integer(min, max); left > 0; left--) {
      text.append(characters.charAt(random.nextInt(characters.length())));
    }
    return text.toString();
  }

  /** A text of up to so many characters of Unicode, none half of a pair. */
  public String unicode(int max) {
    StringBuilder text = new StringBuilder();
    for (int left = integer(0, max); left > 0; left--) {
      int character = random.nextInt(of(0x80, 0x800, 0x10000, Character.MAX_CODE_POINT + 1));
      boolean half = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
      text.appendCodePoint(half ? '\0' : character);
    }
    return text.toString();
  }

  /** The seed, by which a failure is found again. */
  @Override
  public String toString() {
    return "seed " + seed;
  }
}
