package org.gradcl.io.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A disk with room for a given number of bytes: writes behind it and forcing throw. */
public final class FullDisk implements AtomicFile.Opener {
  private final long room;

  /** A disk that takes {@code room} bytes of each file. */
  public FullDisk(long room) {
    this.room = room;
  }

  @Override
  public AtomicFile.Output open(Path temporary) throws IOException {
    AtomicFile.Output output = AtomicFile.files().open(temporary);
    return new AtomicFile.Output() {
      private long left = room;

      @Override
      public int write(ByteBuffer source) throws IOException {
        ByteBuffer part = source.duplicate();
        part.limit(part.position() + (int) Math.min(left, part.remaining()));
        int written = output.write(part);
        source.position(source.position() + written);
        left -= written;
        if (source.hasRemaining()) {
          throw new IOException("No space left on device");
        }
        return written;
      }

      @Override
      public void force() throws IOException {
        if (left == 0) {
          throw new IOException("No space left on device");
        }
        output.force();
      }

      @Override
      public boolean isOpen() {
        return output.isOpen();
      }

      @Override
      public void close() throws IOException {
        output.close();
      }
    };
  }
}
