package org.gradcl.backend.jvm.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DepthPartsTest {
  private final DepthParts parts = new DepthParts();

  @Test
  void aSmallGapIsNoGap() {
    parts.begin(2);
    parts.add(1, 0, 10);
    parts.add(1, 10 + DepthParts.LEAST_GAP - 1, 40);
    parts.add(1, 40, 64);
    parts.add(1, 64 + DepthParts.LEAST_GAP, 90);
    assertThat(parts.count(0)).isZero();
    assertThat(parts.count(1)).isEqualTo(2);
    assertThat(parts.from(1, 0)).isZero();
    assertThat(parts.to(1, 0)).isEqualTo(64);
    assertThat(parts.from(1, 1)).isEqualTo(64 + DepthParts.LEAST_GAP);
    assertThat(parts.to(1, 1)).isEqualTo(90);
    assertThat(parts.covers(1, 63)).isTrue();
    assertThat(parts.covers(1, 64)).isFalse();
    assertThat(parts.covers(1, 90)).isFalse();
  }

  @Test
  void holdsAsManyAsADepthCanHave() {
    parts.begin(3);
    for (int strip = 0; strip < 3; strip++) {
      for (int from = 0; from < TileKernel.MOST_DEPTH; from += DepthParts.LEAST_GAP + 1) {
        parts.add(strip, from, from + 1);
      }
    }
    for (int strip = 0; strip < 3; strip++) {
      assertThat(parts.count(strip)).isEqualTo(16);
      assertThat(parts.to(strip, 15)).isEqualTo(15 * (DepthParts.LEAST_GAP + 1) + 1);
    }
  }
}
