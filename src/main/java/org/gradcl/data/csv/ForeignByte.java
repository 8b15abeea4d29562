package org.gradcl.data.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The first byte of a text that is not UTF-8.
 *
 * @param line in which it stands, from 1
 * @param value of the byte, from 128 to 255
 */
record ForeignByte(long line, int value) {
  private static final int BUFFER = 1 << 16;

  /** The encoding of Windows for western languages, unless it is UTF-8. */
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  /** Finds the first such byte; null if there is none. */
  static ForeignByte find(InputStream bytes) throws IOException {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.allocate(BUFFER);
    CharBuffer text = CharBuffer.allocate(BUFFER);
    long line = 1;
    boolean carriageReturn = false;
    int count = 0;
    while (count >= 0) {
      count = bytes.read(in.array(), in.position(), in.remaining());
      in.position(in.position() + Math.max(count, 0)).flip();
      boolean malformed = decoder.decode(in, text, count < 0).isMalformed();
      for (char character : text.flip().toString().toCharArray()) {
        line += character == '\r' || (character == '\n' && !carriageReturn) ? 1 : 0;
        carriageReturn = character == '\r';
      }
      if (malformed) {
        return new ForeignByte(line, in.get() & 0xff);
      }
      text.clear();
      in.compact();
    }
    return null;
  }

  /** The byte, and its letter in the encoding that is most often meant. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "0x%02X ('%s' in Windows-1252)",
        value,
        new String(new byte[] {(byte) value}, WINDOWS));
  }
}
