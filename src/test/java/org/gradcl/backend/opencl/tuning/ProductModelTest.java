package org.gradcl.backend.opencl.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.tuning.ProductExtents.Reading;
import org.gradcl.device.DeviceDescription;
import org.gradcl.testing.Draw;
import org.gradcl.testing.SeededCases;
import org.junit.jupiter.api.Test;

/** The choices for six devices. */
public class ProductModelTest {
  private static final DeviceProperties RTX_2080 = gpu("RTX 2080", "NVIDIA Corporation", 46);
  private static final DeviceProperties RTX_4090 = gpu("RTX 4090", "NVIDIA Corporation", 128);
  private static final DeviceProperties H200 = gpu("H200", "NVIDIA Corporation", 132);
  private static final DeviceProperties RX_7900 =
      gpu("RX 7900 XTX", "Advanced Micro Devices, Inc.", 48);
  private static final DeviceProperties MI250 = gpu("MI250", "Advanced Micro Devices, Inc.", 104);
  private static final DeviceProperties A770 = gpu("Arc A770", "Intel(R) Corporation", 512);

  /** All of them. */
  public static final List<DeviceProperties> DEVICES =
      List.of(RTX_2080, RTX_4090, H200, RX_7900, MI250, A770);

  private static DeviceProperties gpu(String name, String vendor, int units) {
    return new DeviceProperties(
        "platform",
        name,
        vendor,
        "OpenCL 3.0",
        "1",
        DeviceDescription.Type.GPU,
        units,
        2000,
        1L << 36,
        1L << 34,
        48 << 10,
        256,
        1,
        true,
        true,
        0,
        Set.of());
  }

  private static ProductExtents of(String layout, int m, int n, int k) {
    return new ProductExtents(m, n, k, 1, layout.charAt(0) == 'T', layout.charAt(1) == 'T');
  }

  private static String choice(ProductExtents extents, DeviceProperties device) {
    ProductChoice choice = MatmulSetting.of(device).choose(extents, device);
    return choice.group().variant().name() + " in " + choice.parts(extents.k());
  }

  /** The products of a net of 784, 512, 256 and 10 units with batches of 128. */
  private static final List<ProductExtents> W3 =
      List.of(
          of("NT", 128, 512, 784),
          of("NT", 128, 256, 512),
          of("NT", 128, 10, 256),
          of("NN", 128, 256, 10),
          of("TN", 10, 256, 128),
          of("NN", 128, 512, 256),
          of("TN", 256, 512, 128),
          of("TN", 512, 784, 128));

  /** The products of a net of 1024, 2048, 2048 and 1024 units with batches of 512. */
  private static final List<ProductExtents> W4 =
      List.of(
          of("NT", 512, 2048, 1024),
          of("NT", 512, 2048, 2048),
          of("NT", 512, 1024, 2048),
          of("NN", 512, 2048, 1024),
          of("TN", 1024, 2048, 512),
          of("NN", 512, 2048, 2048),
          of("TN", 2048, 2048, 512),
          of("TN", 2048, 1024, 512));

  private static double cycles(ProductExtents extents, DeviceProperties device) {
    ProductChoice choice = MatmulSetting.of(device).choose(extents, device);
    return ProductModel.cycles(choice, extents, ProductModel.units(device));
  }

  private static double share(List<ProductExtents> products, DeviceProperties device) {
    double least = 0;
    double cycles = 0;
    for (ProductExtents product : products) {
      double terms = (double) product.m() * product.n() * product.k();
      least += terms / 128 / ProductModel.units(device);
      cycles += cycles(product, device);
    }
    return least / cycles;
  }

  @Test
  void largeProductsKeepEveryDeviceBusy() {
    for (DeviceProperties device : DEVICES) {
      assertThat(share(W4, device)).as(device.name()).isGreaterThan(0.74);
    }
    assertThat(choice(of("TN", 2048, 2048, 512), H200)).isEqualTo("128x128x8 in 1");
    assertThat(choice(of("TN", 2048, 2048, 512), A770)).isEqualTo("128x128x8 in 1");
  }

  /** At 2 GHz, without the gaps between kernels. */
  @Test
  void smallProductsAreCutSoThatManyUnitsHaveWork() {
    double microseconds = W3.stream().mapToDouble(product -> cycles(product, H200) / 2000).sum();
    assertThat(microseconds).isLessThan(34);
    assertThat(choice(W3.get(0), H200)).isEqualTo("32x32x16 in 4");
    assertThat(choice(W3.get(0), A770)).isEqualTo("32x32x16 in 1");
    assertThat(choice(W3.get(1), RTX_4090)).isEqualTo("32x32x16 in 8");
  }

  /** Only where the precision admits them, and only where there are many rows and columns. */
  @Test
  void tensorCoresAreForLargeProducts() {
    MatmulSetting tensor = MatmulSetting.of(H200).withTensor();
    for (ProductExtents product : W4) {
      ProductChoice choice = tensor.choose(product, H200);
      assertThat(choice.group().variant().family()).isEqualTo(KernelFamily.PRODUCT_TENSOR);
      assertThat(ProductModel.cycles(choice, product, ProductModel.units(H200)))
          .isLessThan(cycles(product, H200));
    }
    for (ProductExtents product : W3) {
      assertThat(tensor.choose(product, H200))
          .isEqualTo(MatmulSetting.of(H200).choose(product, H200));
    }
    ProductChoice longSums = tensor.choose(of("TN", 512, 512, 100_000), H200);
    assertThat(longSums.partTerms()).isBetween(16, 16 * 1024);
  }

