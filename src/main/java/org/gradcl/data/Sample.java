package org.gradcl.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One sample, as the function of {@link BatchSource#map} receives and returns it: a flat array of
 * float32 numbers, row major, for each name.
 *
 * <p>A sample and its arrays belong to the function that receives it: it may write into them and
 * return the sample, or make another with {@link #with}. Not safe for use by several threads while
 * one of them writes.
 */
public final class Sample {
  private final Map<String, float[]> arrays;

  private Sample(Map<String, float[]> arrays) {
    this.arrays = Collections.unmodifiableMap(arrays);
  }

  /** {@return a sample of the given arrays, which are shared; the map is copied} */
  static Sample of(Map<String, float[]> arrays) {
    return new Sample(new LinkedHashMap<>(arrays));
  }

  /**
   * {@return a sample without a target}
   *
   * @param input its numbers, row major; shared
   */
  public static Sample of(float[] input) {
    return of(Map.of(BatchSource.INPUT, input));
  }

  /**
   * {@return a sample with its target}
   *
   * @param input its numbers, row major; shared
   * @param target its numbers, row major, a single one for the index of a class; shared
   */
  public static Sample of(float[] input, float[] target) {
    return of(input).with(BatchSource.TARGET, target);
  }

  /**
   * {@return the {@link BatchSource#INPUT}, row major}
   *
   * @throws DataException if the sample has none; the message lists the names it has
   */
  public float[] input() {
    return get(BatchSource.INPUT);
  }

  /**
   * {@return the {@link BatchSource#TARGET}, row major}
   *
   * @throws DataException if the sample has none; the message lists the names it has
   */
  public float[] target() {
    return get(BatchSource.TARGET);
  }

  /**
   * {@return the array of a name, row major}
   *
   * @param name one of {@link #names}
   * @throws DataException if the sample has none of this name; the message lists those it has
   */
  public float[] get(String name) {
    float[] array = arrays.get(name);
    if (array == null) {
      throw new DataException("The sample has no '" + name + "'; it has " + names());
    }
    return array;
  }

  /** {@return the names of the arrays} */
  public Set<String> names() {
    return arrays.keySet();
  }

  /**
   * {@return this sample with another input}
   *
   * @param values row major; shared
   */
  public Sample withInput(float... values) {
    return with(BatchSource.INPUT, values);
  }

  /**
   * {@return this sample with another target}
   *
   * @param values row major; shared
   */
  public Sample withTarget(float... values) {
    return with(BatchSource.TARGET, values);
  }

  /**
   * {@return this sample with an array added or replaced}
   *
   * @param name of the array
   * @param values row major; shared
   */
  public Sample with(String name, float... values) {
    Map<String, float[]> changed = new LinkedHashMap<>(arrays);
    changed.put(name, Objects.requireNonNull(values, name));
    return new Sample(changed);
  }
}
