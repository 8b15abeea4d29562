package org.gradcl.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhiloxTest {
  /** The known answers published with the paper's library Random123 for philox4x32, 10 rounds. */
  @ParameterizedTest
  @CsvSource({
    "00000000 00000000 00000000 00000000, 00000000 00000000,"
        + " 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff,"
        + " 408f276d 41c83b0e a20bc7c6 6d5451fd",
    "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0,"
        + " d16cfe09 94fdcceb 5001e420 24126ea1"
  })
  void publishedKnownAnswers(String counter, String key, String expected) {
    int[] c = words(counter);
    int[] k = words(key);
    int[] actual = new int[4];
    for (int lane = 0; lane < 4; lane++) {
      actual[lane] = Philox.word(k[0], k[1], c[0], c[1], c[2], c[3], lane);
    }
    assertThat(actual).containsExactly(words(expected));
  }

  /** The file that the kernel's test runs too; written by an independent program. */
  @Test
  void sharedVectors() throws IOException {
    List<String> lines;
    try (InputStream file = PhiloxTest.class.getResourceAsStream("philox.csv")) {
      lines = new String(file.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    }
    assertThat(lines).hasSize(100);
    assertThat(lines.get(0))
        .isEqualTo("key0,key1,purposeAndOperation,step,sample,unit,word,uniform");
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      int[] x = words(String.join(" ", Arrays.copyOf(cells, 7)));
      assertThat(Philox.word(x[0], x[1], x[5] >>> 2, x[4], x[3], x[2], x[5] & 3))
          .as(line)
          .isEqualTo(x[6]);
      assertThat((double) Philox.uniform(x[0], x[1], x[2], x[3], x[4], x[5]))
          .as(line)
          .isEqualTo(Double.parseDouble(cells[7]));
    }
  }

  @Test
  void rangesEqualSingleNumbersAndTouchNothingElse() {
    for (int firstUnit : new int[] {0, 1, 2, 3, 5, 1022, -3}) {
      for (int count = 0; count < 14; count++) {
        float[] target = new float[20];
        Arrays.fill(target, -1);
        Philox.uniforms(1, 2, 3, 4, 5, firstUnit, target, 3, count);
        for (int i = 0; i < target.length; i++) {
          boolean inside = i >= 3 && i < 3 + count;
          float expected = inside ? Philox.uniform(1, 2, 3, 4, 5, firstUnit + i - 3) : -1;
          assertThat(target[i]).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void aRangeOutsideTheArrayIsRefusedBeforeAnythingIsWritten() {
    float[] target = new float[8];
    assertThatThrownBy(() -> Philox.uniforms(1, 2, 3, 4, 5, 0, target, 4, 5))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(target).containsOnly(0);
  }

  @Test
  void theFourthCounterWordHoldsPurposeAndOperation() {
    assertThat(Philox.purposeAndOperation(Purpose.DROPOUT, 7)).isEqualTo(0x02000007);
    assertThatThrownBy(() -> Philox.purposeAndOperation(Purpose.DROPOUT, 1 << 24))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16777215")
        .hasMessageContaining("16777216");
    assertThatThrownBy(() -> Philox.purposeAndOperation(Purpose.DROPOUT, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static int[] words(String hexadecimal) {
    return Arrays.stream(hexadecimal.split(" "))
        .mapToInt(w -> Integer.parseUnsignedInt(w, 16))
        .toArray();
  }
}
