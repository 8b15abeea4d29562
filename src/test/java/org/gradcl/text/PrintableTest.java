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
    assertThat(Printable.text(HOSTILE)).isEqualTo("a·[2J\tb·\nc·d");
    assertThat(Printable.line(HOSTILE + "\u2028")).isEqualTo("a·[2J·b··c·d·");
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
