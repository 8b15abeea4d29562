package org.gradcl.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradcl.catalogue.CatalogueException;
import org.gradcl.expr.Expr;
import org.gradcl.graph.Graph;
import org.gradcl.graph.Role;
import org.gradcl.graph.UpdateGroup;
import org.gradcl.graph.UpdateRule;
import org.gradcl.graph.Value;
import org.gradcl.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Groups of parameters: which belong to them, and what is other for them. */
class ParameterGroupTest {
  private static final Map<String, Shape> MODEL =
      Map.of(
          "embedding.weight", Shape.of(9, 4),
          "head.weight", Shape.of(2, 4),
          "head.bias", Shape.of(2),
          "norm.weight", Shape.of(4));

  private static final Optimizer ADAMW = Optimizers.adamW(0.01, 0.9, 0.999, 1e-8, 0.2);

  private static List<Value> parameters(Optimizer optimizer) {
    Graph graph = new Graph(optimizer::freezes);
    return MODEL.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> graph.parameter(entry.getKey(), entry.getValue(), Role.PARAMETER))
        .toList();
  }

  private static List<UpdateGroup> groups(Optimizer optimizer) {
    return optimizer.rule(parameters(optimizer)).groups();
  }

  @Test
  void aPatternIsAGlobOverTheWholeName() {
    ParameterGroup biases = ParameterGroup.of("*.bias");
    assertThat(biases.matches("layer.0.bias", Shape.of(1))).isTrue();
    assertThat(biases.matches("layer.0.bias_ih", Shape.of(1))).isFalse();
    assertThat(biases.matches("layer.0xbias", Shape.of(1))).isFalse();
    assertThat(ParameterGroup.of("a*c*").matches("a.b.c", Shape.of(1))).isTrue();
    assertThat(ParameterGroup.of("a.b").matches("a.b.c", Shape.of(1))).isFalse();
    assertThat(ParameterGroup.of("*").withMostAxes(1).matches("a", Shape.of(2, 3))).isFalse();
    assertThat(ParameterGroup.of("*").withMostAxes(1).matches("a", Shape.scalar())).isTrue();
  }

  @Test
  void theFirstGroupThatMatchesCounts() {
    List<UpdateGroup> groups =
        groups(
            ADAMW
                .withGroup("head.*", g -> g.withLearningRate(0.02))
                .withGroup("*.bias", g -> g.withFactor(3))
                .withGroup("*", g -> g.withoutClipping()));
    assertThat(groups.stream().map(UpdateGroup::tensors).map(names -> names.stream().sorted()))
        .extracting(names -> names.toList())
        .containsExactlyInAnyOrder(
            List.of("head.bias", "head.weight"), List.of("embedding.weight", "norm.weight"));
    assertThat(groups.stream().map(UpdateGroup::clipped)).containsExactlyInAnyOrder(true, false);
  }

  @Test
  void aGroupHasTheFormulaOfAnOptimiserWithItsSettings() {
    UpdateGroup group = groups(ADAMW.withGroup("*.bias", g -> g.withWeightDecay(0.5))).get(0);
    UpdateRule other = Optimizers.adamW(0.01, 0.9, 0.999, 1e-8, 0.5).rule();
    assertThat(group.parameter()).isEqualTo(other.parameter());
    assertThat(group.slots())
        .isEqualTo(other.slots().stream().map(UpdateRule.Slot::update).toList());
    Optimizer sgd = Optimizers.sgd(0.5).withGroup("*.bias", g -> g.withLearningRate(0.25));
    assertThat(groups(sgd).get(0).parameter())
        .isEqualTo(
            UpdateRule.PARAMETER.minus(
                UpdateRule.LEARNING_RATE.times(0.5).times(UpdateRule.GRADIENT)));
  }

  @Test
  void frozenParametersHaveTheRoleAndNoFormula() {
    Optimizer optimizer = ADAMW.withGroup("embedding.*", ParameterGroup::freeze);
    assertThat(groups(optimizer)).isEmpty();
    assertThat(optimizer.freezes("embedding.weight", Shape.of(9, 4))).isTrue();
    assertThat(optimizer.freezes("head.weight", Shape.of(9, 4))).isFalse();
  }

  @Test
  void weightDecayIsLeftOutOnVectors() {
    List<UpdateGroup> groups = groups(ADAMW.withoutDecayOnBiasesAndNorms());
    assertThat(groups).hasSize(1);
    assertThat(groups.get(0).tensors()).containsExactlyInAnyOrder("head.bias", "norm.weight");
  }

  @Test
  void weightDecayIsLeftOutOnVectorsWhateverTheirGroup() {
    Optimizer optimizer =
        ADAMW
            .withoutDecayOnBiasesAndNorms()
            .withGroup("head.*", g -> g.withFactor(3))
            .withGroup("norm.*", g -> g.withWeightDecay(0.5));
    assertThat(Optimizers.named(optimizer.describe())).isEqualTo(optimizer);
    Map<Set<String>, Expr> updates =
        groups(optimizer).stream()
            .collect(Collectors.toMap(UpdateGroup::tensors, UpdateGroup::parameter));
    Expr tripled = UpdateRule.LEARNING_RATE.times(3);
    assertThat(updates)
        .containsOnly(
            Map.entry(
                Set.of("head.weight"),
                ADAMW.rule().parameter().replace(UpdateRule.LEARNING_RATE, tripled)),
            Map.entry(
                Set.of("head.bias"),
                ADAMW
                    .withWeightDecay(0)
                    .rule()
                    .parameter()
                    .replace(UpdateRule.LEARNING_RATE, tripled)),
            Map.entry(Set.of("norm.weight"), ADAMW.withWeightDecay(0.5).rule().parameter()));
    assertThat(groups(ADAMW.withoutDecayOnBiasesAndNorms().withGroup("*", ParameterGroup::freeze)))
        .as("frozen are frozen, vectors too")
        .isEmpty();
  }

  @Test
  void aPatternThatMatchesNothingNamesTheNearest() {
    assertThatThrownBy(() -> groups(ADAMW.withGroup("heads.*", g -> g.withFactor(2))))
        .isInstanceOfSatisfying(
            UnmatchedGroupException.class, e -> assertThat(e.pattern()).isEqualTo("heads.*"))
        .hasMessageContaining("'group heads.* factor=2' of the optimiser matches none of the")
        .hasMessageContaining("4 parameters; nearest are head.");
  }

  @Test
  void textsReadBack() {
    Optimizer optimizer =
        Optimizers.adam(1e-3)
            .withClipValue(0.5)
            .withGroup("encoder.Norm*", g -> g.withWeightDecay(0).withoutClipping())
            .withGroup("*", g -> g.withMostAxes(1).withLearningRate(3e-4).withFactor(0.5))
            .withGroup("head.*", ParameterGroup::freeze);
    assertThat(optimizer.describe())
        .endsWith(
            "; clip_value=0.5; group encoder.Norm* weight_decay=0 clipped=false; group *"
                + " most_axes=1 learning_rate=3.0E-4 factor=0.5; group head.* frozen=true");
    assertThat(Optimizers.named(optimizer.describe())).isEqualTo(optimizer);
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> ParameterGroup.of("a b")).hasMessageContaining("without blanks");
    assertThatThrownBy(() -> ParameterGroup.of("")).hasMessageContaining("pattern");
    assertThatThrownBy(() -> ParameterGroup.of("*").withFactor(0)).hasMessageContaining("factor");
    assertThatThrownBy(() -> ParameterGroup.of("*").withLearningRate(-1))
        .hasMessageContaining("learning_rate is above 0, found -1");
    assertThatThrownBy(() -> ParameterGroup.of("*").withWeightDecay(-1))
        .hasMessageContaining("weight_decay");
    assertThatThrownBy(() -> Optimizers.named("adam; group weight_decay=0"))
        .isInstanceOf(CatalogueException.class)
        .hasMessageContaining("pattern");
    assertThatThrownBy(() -> Optimizers.named("adam; group *.bias * factor=1"))
        .hasMessageContaining("one pattern");
    assertThatThrownBy(() -> Optimizers.named("adam; group *.bias decay=1"))
        .hasMessageContaining("weight_decay");
    assertThatThrownBy(() -> Optimizers.sgd(1).withClipNorm(1).withClipValue(1))
        .hasMessageContaining("not both");
    Optimizer own =
        Optimizer.of("own", 1, List.of(), UpdateRule.PARAMETER.minus(UpdateRule.GRADIENT))
            .withGroup("*", g -> g.withWeightDecay(0));
    assertThatThrownBy(() -> groups(own)).hasMessageContaining("'own' has none");
  }
}
