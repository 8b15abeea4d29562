package org.gradcl.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gradcl.data.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text form of a schema: exact, and never trusted. */
class TableSchemaJsonTest {
  private final TableSchema schema = TableSchema.fit(Houses.table(), List.of("price"));

  @Test
  void jsonKeepsEveryBit() {
    Table odd =
        Table.of(
            "odd",
            List.of(
                NumericColumn.of("\"ä\"", 1 / 3.0, Math.PI, -1e-300),
                TextColumn.of("t", "\n", "\\", "€"),
                NumericColumn.of("y", 1, 2, 3)));
    TableSchema fitted = TableSchema.fit(odd, List.of("y"));
    assertThat(TableSchema.fromJson(fitted.toJson())).isEqualTo(fitted).hasSameHashCodeAs(fitted);
    assertThat(schema.toJson())
        .isEqualTo(
            "{\"inputs\":[{\"name\":\"size\",\"kind\":\"numeric\",\"mean\":5.0,\"scale\":2.0},"
                + "{\"name\":\"town\",\"kind\":\"categorical\",\"categories\":[\"A\",\"B\",\"C\"]}],"
                + "\"targets\":[{\"name\":\"price\",\"kind\":\"numeric\",\"mean\":15.0,"
                + "\"scale\":5.0}]}");
    assertThat(TableSchema.fromJson("{\"later\":[{}]," + schema.toJson().substring(1)).inputWidth())
        .isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                                          | the JSON text is empty",
        "[]                                                          | a JSON object is expected",
        "{                                                           | not valid JSON",
        "{}                                                          | 'inputs' is missing",
        "{'inputs':[]}                                               | 'targets' is missing",
        "{'inputs':[],'targets':[]}                                  | found 0 and 0",
        "{} {}                                                       | follows the end",
        "{'inputs':{}}                                               | 'inputs' must be a list",
        "{'inputs':['a']}                                            | 'inputs[0]' must be an"
            + " object",
        "{'inputs':[{'name':'a'}]}                                   | 'inputs[0].kind' is missing",
        "{'inputs':[{'name':7}]}                                     | 'inputs[0].name' must be a"
            + " text, found 7",
        "{'inputs':[{'name':'a','name':'b'}]}                        | uplicate",
        "{'inputs':[{'name':'a','kind':'date'}]}                     | unknown kind 'date'",
        "{'inputs':[{'name':'a','kind':'numeric','mean':1}]}         | 'inputs[0].scale' is"
            + " missing",
        "{'inputs':[{'name':'a','kind':'numeric','mean':1,'scale':0}]} | scale 0.0",
        "{'inputs':[{'name':'a','kind':'numeric','mean':1e999,'scale':1}]} | mean Infinity",
        "{'inputs':[{'name':'a','kind':'numeric','mean':'1','scale':1}]} | 'inputs[0].mean' must be"
            + " a number, found 1",
        "{'inputs':[{'name':'a','kind':'categorical'}]}              | 'inputs[0].categories' is"
            + " missing",
        "{'inputs':[{'name':'a','kind':'categorical','categories':[],'frequencies':[]}]} | needs"
            + " categories",
        "{'inputs':[{'name':'a','kind':'categorical','categories':['x',1],'frequencies':[1]}]} |"
            + " 'inputs[0].categories[1]' must be a text, found 1",
        "{'inputs':[{'name':'a','kind':'categorical','categories':['x','x'],'frequencies':[0.5,0.5]}]}"
            + " | [x, x]",
        "{'inputs':[{'name':'a','kind':'categorical','categories':['x','y'],'frequencies':[1]}]} |"
            + " 2 categories and 1 frequencies",
        "{'inputs':[{'name':'a','kind':'categorical','categories':['x'],'frequencies':[1.5]}]} |"
            + " found [1.5]",
        "{'inputs':[{'name':'a','kind':'categorical','categories':['x'],'frequencies':[-1]}]} |"
            + " found [-1.0]",
        "{'inputs':[{'name':'a','kind':'categorical','categories':['x'],'frequencies':['1']}]} |"
            + " 'inputs[0].frequencies[0]' must be a number, found 1",
      })
  void textsThatAreNoSchemaAreRefused(String json, String found) {
    assertThatThrownBy(() -> TableSchema.fromJson(json.strip().replace('\'', '"')))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(found);
  }

  @Test
  void whatBecomesOfMissingValuesIsKept() {
    assertThat(TableSchema.fromJson(schema.toJson()).missing()).isEqualTo(MissingValues.REFUSE);
    for (MissingValues choice : MissingValues.values()) {
      TableSchema chosen = schema.withMissing(choice);
      assertThat(TableSchema.fromJson(chosen.toJson())).isEqualTo(chosen);
      assertThat(chosen.equals(schema)).isEqualTo(choice == MissingValues.REFUSE);
    }
    assertThatThrownBy(() -> schema.withMissing(null)).hasMessage("choice");
    String json = schema.withMissing(MissingValues.MEAN).toJson();
    assertThat(json).endsWith(",\"missing\":\"mean\"}");
    assertThatThrownBy(() -> TableSchema.fromJson(json.replace("\"mean\"}", "\"guess\"}")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("'missing' is 'guess'", "refuse, drop and mean");
  }

  @Test
  void eachTruncatedJsonIsRefused() {
    String json = schema.toJson();
    for (int length = 0; length < json.length(); length++) {
      String truncated = json.substring(0, length);
      assertThatThrownBy(() -> TableSchema.fromJson(truncated))
          .as(truncated)
          .isInstanceOf(DataException.class);
    }
  }
}
