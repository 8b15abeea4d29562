package org.gradcl.text;

import java.util.Locale;

/** Sizes of memory as people read them. */
public final class ByteSize {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private ByteSize() {}

  /** For example {@code 512 B}, {@code 96.0 KiB} or {@code 3.1 GiB}; a unit is 1024 of the last. */
  public static String text(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (Math.abs(amount) >= 1024 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
  }
}
