package org.gradcl.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradcl.testing.Draw;
import org.gradcl.testing.SeededCases;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
  private static final RandomKey KEY = RandomKey.ofSeed(0x0123456789abcdefL);

  @Test
  void aSeedBecomesTwoWordsAndBack() {
    assertThat(KEY).isEqualTo(new RandomKey(0x89abcdef, 0x01234567));
    assertThat(KEY.seed()).isEqualTo(0x0123456789abcdefL);
    assertThat(RandomKey.ofSeed(-1).seed()).isEqualTo(-1);
  }

  @Test
  void uniformNumbersHaveTheMomentsOfTheUniformDistribution() {
    float[] numbers = new float[100_000];
    new RandomStream(KEY, Purpose.DROPOUT, 0, 0).uniforms(3, 0, numbers, 0, numbers.length);
    double mean = 0;
    double square = 0;
    for (float number : numbers) {
      assertThat(number >= 0 && number < 1).isTrue();
      mean += number / (double) numbers.length;
      square += number * (double) number / numbers.length;
    }
    // Four standard errors: 4·√(1/12/n) and 4·√(4/45/n).
    assertThat(mean).isCloseTo(0.5, within(0.0037));
    assertThat(square).isCloseTo(1 / 3.0, within(0.0038));
  }

  @Test
  void normalNumbersHaveTheMomentsOfTheNormalDistribution() {
    RandomStream stream = new RandomStream(KEY, Purpose.INITIALIZATION, 1, 0);
    int n = 100_000;
    double[] moments = new double[5];
    double neighbours = 0;
    for (int unit = 0; unit < n; unit++) {
      double x = stream.normal(0, unit);
      assertThat(Math.abs(x)).isLessThan(6.77);
      for (int power = 1; power <= 4; power++) {
        moments[power] += Math.pow(x, power) / n;
      }
      neighbours += x * stream.normal(0, unit ^ 1) / n;
    }
    // Four standard errors: variances of x, x², x³, x⁴ are 1, 2, 15, 96; of a product of pairs 2.
    assertThat(moments[1]).isCloseTo(0, within(0.0127));
    assertThat(moments[2]).isCloseTo(1, within(0.0179));
    assertThat(moments[3]).isCloseTo(0, within(0.0490));
    assertThat(moments[4]).isCloseTo(3, within(0.1240));
    assertThat(neighbours).isCloseTo(0, within(0.0179));
  }

  @Test
  void normalNumbersFollowBoxMuller() {
    RandomStream stream = new RandomStream(new RandomKey(0, 0), Purpose.INITIALIZATION, 0, 0);
    // The words of the zero counter are the published 6627e8d5 e169c58d bc57ac4c 9b00dbd8.
    double radius = Math.sqrt(-2 * Math.log((0x6627e8d5L + 0.5) / 0x1p32));
    double angle = 2 * Math.PI * (0xe169c58dL / 0x1p32);
    assertThat(stream.normal(0, 0)).isCloseTo(radius * Math.cos(angle), within(1e-14));
    assertThat(stream.normal(0, 1)).isCloseTo(radius * Math.sin(angle), within(1e-14));
    radius = Math.sqrt(-2 * Math.log((0xbc57ac4cL + 0.5) / 0x1p32));
    angle = 2 * Math.PI * (0x9b00dbd8L / 0x1p32);
    assertThat(stream.normal(0, 2)).isCloseTo(radius * Math.cos(angle), within(1e-14));
    assertThat(stream.normal(0, 3)).isCloseTo(radius * Math.sin(angle), within(1e-14));
  }

  @SeededCases
  void aPermutationHoldsEachNumberOnceAndIsAFunctionOfTheStream(Draw draw) {
    RandomKey key = RandomKey.ofSeed(draw.anyLong());
    RandomStream stream = new RandomStream(key, Purpose.SHUFFLE, 0, draw.anyInt());
    int size = draw.integer(0, 500);
    int[] permutation = stream.permutation(size);
    int[] sorted = permutation.clone();
    Arrays.sort(sorted);
    assertThat(sorted).containsExactly(IntStream.range(0, size).toArray());
    assertThat(stream.permutation(size)).containsExactly(permutation);
  }

  @SeededCases
  void permutationsDifferByStepPurposeAndSeed(Draw draw) {
    long seed = draw.anyLong();
    int step = draw.anyInt();
    RandomKey key = RandomKey.ofSeed(seed);
    int[] permutation = new RandomStream(key, Purpose.SHUFFLE, 0, step).permutation(64);
    // Two of 64! permutations agree with a probability below 1e-89.
    assertThat(new RandomStream(key, Purpose.SHUFFLE, 0, step + 1).permutation(64))
        .isNotEqualTo(permutation);
    assertThat(new RandomStream(key, Purpose.SPLIT, 0, step).permutation(64))
        .isNotEqualTo(permutation);
    assertThat(
            new RandomStream(RandomKey.ofSeed(seed + 1), Purpose.SHUFFLE, 0, step).permutation(64))
        .isNotEqualTo(permutation);
  }

  @Test
  void allPermutationsAreEquallyLikely() {
    Map<String, Integer> counts = new HashMap<>();
    int draws = 24_000;
    for (int step = 0; step < draws; step++) {
      int[] permutation = new RandomStream(KEY, Purpose.SHUFFLE, 0, step).permutation(4);
      counts.merge(Arrays.toString(permutation), 1, Integer::sum);
    }
    assertThat(counts).hasSize(24);
    double chiSquare = 0;
    for (int count : counts.values()) {
      chiSquare += (count - 1000.0) * (count - 1000.0) / 1000.0;
    }
    // The 0.999 quantile of chi-square with 23 degrees of freedom.
    assertThat(chiSquare).isLessThan(49.7);
  }

  @Test
  void badNumbersAreRefused() {
    assertThatThrownBy(() -> new RandomStream(KEY, Purpose.DROPOUT, -1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> new RandomStream(KEY, Purpose.SHUFFLE, 0, 0).permutation(-2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-2");
  }
}
