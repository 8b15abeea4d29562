package org.gradcl.backend.opencl.discovery;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux's linker would do with a file that has the name of a library. Sources: the System V
 * ABI, "Object Files" and "Program Loading"; {@code open_verify} of glibc.
 */
enum ElfFile {
  /** It loads it. */
  LOADABLE,
  /** It looks on in other folders: nothing is there that can be read, or for another machine. */
  PASSED_OVER,
  /** It gives up: this is no library, or only the beginning of one, which may crash a process. */
  DAMAGED;

  private static final int HEADER_BYTES = 64;
  private static final int PROGRAM_HEADER_BYTES = 56;
  private static final int PT_LOAD = 1;

  /**
   * Judges a file by its header and by whether it holds all that is to be loaded.
   *
   * @param bits 1 for 32-bit libraries, 2 for those of 64 bits
   * @param machine the number of the processor's architecture, below 256
   */
  static ElfFile of(Path library, int bits, int machine) {
    if (!Files.exists(library)) {
      return PASSED_OVER;
    }
    if (!Files.isRegularFile(library)) {
      return DAMAGED;
    }
    try (RandomAccessFile file = new RandomAccessFile(library.toFile(), "r")) {
      ByteBuffer header = read(file, 0, HEADER_BYTES);
      if (header == null || header.getInt(0) != (0x7f | 'E' << 8 | 'L' << 16 | 'F' << 24)) {
        return DAMAGED;
      }
      if (header.get(4) != bits || (header.get(18) & 0xff) != machine) {
        return PASSED_OVER;
      }
      return bits == 1 || isWhole(file, header) ? LOADABLE : DAMAGED;
    } catch (IOException e) {
      // Not to be read by this user: the linker takes it for absent.
      return PASSED_OVER;
    }
  }

  private static boolean isWhole(RandomAccessFile file, ByteBuffer header) throws IOException {
    long table = header.getLong(32);
    int count = header.getShort(56) & 0xffff;
    ByteBuffer programs = read(file, table, count * PROGRAM_HEADER_BYTES);
    if (programs == null) {
      return false;
    }
    for (int at = 0; at < programs.limit(); at += PROGRAM_HEADER_BYTES) {
      boolean loaded = programs.getInt(at) == PT_LOAD;
      if (loaded && programs.getLong(at + 8) + programs.getLong(at + 32) > file.length()) {
        return false;
      }
    }
    return true;
  }

  /** So many bytes; null if the file has not as many. */
  private static ByteBuffer read(RandomAccessFile file, long from, int count) throws IOException {
    if (from < 0 || from > file.length() - count) {
      return null;
    }
    byte[] bytes = new byte[count];
    file.seek(from);
    file.readFully(bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
