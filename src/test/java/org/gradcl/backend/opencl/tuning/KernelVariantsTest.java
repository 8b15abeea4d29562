package org.gradcl.backend.opencl.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.gradcl.backend.DeviceRejectedException;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.device.DeviceDescription;
import org.gradcl.plan.Target.MachineClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelVariantsTest {
  /** A device with so much local memory, so large work-groups and so wide vectors. */
  static DeviceProperties device(long localMemory, int workGroupSize, int vectorWidth) {
    return new DeviceProperties(
        "platform",
        "device",
        "vendor",
        "OpenCL 1.2",
        "1",
        DeviceDescription.Type.GPU,
        4,
        1000,
        1L << 32,
        1L << 30,
        localMemory,
        workGroupSize,
        vectorWidth,
        true,
        true,
        0,
        Set.of());
  }

  @Test
  void everyRowIsReachedOnSomeDevice() {
    Set<KernelVariant> reached = new HashSet<>();
    for (KernelVariant row : KernelVariants.ALL) {
      for (int width : new int[] {16, 8, 4}) {
        for (long localMemory : new long[] {1 << 17, 1 << 15, width << 11}) {
          for (int extent : new int[] {2000, 200, 3}) {
            DeviceProperties device = device(localMemory, localMemory > 1 << 15 ? 256 : 64, width);
            Extents extents = new Extents(extent, extent, 9);
            if (!KernelVariants.isProduct(row.family())) {
              reached.add(KernelVariants.find(row.family(), row.machine(), device, extents));
            }
          }
        }
      }
    }
    for (DeviceProperties device : ProductModelTest.DEVICES) {
      for (int lines : new int[] {1, 2, 3, 5, 7, 9, 11, 13}) {
        reached.add(product(128, lines, 4096, device));
        reached.add(product(40, lines, 256, device));
        reached.add(product(100_000, lines, 4096, device));
      }
      for (int extent : new int[] {64, 512, 700, 1024, 2048}) {
        reached.add(product(extent, extent, 512, device));
        ProductExtents square = new ProductExtents(extent, extent, 512, 1, false, true);
        MatmulSetting tensor = MatmulSetting.of(device).withTensor();
        reached.add(tensor.choose(square, device).group().variant());
      }
    }
    assertThat(KernelVariants.ALL.stream().filter(row -> !reached.contains(row)))
        .extracting(KernelVariant::describe)
        .isEmpty();
  }

  private static KernelVariant product(int m, int n, int k, DeviceProperties device) {
    ProductExtents extents = new ProductExtents(m, n, k, 1, false, true);
    return MatmulSetting.of(device).choose(extents, device).group().variant();
  }

  @Test
  void aRowThatBreaksAConstraintIsPassedOver() {
    ProductExtents large = new ProductExtents(4096, 4096, 4096, 1, false, false);
    DeviceProperties roomy = device(49152, 1024, 1);
    MatmulSetting setting = MatmulSetting.of(roomy);
    assertThat(setting.choose(large, roomy).group().variant().name()).isEqualTo("128x64x8");
    DeviceProperties tight = device(10_000, 1024, 1);
    KernelVariant small = setting.choose(large, tight).group().variant();
    assertThat(small.localBytes()).isLessThanOrEqualTo(10_000);
    assertThat(small.name()).isEqualTo("64x64x8");
    DeviceProperties narrow = device(49152, 64, 1);
    assertThat(setting.choose(large, narrow).group().variant().localSize()).isEqualTo(64);
  }

  /** Counted by hand by the declarations in the kernel files. */
  @Test
  void localMemoryIsWhatTheKernelsDeclare() {
    Map<String, Long> floats =
        Map.of(
            "32x32x16",
            2 * 16 * (36 + 36L),
            "64x64x16",
            2 * 16 * (68 + 68L),
            "128x128x8",
            2 * 8 * (132 + 132L),
            "tensor 128x128x16",
            2 * 16 * (136 + 136L),
            "tensor 64x64x16",
            2 * 16 * (72 + 72L),
            "skinny 6x8",
            64 * 4 * 6L,
            "6x16",
            2 * 264 + 1L,
            "256 items",
            256L,
            "float8",
            1L);
    for (KernelVariant row : KernelVariants.ALL) {
      if (floats.containsKey(row.name())) {
        assertThat(row.localBytes()).as(row.describe()).isEqualTo(4 * floats.get(row.name()));
      }
    }
  }

  @Test
  void whereNothingFitsTheMessageSaysWhatTheDeviceHas() {
    assertThatThrownBy(
            () ->
                KernelVariants.find(
                    KernelFamily.MAP, MachineClass.GPU, device(128, 1024, 1), Extents.of(10, 10)))
        .isInstanceOf(DeviceRejectedException.class)
        .hasMessageContaining("NO_KERNEL_VARIANT")
        .hasMessageContaining("128 bytes of local memory");
    ProductExtents square = new ProductExtents(40, 40, 40, 1, false, false);
    DeviceProperties tight = device(1024, 1024, 1);
    assertThatThrownBy(() -> MatmulSetting.of(tight).choose(square, tight))
        .isInstanceOf(DeviceRejectedException.class)
        .hasMessageContaining("NO_KERNEL_VARIANT")
        .hasMessageContaining("1024 bytes of local memory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fast", "product/2", "matmul_packed/2", "32x32x16/", "/3", "skinny/x"})
  void anUnknownProductIsRefusedWithTheKnownOnes(String forced) {
    assertThatThrownBy(() -> setting(forced))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + forced + "'")
        .hasMessageContaining("'matmul_packed'")
        .hasMessageContaining("'128x128x8'");
  }

  @Test
  void aBodyAndItsPartsCanBeForced() {
    DeviceProperties device = device(49152, 1024, 1);
    ProductExtents extents = new ProductExtents(300, 200, 100, 1, false, true);
    ProductChoice tile = setting("64x64x16/3").choose(extents, device);
    assertThat(tile.group().variant().name()).isEqualTo("64x64x16");
    assertThat(tile.partTerms()).isEqualTo(48);
    assertThat(tile.parts(100)).isEqualTo(3);
    ProductChoice skinny = setting("skinny").choose(extents, device);
    assertThat(skinny.group().variant().name()).isEqualTo("skinny 16x64");
    assertThat(skinny.isSplit()).isFalse();
    assertThat(setting("matmul_packed").machine()).isEqualTo(MachineClass.OPENCL_CPU);
  }

  private static MatmulSetting setting(String forced) {
    System.setProperty(MatmulSetting.PROPERTY, forced);
    try {
      return MatmulSetting.of(device(1, 1, 1));
    } finally {
      System.clearProperty(MatmulSetting.PROPERTY);
    }
  }

  @Test
  void packedBlocksCoverTheProductAndOccupyTheUnits() {
    KernelVariant variant = find(KernelFamily.MATMUL_PACKED);
    for (int[] mnk :
        new int[][] {{512, 512, 512}, {128, 512, 784}, {512, 784, 128}, {1, 1, 1}, {7, 10, 256}}) {
      Extents extents = new Extents(mnk[0], mnk[1], mnk[2]);
      for (int units : new int[] {1, 2, 16}) {
        PackedBlocks blocks = PackedBlocks.of(extents, true, variant, units);
        assertThat(blocks.rows() * blocks.groupRows()).isGreaterThanOrEqualTo(extents.m());
        assertThat(blocks.columns() * blocks.groupColumns()).isGreaterThanOrEqualTo(extents.n());
        assertThat(blocks.rows() % variant.macro("TILE_ROWS")).isZero();
        assertThat(blocks.columns() % (2 * variant.macro("VECTOR_WIDTH"))).isZero();
        assertThat(blocks.groups()).isLessThanOrEqualTo(4 * units);
      }
    }
    Extents square = new Extents(512, 512, 512);
    assertThat(PackedBlocks.of(square, false, variant, 2).groups()).isGreaterThanOrEqualTo(2);
  }

  /** Panels are kept where there are several turns, and where they are not larger than caches. */
  @Test
  void packedBlocksKeepSmallPanelsForAllTurns() {
    KernelVariant variant = find(KernelFamily.MATMUL_PACKED);
    assertThat(new PackedBlocks(16_386, 64, 2, 1).keepsB(576, variant)).isTrue();
    assertThat(new PackedBlocks(264, 64, 1, 1).keepsB(576, variant)).isFalse();
    assertThat(new PackedBlocks(16_386, 1024, 2, 1).keepsB(576, variant)).isFalse();
  }

  @Test
  void streamedBlocksCoverTheProductInLongRuns() {
    KernelVariant variant = find(KernelFamily.MATMUL_STREAMED);
    for (int[] mnk : new int[][] {{1, 4096, 4096}, {16, 10, 256}, {7, 1043, 283}, {1, 1, 1}}) {
      Extents few = new Extents(mnk[0], mnk[1], mnk[2]);
      Extents gradient = new Extents(mnk[1], mnk[2], mnk[0]);
      for (int units : new int[] {1, 2, 16}) {
        for (boolean lines : new boolean[] {false, true}) {
          assertThat(StreamedBlocks.suit(few, false, lines, variant)).isTrue();
          StreamedBlocks blocks = StreamedBlocks.of(few, false, lines, variant, units);
          assertThat(blocks.groupRows()).isEqualTo(1);
          covers(blocks, few, units);
        }
        assertThat(StreamedBlocks.suit(gradient, true, false, variant)).isTrue();
        StreamedBlocks blocks = StreamedBlocks.of(gradient, true, false, variant, units);
        assertThat(blocks.columns()).isEqualTo(gradient.n());
        covers(blocks, gradient, units);
      }
    }
    Extents wide = new Extents(1, 4096, 4096);
    assertThat(StreamedBlocks.of(wide, false, false, variant, 2).columns()).isEqualTo(1024);
    assertThat(StreamedBlocks.of(wide, false, true, variant, 2).groups()).isEqualTo(8);
    assertThat(StreamedBlocks.suit(new Extents(17, 64, 64), false, false, variant)).isFalse();
    assertThat(StreamedBlocks.suit(new Extents(32, 1024, 512), false, false, variant)).isTrue();
    assertThat(StreamedBlocks.suit(new Extents(33, 1024, 512), false, false, variant)).isFalse();
    assertThat(StreamedBlocks.suit(new Extents(17, 1024, 512), false, true, variant)).isFalse();
    assertThat(StreamedBlocks.suit(new Extents(64, 64, 65), true, false, variant)).isFalse();
    assertThat(StreamedBlocks.suit(new Extents(64, 64, 8), true, true, variant)).isFalse();
  }

  private static void covers(StreamedBlocks blocks, Extents extents, int units) {
    assertThat(blocks.rows() * blocks.groupRows()).isGreaterThanOrEqualTo(extents.m());
    assertThat(blocks.columns() * blocks.groupColumns()).isGreaterThanOrEqualTo(extents.n());
    assertThat(blocks.groups()).isLessThanOrEqualTo(4 * units);
  }

  private static KernelVariant find(KernelFamily family) {
    return KernelVariants.find(
        family, MachineClass.OPENCL_CPU, device(1 << 19, 4096, 8), new Extents(512, 512, 512));
  }
}
