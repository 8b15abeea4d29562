package org.gradcl.text;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;

class PrintableTest {
  private static final String HOSTILE = "a\u001b[2J\tb\r\nc\u009bd";

  @Test
  void aTextKeepsItsLinesAndALineIsOne() {
    assertThat(Printable.text(HOSTILE)).isEqualTo("aU+001B[2J\tb·\ncU+009Bd");
    assertThat(Printable.line(HOSTILE + "\u2028")).isEqualTo("aU+001B[2J·b··cU+009Bd·");
  }

  @Test
  void whatNobodySeesIsShownByItsNumber() {
    assertThat(
            Printable.line("1\u00a0234 \u202f\u200b\u2060\ufeff\u00ad\u3164\u0000\u202e.e\u0301"))
        .isEqualTo("1U+00A0234 U+202FU+200BU+2060U+FEFFU+00ADU+3164U+0000U+202E.e\u0301");
    assertThat(Printable.text("tag \udb40\udc41")).isEqualTo("tag U+E0041");
  }

  @Test
  void ofALongTextTheBeginningIsShown() {
    assertThat(Printable.beginning("abcd", 4)).isEqualTo("abcd");
    assertThat(Printable.beginning("abcde", 4)).isEqualTo("abc…");
    assertThat(Printable.beginning("ab\ud83d\udc8ede", 4)).isEqualTo("ab\ud83d\udc8e…");
  }

  @Test
  void theLogOfTheCommandLineShowsTextsAsHarmless() throws JoranException {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    PrintStream before = System.err;
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    try {
      System.setErr(new PrintStream(shown, true, Charset.defaultCharset()));
      configurator.doConfigure(getClass().getResource("/org/gradcl/cli/logback.xml"));
      context.getLogger("a library").warn("{} %d", HOSTILE);
    } finally {
      context.stop();
      System.setErr(before);
    }
    // A charset without the dot has a question mark in its place.
    Charset charset = Charset.defaultCharset();
    String expected = "WARN: " + Printable.text(HOSTILE) + " %d\n";
    assertThat(shown.toString(charset))
        .isEqualToNormalizingNewlines(new String(expected.getBytes(charset), charset));
  }
}
