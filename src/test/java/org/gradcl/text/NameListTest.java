package org.gradcl.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NameListTest {
  private static final List<String> THOUSAND =
      IntStream.range(0, 1000).mapToObj(i -> "Column " + i).toList();

  @Test
  void aFewAreAllListed() {
    assertThat(NameList.of(List.of())).isEqualTo("[]");
    assertThat(NameList.of(List.of("b", "A", "c"), "a")).isEqualTo("[b, A, c]");
    assertThat(NameList.of(THOUSAND.subList(0, 20))).endsWith("Column 18, Column 19]");
  }

  @Test
  void ofVeryManyTheFirstAreListed() {
    assertThat(NameList.of(THOUSAND)).startsWith("[Column 0, ").endsWith("Column 19, … 980 more]");
    assertThat(NameList.joined(THOUSAND, 2)).isEqualTo("Column 0, Column 1, … 998 more");
  }

  @Test
  void behindAFlagNamesAreQuotedForTheShell() {
    assertThat(NameList.argument(List.of("id", "größe_2", "a b", "length, mm", "Price ($)")))
        .isEqualTo("id,größe_2,'a b','\"length, mm\"','Price ($)'");
    assertThat(NameList.argument(List.of("it's", ""))).isEqualTo("'it'\\''s','\"\"'");
  }

  @Test
  void whatMayBeMeantComesFirst() {
    assertThat(NameList.of(THOUSAND, "column_777")).startsWith("[Column 777, Column 0, ");
    assertThat(NameList.of(THOUSAND, "zz")).startsWith("[Column 0, ");
  }
}
