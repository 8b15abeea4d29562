package org.gradcl.random;

/**
 * The key of a run's random numbers: the two words of Philox's key.
 *
 * @param key0 first word
 * @param key1 second word
 */
public record RandomKey(int key0, int key1) {

  /**
   * {@return the key of a seed: its low word, then its high word} Different seeds give different
   * keys.
   *
   * @param seed any number
   */
  public static RandomKey ofSeed(long seed) {
    return new RandomKey((int) seed, (int) (seed >>> 32));
  }

  /** {@return the seed that yields this key} */
  public long seed() {
    return ((long) key1 << 32) | (key0 & 0xffffffffL);
  }
}
