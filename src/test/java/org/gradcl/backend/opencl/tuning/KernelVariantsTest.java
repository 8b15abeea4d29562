package org.gradcl.backend.opencl.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.gradcl.backend.DeviceRejectedException;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.device.DeviceDescription;
import org.gradcl.plan.Target.MachineClass;
import org.junit.jupiter.api.Test;

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
        Set.of());
  }

  @Test
  void everyRowIsReachedOnSomeDevice() {
    EnumSet<KernelFamily> families = EnumSet.noneOf(KernelFamily.class);
    for (KernelVariant row : KernelVariants.ALL) {
      families.add(row.family());
      boolean reached = false;
      for (int width : new int[] {16, 8, 4}) {
        for (long localMemory : new long[] {1 << 17, 1 << 15, width << 11}) {
          for (int extent : new int[] {2000, 200, 3}) {
            DeviceProperties device = device(localMemory, localMemory > 1 << 15 ? 256 : 64, width);
            Extents extents = new Extents(extent, extent, 9);
            reached |=
                KernelVariants.find(row.family(), row.machine(), device, extents).equals(row);
          }
        }
      }
      assertThat(reached).as(row.describe()).isTrue();
    }
    assertThat(families).containsExactlyInAnyOrder(KernelFamily.values());
  }

  @Test
  void aRowThatBreaksAConstraintIsPassedOver() {
    Extents large = new Extents(4096, 4096, 4096);
    KernelVariant roomy =
        KernelVariants.find(KernelFamily.MATMUL, MachineClass.GPU, device(49152, 1024, 1), large);
    assertThat(roomy.name()).isEqualTo("128x128x16");
    KernelVariant tight =
        KernelVariants.find(KernelFamily.MATMUL, MachineClass.GPU, device(8192, 1024, 1), large);
    assertThat(tight.name()).isEqualTo("32x32x16");
    assertThat(tight.localBytes()).isLessThanOrEqualTo(8192);
  }

  /** The largest tile sums all terms in one, which strays further the more there are. */
  @Test
  void manyTermsAreLeftToATileThatSumsInParts() {
    DeviceProperties device = device(49152, 1024, 1);
    KernelVariant few =
        KernelVariants.find(
            KernelFamily.MATMUL, MachineClass.GPU, device, new Extents(2048, 1024, 4096));
    assertThat(few.name()).isEqualTo("128x128x16");
    KernelVariant many =
        KernelVariants.find(
            KernelFamily.MATMUL, MachineClass.GPU, device, new Extents(2048, 1024, 4097));
    assertThat(many.name()).isEqualTo("64x64x16");
    assertThat(many.macro("SUM_K")).isEqualTo(256);
  }

  /** Counted by hand by the declarations in the kernel files. */
  @Test
  void localMemoryIsWhatTheKernelsDeclare() {
    Map<String, Long> floats =
        Map.of(
            "32x32x16", 16 * (36 + 36) + 64L,
            "64x64x16", 16 * (68 + 68) + 256L,
            "128x128x16", 16 * (132 + 132) + 256L,
            "6x16", 16 * (256 + 264) + 1L,
            "6x16 small", 16 * (128 + 96) + 1L,
            "256 items", 256L,
            "float8", 1L);
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
                    KernelFamily.MATMUL,
                    MachineClass.GPU,
                    device(1024, 1024, 1),
                    Extents.of(10, 10)))
        .isInstanceOf(DeviceRejectedException.class)
        .hasMessageContaining("NO_KERNEL_VARIANT")
        .hasMessageContaining("1024 bytes of local memory");
  }

  @Test
  void anUnknownProductIsRefusedWithTheKnownOnes() {
    System.setProperty(MatmulSetting.PROPERTY, "fast");
    try {
      assertThatThrownBy(() -> MatmulSetting.machine(device(1, 1, 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'fast'")
          .hasMessageContaining("'matmul_packed'");
    } finally {
      System.clearProperty(MatmulSetting.PROPERTY);
    }
  }

  @Test
  void packedBlocksCoverTheProductAndOccupyTheUnits() {
    KernelVariant variant =
        KernelVariants.find(
            KernelFamily.MATMUL_PACKED,
            MachineClass.OPENCL_CPU,
            device(1 << 19, 4096, 8),
            new Extents(512, 512, 512));
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
}
