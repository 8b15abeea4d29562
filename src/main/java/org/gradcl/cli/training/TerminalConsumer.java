package org.gradcl.cli.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws a bar over itself on standard output, as wide as the terminal is at that moment.
 *
 * <p>The progress bar's own consumer makes its terminal with JLine's usual settings, which put the
 * system's handling of SIGINT in the place of Java's: Ctrl-C then ends the process at once, no
 * shutdown hook runs, and the checkpoint of {@link Interruption} is never written. This one leaves
 * the signals alone.
 */
final class TerminalConsumer extends ConsoleProgressBarConsumer {
  private static final Logger LOG = LoggerFactory.getLogger(TerminalConsumer.class);
  private static final int USUAL_WIDTH = 80;

  private final Terminal terminal;
  private volatile int width = USUAL_WIDTH;

  /** A consumer for the terminal of this process. */
  TerminalConsumer() {
    super(System.out, USUAL_WIDTH);
    try {
      terminal = TerminalBuilder.builder().dumb(true).nativeSignals(false).build();
    } catch (IOException e) {
      throw new UncheckedIOException("The terminal can't be used: " + e.getMessage(), e);
    }
  }

  /** A column less than the terminal has: a cursor after the last one may go to the next line. */
  @Override
  public int getMaxRenderedLength() {
    try {
      int columns = terminal.getWidth();
      width = (columns > 0 ? columns : USUAL_WIDTH) - 1;
    } catch (RuntimeException e) {
      // The process ends, and JLine's own shutdown hook was faster.
      LOG.debug("The width of the terminal is unknown", e);
    }
    return width;
  }

  @Override
  public void close() {
    super.close();
    try {
      terminal.close();
    } catch (IOException e) {
      LOG.debug("The terminal can't be closed", e);
    }
  }
}
