package org.gradcl.backend.jvm.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The ladder of refusals. */
class ArithmeticChoiceTest {
  private static final JavaRuntime GOOD = new JavaRuntime(17, true, false, 4, true);

  @AfterEach
  void clearProperties() {
    System.clearProperty(ArithmeticSettings.PROVIDER_PROPERTY);
    System.clearProperty(ArithmeticSettings.VECTOR_BITS_PROPERTY);
    System.clearProperty(ArithmeticSettings.ANY_VERSION_PROPERTY);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            new JavaRuntime(17, false, false, 4, true), "--add-modules jdk.incubator.vector"),
        Arguments.of(new JavaRuntime(26, true, false, 4, true), "gradcl.jvm.vectorAnyVersion"),
        Arguments.of(new JavaRuntime(21, true, true, 4, true), "-Xint"),
        Arguments.of(new JavaRuntime(21, true, false, 1, true), "TieredStopAtLevel=1"),
        Arguments.of(new JavaRuntime(21, true, false, 4, false), "fused multiply-add"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void eachRefusalSaysWhy(JavaRuntime java, String sentence) {
    ArithmeticChoice choice = ArithmeticChoice.of(ArithmeticSettings.auto(), java);

    assertThat(choice.arithmetic().name()).isEqualTo("plain");
    assertThat(choice.reason()).contains(sentence);
    assertThatThrownBy(() -> ArithmeticChoice.of(ArithmeticSettings.vector(0), java))
        .isInstanceOf(ArithmeticUnavailableException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void takesTheVectorApiWhereNothingSpeaksAgainstIt() {
    ArithmeticChoice choice = ArithmeticChoice.of(ArithmeticSettings.auto(), GOOD);

    assertThat(choice.arithmetic().name()).isEqualTo("vector");
    assertThat(choice.arithmetic().vectorBits()).isIn(128, 256, 512);
  }

  @Test
  void thisJavaIsGoodEnough() {
    assertThat(VectorLadder.refusal(JavaRuntime.current(), ArithmeticSettings.auto())).isEmpty();
  }

  @Test
  void aNewerJavaIsUsedIfTheUserInsists() {
    System.setProperty(ArithmeticSettings.ANY_VERSION_PROPERTY, "true");
    JavaRuntime newer = new JavaRuntime(99, true, false, 4, true);

    assertThat(VectorLadder.refusal(newer, ArithmeticSettings.ofSystemProperties())).isEmpty();
    assertThat(VectorLadder.refusal(newer, ArithmeticSettings.auto())).isPresent();
  }

  @Test
  void refusesNarrowVectorsAndThoseThatTheMachineLacks() {
    assertThat(VectorLadder.refusal(64, ArithmeticSettings.auto()).orElseThrow())
        .contains("64 bits");
    assertThat(VectorLadder.refusal(256, ArithmeticSettings.vector(512)).orElseThrow())
        .contains("512", "256", "gradcl.jvm.vectorBits");
    assertThat(VectorLadder.refusal(256, ArithmeticSettings.vector(128))).isEmpty();
  }

  @Test
  void readsTheProperties() {
    assertThat(ArithmeticSettings.ofSystemProperties()).isEqualTo(ArithmeticSettings.auto());
    System.setProperty(ArithmeticSettings.VECTOR_BITS_PROPERTY, "256");
    assertThat(ArithmeticSettings.ofSystemProperties()).isEqualTo(ArithmeticSettings.vector(256));
    System.setProperty(ArithmeticSettings.PROVIDER_PROPERTY, "plain");
    assertThat(ArithmeticSettings.ofSystemProperties().preference())
        .isEqualTo(ArithmeticSettings.Preference.PLAIN);
  }

  @Test
  void refusesValuesThatAPropertyCannotHave() {
    System.setProperty(ArithmeticSettings.VECTOR_BITS_PROPERTY, "wide");
    assertThatThrownBy(ArithmeticSettings::ofSystemProperties)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("128, 256 or 512")
        .hasMessageContaining("'wide'");
    System.setProperty(ArithmeticSettings.VECTOR_BITS_PROPERTY, "1024");
    assertThatThrownBy(ArithmeticSettings::ofSystemProperties).hasMessageContaining("1024");
    System.clearProperty(ArithmeticSettings.VECTOR_BITS_PROPERTY);
    System.setProperty(ArithmeticSettings.PROVIDER_PROPERTY, "fast");
    assertThatThrownBy(ArithmeticSettings::ofSystemProperties)
        .hasMessageContaining("auto, plain or vector")
        .hasMessageContaining("'fast'");
  }
}
