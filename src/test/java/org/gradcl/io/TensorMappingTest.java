package org.gradcl.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.gradcl.tensor.HostTensor;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Rules by patterns of names. */
class TensorMappingTest {
  @Test
  void starsAreTakenOverInOrder() {
    TensorMapping mapping =
        TensorMapping.identity()
            .rename("blocks.*.mlp.2.*", "stage*.mlp.1.*")
            .leaveOut("*.mask")
            .rename("blocks.*", "stage*");
    assertThat(mapping.name("blocks.3.mlp.2.weight")).contains("stage3.mlp.1.weight");
    assertThat(mapping.name("blocks.3.mlp.0.weight")).contains("stage3.mlp.0.weight");
    assertThat(mapping.name("blocks.0.mask")).as("the first rule counts").isEmpty();
    assertThat(mapping.name("head.bias")).as("no rule").contains("head.bias");
  }

  @Test
  void otherCharactersStandForThemselves() {
    TensorMapping mapping = TensorMapping.identity().rename("a.b", "c").rename("x(1)*", "$1\\*");
    assertThat(mapping.name("a.b")).contains("c");
    assertThat(mapping.name("a_b")).contains("a_b");
    assertThat(mapping.name("x(1)y")).contains("$1\\y");
  }

  @Test
  void aFunctionNamesTheRest() {
    TensorMapping mapping =
        TensorMapping.of(name -> name.startsWith("q") ? null : "p." + name).rename("a*", "b*");
    assertThat(mapping.name("a1")).contains("b1");
    assertThat(mapping.name("c")).contains("p.c");
    assertThat(mapping.name("q")).isEmpty();
  }

  @Test
  void countersOfPyTorchAreLeftOut() {
    TensorMapping mapping = TensorMapping.pytorch().rename("*", "layer.*");
    assertThat(mapping.name("1.num_batches_tracked")).isEmpty();
    assertThat(mapping.name("1.running_var")).contains("layer.1.running_var");
    assertThat(mapping.idleRules(List.of("1.weight"))).isEmpty();
  }

  @Test
  void axesAreReordered() {
    TensorMapping mapping = TensorMapping.identity().permute("k*", 2, 0, 1);
    float[] numbers = new float[24];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    HostTensor taken = mapping.apply(HostTensor.of("kernel", Shape.of(2, 3, 4), numbers));
    assertThat(taken.shape()).isEqualTo(Shape.of(4, 2, 3));
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 2; j++) {
        for (int k = 0; k < 3; k++) {
          assertThat(taken.floats()[(i * 2 + j) * 3 + k]).isEqualTo((j * 3 + k) * 4 + i);
        }
      }
    }
    assertThat(mapping.extents("kernel", new long[] {2, 3, 4})).containsExactly(4, 2, 3);
    assertThat(mapping.extents("bias", new long[] {2, 3, 4})).containsExactly(2, 3, 4);
  }

  @Test
  void axesOfOneGoBeforeOthersAreReordered() {
    TensorMapping mapping = TensorMapping.identity().squeeze("w").permute("w", 1, 0);
    HostTensor taken =
        mapping.apply(HostTensor.of("w", Shape.of(1, 2, 1, 3), new float[] {1, 2, 3, 4, 5, 6}));
    assertThat(taken.shape()).isEqualTo(Shape.of(3, 2));
    assertThat(taken.floats()).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(mapping.extents("w", new long[] {1, 2, 1, 3})).containsExactly(3, 2);
  }

  @Test
  void rulesWithoutSenseAreRefused() {
    TensorMapping none = TensorMapping.identity();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> none.rename("a.*", "*.*"))
        .withMessage(
            "A name has at most as many * as its pattern, each for the pattern's * in turn; 'a.*'"
                + " can't be renamed to '*.*'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> none.leaveOut(" "))
        .withMessage("A pattern is a name with * for any characters, found ' '");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> none.permute("a", 0, 2))
        .withMessage("permute takes each axis once, counted from 0, found [0, 2] for 'a'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> none.permute("a"))
        .withMessage("permute takes each axis once, counted from 0, found none for 'a'");
  }
}
