package org.gradcl.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gradcl.backend.Device;
import org.gradcl.backend.jvm.JvmBackendProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadsTest {
  @Test
  void arithmeticIsThatOfTheProducts() {
    assertThat(Workloads.all())
        .extracting(Workload::name)
        .containsExactly("W1", "W2", "W3", "W4", "matmul-nn-512", "matmul-nt-512", "matmul-tn-512");
    double[] flops = Workloads.all().stream().mapToDouble(Workload::flops).toArray();
    assertThat(flops)
        .containsExactly(
            new double[] {
              0.235520e6,
              117.833728e6,
              308.150272e6,
              23.622320128e9,
              0.268435456e9,
              0.268435456e9,
              0.268435456e9
            },
            within(1.0));
  }

  @Test
  void otherNetsAreToldInWordsAndAreThoseOfThePeers() {
    assertThat(Workloads.nets())
        .extracting(Workload::words)
        .containsExactly(
            "lenet,28x28x1,8-16,128,10,64,sgd,0.01",
            "resnet,32x32x3,16-32-64,3,10,64,momentum,0.01",
            "lstm,50x32,64,1,32,adam,0.001",
            "transformer,64x128,4,512,10,16,adam,0.001",
            "table,10-50-100-500-1000,16,10,128-64-1,256,adam,0.001",
            "normed,256-512-512-10,128,adam,0.001");
    // PyTorch's, of the nets in src/bench.
    assertThat(Workloads.nets())
        .extracting(WorkloadsTest::learntNumbers)
        .containsExactly(37_610L, 272_474L, 25_153L, 199_562L, 46_529L, 401_418L);
  }

  @Test
  void netsOfClothesAreThoseOfTheExample() {
    assertThat(Workloads.clothes())
        .extracting(Workload::words)
        .containsExactly(
            "train,784-256-128-10,relu,128,adam",
            "cnn,28x28x1,32x5x2-64x3x2-64x3x1,10,128,adam,0.001",
            "resnet,28x28x1,16-32-64,3,10,128,momentum,0.01");
    // Those of src/examples/fashion, without the statistics of their norms.
    assertThat(Workloads.clothes())
        .extracting(WorkloadsTest::learntNumbers)
        .containsExactly(235_146L, 87_786L, 272_186L);
  }

  private static long learntNumbers(TrainingWorkload workload) {
    return workload.step().stateLayout().learnt().stream()
        .mapToLong(entry -> entry.shape().elements())
        .sum();
  }

  @ParameterizedTest
  @ValueSource(strings = {"R1", "E1", "N1"})
  void otherNetsAreCheckedAgainstFloat64(String name) {
    try (Device device = new JvmBackendProvider().candidates().get(0).opener().open();
        Workload.Session session = Workloads.named(List.of(name)).get(0).start(device)) {
      session.check();
    }
  }

  @Test
  void productsOfAStepAreThoseThatItTakes() {
    assertThat(Workloads.products())
        .extracting(Workload::name)
        .hasSize(28)
        .startsWith("matmul-nn-256", "matmul-nt-256", "matmul-tn-256")
        .containsSubsequence(
            "matmul-tn-2048",
            "matmul-nt-128x512x784",
            "matmul-nt-128x256x512",
            "matmul-nt-128x10x256",
            "matmul-nn-128x256x10",
            "matmul-nn-128x512x256",
            "matmul-tn-512x784x128",
            "matmul-tn-256x512x128",
            "matmul-tn-10x256x128",
            "matmul-nt-512x2048x1024");
    double w3 = Workloads.products().subList(12, 20).stream().mapToDouble(Workload::flops).sum();
    assertThat(w3).isEqualTo(Workloads.named(List.of("W3")).get(0).flops());
  }

  @Test
  void convolutionsStandBeforeTheProductsOfTheirPatches() {
    assertThat(Workloads.convolutionsBesidePatches())
        .extracting(Workload::name)
        .containsExactly(
            "conv-64x64-s1-forward",
            "matmul-nt-32768x64x576",
            "conv-64x64-s1-weight-gradient",
            "matmul-tn-64x576x32768",
            "conv-64x64-s1-input-gradient",
            "matmul-nn-32768x64x576",
            "conv-64x128-s2-forward",
            "matmul-nt-8192x128x576",
            "conv-64x128-s2-weight-gradient",
            "matmul-tn-128x576x8192",
            "conv-64x128-s2-input-gradient",
            "matmul-nn-32768x64x1152");
    assertThat(Workloads.convolutions().get(0).flops()).isEqualTo(2415919104.0);
  }

  @Test
  void aWholeConvolutionIsItsThreeProducts() {
    List<Workload> passes = Workloads.convolutionPasses();
    assertThat(passes)
        .extracting(Workload::words)
        .containsExactly("convolution,64,64,32,1,32", "convolution,64,128,32,2,32");
    assertThat(Workloads.named(List.of("conv-64x64-s1"))).containsExactly(passes.get(0));
    assertThat(passes.get(0).flops()).isEqualTo(3 * 2415919104.0);
  }

  @ParameterizedTest
  @EnumSource(ConvolutionWorkload.Part.class)
  void smallConvolutionsAreCheckedByTheirDefinition(ConvolutionWorkload.Part part) {
    Device device = new JvmBackendProvider().candidates().get(0).opener().open();
    try (device) {
      for (int stride = 1; stride <= 3; stride++) {
        Workload workload = new ConvolutionWorkload(3, 5, 7, stride, 2, part);
        try (Workload.Session session = workload.start(device)) {
          session.check();
          session.run(2);
        }
      }
    }
  }

  @Test
  void namesMayHaveAnyCase() {
    assertThat(Workloads.named(List.of("w3", "MATMUL-NN-512")))
        .extracting(Workload::name)
        .containsExactly("W3", "matmul-nn-512");
  }

  @Test
  void wrongResultsGetNoTime() {
    double[] expected = {1, -2};
    WrongResultException.check("c", new double[] {1, -2.00001}, expected, 1e-5);
    assertThatThrownBy(
            () -> WrongResultException.check("c", new double[] {1, -2.00003}, expected, 1e-5))
        .isInstanceOf(WrongResultException.class)
        .hasMessageContaining("c[1] should be -2.000000, the device computes -2.000030");
    assertThatThrownBy(
            () -> WrongResultException.check("c", new double[] {Double.NaN, -2}, expected, 1e-5))
        .hasMessageContaining("c[0]");
  }
}
