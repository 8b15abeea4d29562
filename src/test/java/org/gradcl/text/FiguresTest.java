package org.gradcl.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1138.9312|1,138.9",
        "583.2149|583.21",
        "0.04291|0.04291",
        "0.0429|0.0429",
        "18823|18,823",
        "-0.5|-0.5",
        "0|0",
        "1234567.8|1,234,600",
        "0.000012345|1.2345e-05",
        "1e300|1.0000e+300",
        "NaN|NaN",
        "Infinity|Infinity"
      })
  void fiveDigitsCount(double value, String text) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Figures.of(value)).isEqualTo(text);
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2000003.123456|1.7|2,000,003.1235",
        "4408.7123|1158|4,408.7",
        "0.05221234|0.0181|0.052212",
        "12345.678|0.5|12,345.678",
        "1234.5678912345678|1e-300|1,234.56789123457",
        "0|3|0",
        "NaN|1|NaN",
        "Infinity|1|Infinity"
      })
  void digitsTellApartWhatDiffers(double value, double deviation, String text) {
    assertThat(Figures.of(value, deviation)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0|0 rows", "1|1 row", "2|2 rows", "2400|2,400 rows"})
  void aNounGoesWithItsCount(long count, String text) {
    assertThat(Figures.count(count, "row")).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0.0 s",
        "0.84|0.8 s",
        "9.94|9.9 s",
        "9.96|10 s",
        "59.4|59 s",
        "59.6|1:00 min",
        "187|3:07 min",
        "7500|2:05:00 h",
        "NaN|–",
        "Infinity|–"
      })
  void durationsGrowTheirUnits(double seconds, String text) {
    assertThat(Figures.seconds(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.0123456|0.01235",
        "123.4|123.40000",
        "0.00012|1.2000e-04",
        "0|0.00000",
        "NaN|NaN"
      })
  void lossesHaveFiveDecimals(double loss, String text) {
    assertThat(Figures.loss(loss)).isEqualTo(text);
  }
}
