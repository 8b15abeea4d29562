package org.gradcl.io.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  @Test
  void whatIsWrittenIsReadAgainBitForBit() throws IOException {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("ä \"quoted\"", List.of("\n", "€", List.of()));
    value.put("whole", Long.MIN_VALUE);
    value.put("numbers", List.of(1 / 3.0, -0.0, Double.MIN_VALUE, Double.MAX_VALUE));
    value.put("flag", true);
    value.put("object", Map.of("x", -1L));
    String text = Json.write(value);
    assertThat(Json.read(text)).isEqualTo(value);
    assertThat(text)
        .isEqualTo(
            "{\"ä \\\"quoted\\\"\":[\"\\n\",\"€\",[]],\"whole\":-9223372036854775808,"
                + "\"numbers\":[0.3333333333333333,-0.0,4.9E-324,1.7976931348623157E308],"
                + "\"flag\":true,\"object\":{\"x\":-1}}");
  }

  @Test
  void integersAreWholeNumbersAndFloatsAreTheirExactDoubles() {
    assertThat(Json.write(List.of(7, 0.1f))).isEqualTo("[7,0.10000000149011612]");
  }

  @Test
  void indentedItIsALineAField() throws IOException {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("a", 1);
    value.put("b", Map.of("c", Double.NaN));
    String text = Json.indented(value);
    assertThat(text.lines())
        .containsExactly("{", "  \"a\" : 1,", "  \"b\" : {", "    \"c\" : \"NaN\"", "  }", "}");
    assertThat(text).endsWith("\n");
  }

  @Test
  void aFieldOfNullIsAnAbsentOne() throws IOException {
    assertThat(Json.read("{\"a\":null,\"b\":{\"c\":null}}")).isEqualTo(Map.of("b", Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                     | the JSON text is empty",
        "[null]                 | holds VALUE_NULL where a value is expected",
        "{} {}                  | something follows the end of the JSON text",
        "{'a':1,'a':2}          | not valid JSON (Duplicate field 'a')",
        "[1                     | not valid JSON",
        "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]] | not valid JSON",
      })
  void whatIsNoJsonIsRefused(String text, String found) {
    assertThatThrownBy(() -> Json.read(text.replace('\'', '"')))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(found);
  }
}
