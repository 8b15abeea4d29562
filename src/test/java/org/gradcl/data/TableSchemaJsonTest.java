package org.gradcl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
                + "{\"name\":\"town\",\"kind\":\"categorical\",\"categories\":[\"A\",\"B\",\"C\"],"
                + "\"frequencies\":[0.125,0.75,0.125]},"
                + "{\"name\":\"tax\",\"kind\":\"numeric\",\"mean\":0.1,\"scale\":1.0}],"
                + "\"targets\":[{\"name\":\"price\",\"kind\":\"numeric\",\"mean\":15.0,"
                + "\"scale\":5.0}]}");
    assertThat(TableSchema.fromJson("{\"later\":[{}]," + schema.toJson().substring(1)).inputWidth())
        .isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                                          | has null for START_OBJECT",
        "[]                                                          | has START_ARRAY",
        "{                                                           | no table schema",
        "{}                                                          | found 0 and 0",
        "{} {}                                                       | goes on behind its end",
        "{'inputs':{}}                                               | inputs has START_OBJECT",
        "{'inputs':[{'name':'a'}]}                                   | lacks its name or kind",
        "{'inputs':[{'name':7}]}                                     | column 0 of inputs has",
        "{'inputs':[{'name':'a','name':'b'}]}                        | uplicate",
        "{'inputs':[{'name':'a','kind':'date'}]}                     | unknown kind 'date'",
        "{'inputs':[{'name':'a','kind':'numeric','mean':1}]}         | scale NaN",
        "{'inputs':[{'name':'a','kind':'numeric','mean':1,'scale':0}]} | scale 0.0",
        "{'inputs':[{'name':'a','kind':'numeric','mean':1e999,'scale':1}]} | mean Infinity",
        "{'inputs':[{'name':'a','kind':'numeric','mean':'1','scale':1}]} | has VALUE_STRING",
        "{'inputs':[{'name':'a','kind':'categorical'}]}              | needs categories",
        "{'inputs':[{'name':'a','kind':'categorical','categories':['x','x']}]} | [x, x]",
        "{'inputs':[{'name':'a','kind':'categorical','categories':['x','y'],'frequencies':[1]}]} | 2 categories and 1 frequencies",
        "{'inputs':[{'name':'a','kind':'categorical','categories':['x']}]} | 1 categories and 0 frequencies",
        "{'inputs':[{'name':'a','kind':'categorical','categories':['x'],'frequencies':[1.5]}]} | found [1.5]",
        "{'inputs':[{'name':'a','kind':'categorical','categories':['x'],'frequencies':[-1]}]} | found [-1.0]",
        "{'inputs':[{'name':'a','kind':'categorical','categories':['x'],'frequencies':['1']}]} | has VALUE_STRING",
      })
  void textsThatAreNoSchemaAreRefused(String json, String found) {
    assertThatThrownBy(() -> TableSchema.fromJson(json.strip().replace('\'', '"')))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(found);
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
