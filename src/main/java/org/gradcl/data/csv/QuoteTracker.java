package org.gradcl.data.csv;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Passes CSV text through and notes whether it ends within quotes. FastCSV accepts such a file, in
 * which a forgotten quotation mark makes all further rows one cell.
 */
final class QuoteTracker extends FilterReader {
  private enum State {
    FIELD_START,
    UNQUOTED,
    QUOTED,
    /** After a quotation mark within quotes: it ends the field unless another follows. */
    QUOTE_IN_QUOTED
  }

  private final SeparatorLine first;
  private State state = State.FIELD_START;
  private long line;
  private long openedInLine;
  private boolean carriageReturn;
  private boolean ended;

  QuoteTracker(Reader reader, SeparatorLine first) {
    super(reader);
    this.first = first;
    line = 1L + first.lines();
  }

  /** The separator of cells. */
  char separator() {
    return first.separator();
  }

  /** The number of lines before the header that are not passed on. */
  int linesBefore() {
    return first.lines();
  }

  /** The line with the quotation mark that is open at the end of the text; 0 if none is. */
  long openQuoteLine() {
    return ended && state == State.QUOTED ? openedInLine : 0;
  }

  @Override
  public int read() throws IOException {
    int character = super.read();
    if (character >= 0) {
      track((char) character);
    } else {
      ended = true;
    }
    return character;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    ended = count < 0;
    for (int i = offset; i < offset + count; i++) {
      track(buffer[i]);
    }
    return count;
  }

  private void track(char character) {
    boolean lineBreak = character == '\n' || character == '\r';
    if (character == '\r' || (character == '\n' && !carriageReturn)) {
      line++;
    }
    carriageReturn = character == '\r';
    switch (state) {
      case FIELD_START -> {
        if (character == '"') {
          state = State.QUOTED;
          openedInLine = line;
        } else if (character != first.separator() && !lineBreak) {
          state = State.UNQUOTED;
        }
      }
      case UNQUOTED -> {
        if (character == first.separator() || lineBreak) {
          state = State.FIELD_START;
        }
      }
      case QUOTED -> {
        if (character == '"') {
          state = State.QUOTE_IN_QUOTED;
        }
      }
      case QUOTE_IN_QUOTED -> state = character == '"' ? State.QUOTED : State.FIELD_START;
    }
  }
}
