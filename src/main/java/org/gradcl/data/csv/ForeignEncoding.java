package org.gradcl.data.csv;

import java.util.Locale;
import java.util.Optional;

/**
 * Recognises UTF-16 and UTF-32 by their byte order mark, or without one by zero bytes: digits,
 * commas and line breaks, which are single bytes in UTF-8, have a zero as every other byte, or as
 * three of four.
 */
final class ForeignEncoding {
  private static final int UNIT = 4;

  /** Zero bytes of a cell that holds one are rarer than this share of the bytes. */
  private static final double FEW = 0.1;

  private ForeignEncoding() {}

  /** The encoding of a file that begins so, if it is known and not UTF-8. */
  static Optional<ForeignContent> of(byte[] head) {
    String name = marked(head);
    return name != null
        ? Optional.of(content(name, ""))
        : Optional.ofNullable(unmarked(head))
            .map(encoding -> content(encoding, " (without a byte order mark)"));
  }

  private static ForeignContent content(String name, String mark) {
    return new ForeignContent(
        "text in the encoding " + name + mark + ", not in UTF-8",
        "save it as UTF-8: in Excel as 'CSV UTF-8', elsewhere by iconv -f " + name + " -t UTF-8");
  }

  private static String marked(byte[] head) {
    if (starts(head, 0xff, 0xfe, 0, 0)) {
      return "UTF-32LE";
    }
    if (starts(head, 0, 0, 0xfe, 0xff)) {
      return "UTF-32BE";
    }
    if (starts(head, 0xff, 0xfe)) {
      return "UTF-16LE";
    }
    return starts(head, 0xfe, 0xff) ? "UTF-16BE" : null;
  }

  private static boolean starts(byte[] head, int... bytes) {
    if (head.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((head[i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static String unmarked(byte[] head) {
    int[] zeros = new int[UNIT];
    for (int i = 0; i < head.length; i++) {
      if (head[i] == 0) {
        zeros[i % UNIT]++;
      }
    }
    int even = zeros[0] + zeros[2];
    int odd = zeros[1] + zeros[3];
    if (even + odd <= FEW * head.length) {
      return null;
    }
    double units = head.length / (double) UNIT;
    // In UTF-32 the highest byte is always zero, and the next one but for rare characters.
    if (zeros[3] > units / 2 && zeros[2] > units / 2) {
      return "UTF-32LE";
    }
    if (zeros[0] > units / 2 && zeros[1] > units / 2) {
      return "UTF-32BE";
    }
    boolean little = odd > even;
    if (Math.min(even, odd) <= FEW * Math.max(even, odd)) {
      return String.format(Locale.ROOT, "UTF-16%s", little ? "LE" : "BE");
    }
    return null;
  }
}
