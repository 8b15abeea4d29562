package org.gradcl.cli;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.gradcl.text.Printable;

/** The message of a log line with invisible characters shown, for the pattern of the log. */
public final class PrintableMessage extends ClassicConverter {
  /** Logback makes one for each pattern that names it. */
  public PrintableMessage() {}

  @Override
  public String convert(ILoggingEvent event) {
    return Printable.text(event.getFormattedMessage());
  }
}
