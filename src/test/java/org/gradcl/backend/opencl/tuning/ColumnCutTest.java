package org.gradcl.backend.opencl.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import org.gradcl.testing.Draw;
import org.gradcl.testing.SeededCases;
import org.junit.jupiter.api.Test;

/** Where column sums are cut, for a GPU of 132 units and a CPU device of 8. */
class ColumnCutTest {
  private static KernelVariant row(String name) {
    return KernelVariants.ALL.stream()
        .filter(row -> row.family() == KernelFamily.MAP && row.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static final KernelVariant GPU = row("256 items");
  private static final KernelVariant CPU = row("float8");

  private static ColumnCut gpu(int rows, int columns) {
    return ColumnCut.of(rows, columns, GPU, 132);
  }

  private static ColumnCut cpu(int rows, int columns) {
    return ColumnCut.of(rows, columns, CPU, 8);
  }

  @Test
  void tallMatricesAreCutIntoPartsOfRowsAndWideOnesIntoGroupsOfColumns() {
    // Four slots of 64 lanes: 24 parts of 4167 rows are 66 rows a lane.
    assertThat(gpu(100_003, 3)).isEqualTo(new ColumnCut(100_003, 3, 1, 4, 24, 4167, 64));
    assertThat(gpu(3, 100_003)).isEqualTo(new ColumnCut(3, 100_003, 196, 512, 1, 3, 1));
    assertThat(gpu(128, 512)).isEqualTo(new ColumnCut(128, 512, 16, 32, 1, 128, 8));
    assertThat(gpu(1, 1)).isEqualTo(new ColumnCut(1, 1, 1, 256, 1, 1, 1));
    assertThat(cpu(100_003, 3)).isEqualTo(new ColumnCut(100_003, 3, 1, 8, 8, 12_501, 1));
    assertThat(cpu(3, 100_003)).isEqualTo(new ColumnCut(3, 100_003, 8, 12_504, 1, 3, 1));
    assertThat(cpu(100_003, 20)).isEqualTo(new ColumnCut(100_003, 20, 3, 8, 2, 50_002, 1));
  }

  /** A second kernel adds up the parts, whose own rows are not cut again. */
  @Test
  void partsAreNotCutAgain() {
    assertThat(ColumnCut.ofWholeRows(2000, 3, GPU, 132))
        .isEqualTo(new ColumnCut(2000, 3, 1, 4, 1, 2000, 64));
  }

  @SeededCases
  void groupsCoverTheColumnsAndPartsTheRowsOnce(Draw draw) {
    int rows = draw.integer(1, draw.of(10, 10_000, 1_000_000));
    int columns = draw.integer(1, draw.of(10, 1000));
    KernelVariant variant = draw.of(GPU, CPU, row("64 items"), row("float4"));
    ColumnCut cut = ColumnCut.of(rows, columns, variant, draw.integer(1, 200));
    assertThat(Integer.bitCount(cut.lanes())).isEqualTo(1);
    assertThat(cut.lanes()).isBetween(1, variant.localSize());
    int strip = variant.localSize() / cut.lanes() * variant.macro("VECTOR_WIDTH");
    assertThat(cut.chunk() % strip).isZero();
    assertThat((long) cut.groups() * cut.chunk()).isGreaterThanOrEqualTo(columns);
    assertThat((long) (cut.groups() - 1) * cut.chunk()).isLessThan(columns);
    assertThat((long) cut.parts() * cut.partRows()).isGreaterThanOrEqualTo(rows);
    assertThat((long) (cut.parts() - 1) * cut.partRows()).isLessThan(rows);
  }
}
