package org.gradcl.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.discovery.FoundDevice;
import org.gradcl.backend.opencl.tuning.KernelVariant;
import org.gradcl.backend.opencl.tuning.KernelVariants;
import org.gradcl.backend.opencl.tuning.MatmulSetting;
import org.gradcl.backend.opencl.tuning.VariantConstraint;
import org.gradcl.plan.Target.MachineClass;
import org.gradcl.testing.RequiresOpenCl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of the table of variants computes what float64 does: also those that the machine's own
 * devices, and the small extents of other tests, would never choose.
 */
@RequiresOpenCl
class EveryVariantTest {
  /** What a device says of itself instead of the truth, so that other rows are chosen. */
  private record Claim(String body, long localMemory, int workGroupSize, int vectorWidth) {
    FoundDevice of(FoundDevice found) {
      DeviceProperties own = found.properties().orElseThrow();
      return new FoundDevice(
          found.description(),
          found.rejection(),
          Optional.of(
              new DeviceProperties(
                  own.platform(),
                  own.name(),
                  own.vendor(),
                  own.version(),
                  own.driver(),
                  own.type(),
                  own.computeUnits(),
                  own.clockMegahertz(),
                  own.memory(),
                  own.largestBuffer(),
                  Math.min(localMemory, own.localMemory()),
                  Math.min(workGroupSize, own.workGroupSize()),
                  vectorWidth,
                  own.compiler(),
                  own.available(),
                  own.computeCapability(),
                  own.extensions())),
          found.platform(),
          found.device());
    }
  }

  private static List<Claim> claims() {
    List<Claim> claims = new ArrayList<>();
    for (KernelVariant row : KernelVariants.ALL) {
      if (row.machine() == MachineClass.GPU && row.family().word().startsWith("product")) {
        claims.add(new Claim(row.name(), 48 << 10, 256, 1));
        claims.add(new Claim(row.name() + "/2", 48 << 10, 256, 1));
      }
    }
    claims.add(new Claim("32x32x16", 48 << 10, 64, 1));
    for (int width : new int[] {16, 8, 4}) {
      claims.add(new Claim("matmul_packed", 512 << 10, 1, width));
    }
    return claims;
  }

  /** m, n, k, batch: over the edges of all tiles, and over a slice of k. */
  private static final int[][] PRODUCTS = {{131, 259, 37, 1}};

  /** And few rows, or few terms, of more than one strip. */
  private static final int[][] STREAMED = {{7, 1043, 283, 1}};

  private static final int[][] SUMS = {{1, 1000}, {37, 67}};

  static List<FoundDevice> devices() {
    return KernelCompilationTest.devices();
  }

  @ParameterizedTest
  @MethodSource("devices")
  void everyRowOfTheTableIsExecuted(FoundDevice found) {
    Set<String> executed = new TreeSet<>();
    for (Claim claim : claims()) {
      System.setProperty(MatmulSetting.PROPERTY, claim.body());
      try (OpenClDevice device = new OpenClDevice(claim.of(found))) {
        for (int[] extents : PRODUCTS) {
          executed.add(row(ProductTest.check(device, extents, false, true)));
          executed.add(row(ProductTest.check(device, extents, true, false)));
        }
        for (int[] extents : STREAMED) {
          executed.add(row(ProductTest.check(device, extents, false, true)));
          executed.add(row(ProductTest.check(device, extents, false, false)));
          executed.add(
              row(
                  ProductTest.check(
                      device, new int[] {extents[2], extents[1], extents[0], 1}, true, false)));
        }
        for (int[] extents : SUMS) {
          SumsTest.check(device, extents[0], extents[1]).forEach(text -> executed.add(row(text)));
        }
      } finally {
        System.clearProperty(MatmulSetting.PROPERTY);
      }
    }
    assertThat(executed)
        .containsAll(
            KernelVariants.ALL.stream()
                .filter(row -> VariantConstraint.allHold(row, found.properties().orElseThrow()))
                .map(KernelVariant::describe)
                .collect(Collectors.toSet()));
  }

  /** The row's description, without the blocks of this launch. */
  private static String row(String variant) {
    return variant.substring(0, variant.indexOf('}') + 1);
  }
}
