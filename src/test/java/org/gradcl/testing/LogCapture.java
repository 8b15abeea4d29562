package org.gradcl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** What a class, or a package, logs while this is open; meanwhile nobody else hears it. */
public final class LogCapture implements AutoCloseable {
  private final Logger logger;
  private final ListAppender<ILoggingEvent> appender;

  private LogCapture(Logger logger, Consumer<ILoggingEvent> listener) {
    this.logger = logger;
    this.appender =
        new ListAppender<>() {
          @Override
          protected void append(ILoggingEvent event) {
            listener.accept(event);
            super.append(event);
          }
        };
    appender.start();
    logger.addAppender(appender);
    logger.setAdditive(false);
  }

  /** Captures what a class logs. */
  public static LogCapture of(Class<?> type) {
    return of(type.getName());
  }

  /** Captures what a class or all classes of a package log. */
  public static LogCapture of(String name) {
    return of(name, event -> {});
  }

  /** As {@link #of(String)}, with someone who hears each event when it is logged. */
  public static LogCapture of(String name, Consumer<ILoggingEvent> listener) {
    return new LogCapture((Logger) LoggerFactory.getLogger(name), listener);
  }

  /** All events, in order. Any thread may log meanwhile. */
  public List<ILoggingEvent> events() {
    synchronized (appender) { // As its own method that adds to the list.
      return List.copyOf(appender.list);
    }
  }

  /** Collects garbage until something is logged of it; fails if nothing is. */
  public ILoggingEvent collectGarbageUntilLogged() {
    for (int i = 0; i < 500 && events().isEmpty(); i++) {
      System.gc();
      System.runFinalization();
      Thread.onSpinWait();
    }
    assertThat(events()).as("what is logged of garbage").isNotEmpty();
    return events().get(0);
  }

  /** The messages of level WARN, in order. */
  public List<String> warnings() {
    return messages(Level.WARN);
  }

  /** The messages of a level, in order. */
  public List<String> messages(Level level) {
    return events().stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  public void close() {
    logger.setAdditive(true);
    logger.detachAppender(appender);
  }
}
