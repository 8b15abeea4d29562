package org.gradcl.cli.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.gradcl.data.DataException;
import org.gradcl.data.table.MissingValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataChoiceTest {
  private static final DataChoice CHOICE =
      new DataChoice(
          "/data/sales.csv",
          List.of("price", "a,b"),
          List.of(),
          List.of("id", ""),
          MissingValues.MEAN,
          new SplitChoice(0.2, 7, true, new TestRows(0, 359)));

  @Test
  void whatIsSavedIsFoundAgain() {
    assertThat(DataChoice.of(CHOICE.attributes())).isEqualTo(CHOICE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data.source", "data.target", "data.text", "data.validation"})
  void aCheckpointThatLacksOneOfThemIsRefused(String name) {
    Map<String, String> attributes = CHOICE.attributes();
    attributes.remove(name);
    assertThatThrownBy(() -> DataChoice.of(attributes))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("The checkpoint has no " + name, "gradcl train", "can't resume");
  }

  @Test
  void runsOfEarlierVersionsTestATenth() {
    Map<String, String> attributes = CHOICE.attributes();
    attributes.remove("data.test");
    assertThat(DataChoice.of(attributes).split().test()).isEqualTo(TestRows.USUAL);
    attributes.put("data.test", "first 9");
    assertThatThrownBy(() -> DataChoice.of(attributes))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("data.test", "a share or last rows", "'first 9'");
  }

  @Test
  void aShareThatIsNoNumberIsRefused() {
    Map<String, String> attributes = CHOICE.attributes();
    attributes.put("data.validation", "0,2");
    assertThatThrownBy(() -> DataChoice.of(attributes))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("data.validation", "'0,2'");
  }

  @Test
  void runsOfEarlierVersionsRefuseMissingValues() {
    Map<String, String> attributes = CHOICE.attributes();
    attributes.remove("data.missing");
    assertThat(DataChoice.of(attributes).missing()).isEqualTo(MissingValues.REFUSE);
    attributes.put("data.missing", "guess");
    assertThatThrownBy(() -> DataChoice.of(attributes))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("data.missing", "refuse, drop and mean", "'guess'");
  }
}
