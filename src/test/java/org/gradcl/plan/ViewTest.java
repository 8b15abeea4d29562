package org.gradcl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ViewTest {
  @Test
  void gapsBetweenRowsBelongToAViewAndOneBehindTheLastDoesNot() {
    View view = new View(Region.WORKSPACE, 10, 3, 4, 6);
    assertThat(view.elements()).isEqualTo(12);
    assertThat(view.end()).isEqualTo(10 + 2 * 6 + 4);
    assertThat(view.overlaps(View.of(Region.WORKSPACE, 14, 1, 2))).isTrue();
    assertThat(view.overlaps(View.of(Region.WORKSPACE, 25, 1, 2))).isTrue();
    assertThat(view.overlaps(View.of(Region.WORKSPACE, 26, 1, 2))).isFalse();
    assertThat(view.overlaps(View.of(Region.OUTPUT, 14, 1, 2))).isFalse();
  }
}
