package org.gradcl.gpu.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.gradcl.gpu.GpuDevices;
import org.gradcl.gpu.product.TimeModel.Product;
import org.junit.jupiter.api.Test;

/** The formulas, with figures that were computed by other code from the same formulas. */
class TimeModelTest {
  private static final GpuFigures H200 = GpuDevices.named("H200").figures();
  private static final GpuFigures RTX_4090 = GpuDevices.named("RTX 4090").figures();

  private static final SliceCosts TWO_BARRIERS =
      new SliceCosts(Tile.square(64, 64, 16, 4), 256, 74, 561, 256, 112, 4, 220, 316, 9);
  private static final SliceCosts PREFETCHED =
      new SliceCosts(Tile.square(128, 128, 8, 8), 256, 128, 580, 512, 90, 0, 90, 580, 17);
  private static final SliceCosts SMALL =
      new SliceCosts(Tile.square(32, 32, 16, 4), 64, 76, 349, 256, 85, 0, 120, 349, 9);

  private static double micros(SliceCosts costs, GpuFigures gpu, int m, int n, int k, int splits) {
    return TimeModel.microseconds(new Product(m, n, k, 1, splits), costs, gpu);
  }

  @Test
  void largeProductsAreBoundByIssue() {
    assertThat(micros(TWO_BARRIERS, H200, 512, 2048, 1024, 1)).isCloseTo(75.3, within(0.05));
    assertThat(micros(PREFETCHED, H200, 2048, 2048, 512, 1)).isCloseTo(77.7, within(0.05));
    assertThat(micros(PREFETCHED, RTX_4090, 2048, 2048, 512, 1)).isCloseTo(61.5, within(0.05));
  }

  @Test
  void aSplitAddsALaunchAndFillsTheDevice() {
    assertThat(micros(PREFETCHED, H200, 512, 2048, 1024, 4)).isCloseTo(42.3, within(0.05));
    assertThat(micros(SMALL, H200, 128, 512, 784, 6)).isCloseTo(7.1, within(0.05));
  }

  @Test
  void fewGroupsAreBoundByLatency() {
    assertThat(micros(TWO_BARRIERS, H200, 128, 512, 784, 1)).isCloseTo(51.6, within(0.05));
    assertThat(micros(TWO_BARRIERS, RTX_4090, 128, 512, 784, 1)).isCloseTo(40.9, within(0.05));
  }

  @Test
  void aProductOfABatchIsThatManyProducts() {
    double four = TimeModel.microseconds(new Product(64, 64, 64, 4, 1), SMALL, H200);
    assertThat(four).isCloseTo(micros(SMALL, H200, 128, 128, 64, 1), within(1e-9));
  }

  @Test
  void noProductIsFasterThanItsBytes() {
    // 1 × 1 × 400,000,000, two vectors of 1.6 GB.
    assertThat(micros(SMALL, H200, 1, 1, 400_000_000, 400_000_000 / 16))
        .isGreaterThan(3.2e9 / 4.3e12 * 1e6);
  }

  @Test
  void groupsAUnitHoldsAreLimitedByRegistersItemsAndMemory() {
    assertThat(TimeModel.groupsPerUnit(TWO_BARRIERS, H200)).isEqualTo(3);
    assertThat(TimeModel.groupsPerUnit(PREFETCHED, H200)).isEqualTo(2);
    assertThat(TimeModel.groupsPerUnit(SMALL, H200)).isEqualTo(12);
    assertThat(TimeModel.groupsPerUnit(SMALL, RTX_4090)).isEqualTo(9);
  }

  @Test
  void peaksAreThoseOfTheDataSheets() {
    assertThat(H200.peakTeraflops()).isCloseTo(66.9, within(0.1));
    assertThat(RTX_4090.peakTeraflops()).isCloseTo(82.6, within(0.1));
    assertThat(GpuDevices.named("RTX 2080").figures().peakTeraflops()).isCloseTo(10.1, within(0.1));
    assertThat(GpuDevices.named("7900").figures().peakTeraflops()).isCloseTo(61.4, within(0.1));
    assertThat(GpuDevices.named("MI250").figures().peakTeraflops()).isCloseTo(45.3, within(0.1));
    assertThat(GpuDevices.named("A770").figures().peakTeraflops()).isCloseTo(19.7, within(0.1));
  }
}