  @Test
  void fewRowsOrColumnsAreReadOnce() {
    for (DeviceProperties device : DEVICES) {
      assertThat(choice(of("NT", 256, 1, 256), device)).isEqualTo("skinny 1x64 in 1");
      assertThat(choice(of("NT", 128, 10, 256), device)).isEqualTo("skinny 10x64 in 1");
      assertThat(choice(of("NN", 1, 4096, 4096), device)).startsWith("skinny 1x8 in ");
      assertThat(choice(of("NT", 17, 17, 4096), device)).doesNotStartWith("skinny");
    }
  }

  /**
   * The first stage of a residual net: of its sixteen filters, where both operands are read in
   * fours; of no more than four elsewhere.
   */
  @Test
  void windowsThatReadOneByOneAreForTiles() {
    for (DeviceProperties device : DEVICES) {
      assertThat(choice(windows("NT", 65_536, 16, 144, Reading.WINDOWS), device))
          .isEqualTo("skinny 16x8 in 1");
      assertThat(choice(windows("NT", 65_536, 16, 27, Reading.WINDOWS_SINGLY), device))
          .isEqualTo("32x32x16 in 1");
      assertThat(choice(windows("NN", 65_536, 16, 144, Reading.WINDOWS), device))
          .isEqualTo("32x32x16 in 1");
      assertThat(choice(windows("TN", 16, 144, 65_536, Reading.WINDOWS), device))
          .startsWith("32x32x16 in ");
      assertThat(choice(windows("NN", 65_536, 4, 144, Reading.WINDOWS), device))
          .startsWith("skinny 4x8 in ");
    }
  }

  private static ProductExtents windows(String layout, int m, int n, int k, Reading reading) {
    boolean transposeA = layout.charAt(0) == 'T';
    return new ProductExtents(m, n, k, 1, transposeA, layout.charAt(1) == 'T', reading);
  }

  @Test
  void anEarlyConvolutionsWeightsAreCutIntoManyParts() {
    for (DeviceProperties device : DEVICES) {
      ProductExtents extents = of("TN", 64, 576, 131_072);
      ProductChoice choice = MatmulSetting.of(device).choose(extents, device);
      assertThat(choice.parts(extents.k())).as(device.name()).isGreaterThanOrEqualTo(16);
      assertThat(choice.partTerms() * choice.parts(extents.k())).isGreaterThanOrEqualTo(131_072);
    }
  }

  /** Where a compiler would keep numbers in memory, or a sum stray. */
  @SeededCases
  void operandsThatAreNoMatricesLeaveNoRegistersForTwoSetsOfSums(Draw draw) {
    ProductExtents matrices = draw(draw);
    ProductExtents extents =
        new ProductExtents(
            matrices.m(),
            matrices.n(),
            matrices.k(),
            1,
            matrices.transposeA(),
            matrices.transposeB(),
            draw.of(List.of(Reading.VIEWS, Reading.WINDOWS, Reading.WINDOWS_SINGLY)));
    DeviceProperties device = draw.of(DEVICES);
    ProductChoice choice = MatmulSetting.of(device).choose(extents, device);
    if (choice.group().variant().family() == KernelFamily.PRODUCT_TILE) {
      int part = choice.isSplit() ? choice.partTerms() : extents.k();
      assertThat(part).isLessThanOrEqualTo(2304);
      assertThat(choice.sumTerms()).isZero();
    }
  }

  /** Of more terms than parts can hold, smaller tiles are left. */
  @Test
  void sumsThatCanNotBeCutSoOftenBeginAnewInSmallTiles() {
    for (DeviceProperties device : DEVICES) {
      ProductExtents extents = windows("TN", 64, 576, 1_000_000, Reading.WINDOWS);
      ProductChoice choice = MatmulSetting.of(device).choose(extents, device);
      assertThat(choice.sumTerms()).isEqualTo(256);
      assertThat(choice.group().variant().macro("REGISTERS")).isEqualTo(4);
    }
  }

  /** A sum of more than 1,024 terms in one register strays further than results may. */
  @SeededCases
  void noSumIsLongerThanItMayBe(Draw draw) {
    ProductExtents extents = draw(draw);
    DeviceProperties device = draw.of(DEVICES);
    ProductChoice choice = MatmulSetting.of(device).choose(extents, device);
    int part = choice.isSplit() ? choice.partTerms() : extents.k();
    boolean tile = choice.group().variant().family() == KernelFamily.PRODUCT_TILE;
    int lanes = tile ? 1 : choice.group().variant().macro("K_ITEMS");
    if (choice.sumTerms() == 0) {
      assertThat(part).isLessThanOrEqualTo(1024 * lanes);
    } else {
      assertThat(choice.sumTerms()).isEqualTo(256);
    }
    assertThat(part % (choice.isSplit() ? choice.group().terms() : 1)).isZero();
    assertThat(choice.parts(extents.k()) - 1).isLessThan(Math.max(1, extents.k()));
  }

  /** Partial batches run full ones' kernels, whatever their rows. */
  @SeededCases
  void aPartialBatchHasTheChoiceOfTheFullOne(Draw draw) {
    ProductExtents full = draw(draw);
    int rows = full.transposeA() ? full.k() : full.m();
    int partial = draw.integer(1, rows);
    ProductExtents part =
        full.transposeA()
            ? new ProductExtents(full.m(), full.n(), partial, 1, true, full.transposeB())
            : new ProductExtents(partial, full.n(), full.k(), 1, false, full.transposeB());
    assertThat(part.ofRows(partial, rows)).isEqualTo(full);
  }

  private static ProductExtents draw(Draw draw) {
    String layout = draw.of(List.of("NN", "NT", "TN", "TT"));
    return of(layout, draw.integer(1, 3000), draw.integer(1, 3000), draw.integer(1, 200_000));
  }
}
