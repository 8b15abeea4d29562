package org.gradcl.io.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FieldsTest {
  private static Fields fields(String json) throws IOException {
    return Fields.parse(json.replace('\'', '"'));
  }

  @Test
  void eachTypeIsRead() throws IOException {
    Fields fields =
        fields(
            "{'t':'x','f':true,'n':7,'d':0.5,'nan':'NaN','l':[1,'-Infinity'],'s':['a','b'],"
                + "'m':{'k':1.5},'o':[{'deep':{'n':3}}]}");
    assertThat(fields.text("t")).isEqualTo("x");
    assertThat(fields.flag("f")).isTrue();
    assertThat(fields.integer("n", 7, 7)).isEqualTo(7);
    assertThat(fields.number("n")).isEqualTo(7);
    assertThat(fields.number("d")).isEqualTo(0.5);
    assertThat(fields.number("nan")).isNaN();
    assertThat(fields.numberList("l")).isEqualTo(List.of(1.0, Double.NEGATIVE_INFINITY));
    assertThat(fields.texts("s")).isEqualTo(List.of("a", "b"));
    assertThat(fields.numbers("m")).isEqualTo(Map.of("k", 1.5));
    assertThat(fields.objects("o").get(0).object("deep").whole("n", 0, 9)).isEqualTo(3);
    assertThat(fields.has("t")).isTrue();
    assertThat(fields.has("absent")).isFalse();
  }

  @Test
  void whatIsWrongIsNamedByItsPlace() throws IOException {
    Fields fields = fields("{'a':{'b':[{'c':1.5},{'c':'x'}]},'l':[1,{}],'s':['a',2]}");
    refused(() -> fields.text("z"), "the field 'z' is missing; there are [a, l, s]");
    refused(() -> fields.object("a").text("z"), "the field 'a.z' is missing; there are [b]");
    refused(() -> fields.text("l"), "the field 'l' must be a text, found [1, {}]");
    refused(() -> fields.flag("l"), "the field 'l' must be true or false, found [1, {}]");
    refused(
        () -> fields.object("a").objects("b").get(0).whole("c", 0, 9),
        "the field 'a.b[0].c' must be a whole number from 0 to 9, found 1.5");
    refused(
        () -> fields.object("a").objects("b").get(1).number("c"),
        "the field 'a.b[1].c' must be a number, found x");
    refused(() -> fields.objects("l"), "the field 'l[0]' must be an object, found 1");
    refused(() -> fields.numberList("l"), "the field 'l[1]' must be a number, found {}");
    refused(() -> fields.texts("s"), "the field 's[1]' must be a text, found 2");
    refused(() -> fields.texts("a"), "the field 'a' must be a list, found {b=");
    refused(() -> fields.object("s"), "the field 's' must be an object, found [a, 2]");
    refused(() -> fields("[]"), "a JSON object is expected, found []");
  }

  private static void refused(ThrowingCallable reading, String found) {
    assertThatThrownBy(reading).isInstanceOf(IOException.class).message().startsWith(found);
  }
}
