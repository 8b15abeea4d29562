package org.gradcl.gpu;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What can be asked of a compiled kernel. Products alone have a slice. */
enum Criterion {
  /** Bytes an item spills. */
  SPILLS("spills", "spilled bytes", m -> m.listing().spilledBytes()),
  /** Bytes of an item's arrays that lie in memory. */
  SCRATCH("scratch", "bytes of scratch", m -> m.listing().scratchBytes()),
  /** Registers of an item. */
  REGISTERS("registers", "registers", m -> m.listing().registers()),
  /** Multiply-adds among the instructions of a slice. */
  MULTIPLY_ADDS(
      "multiply-adds", "share of multiply-adds", m -> m.sliceOrThrow().multiplyAddShare()),
  /** Multiply-adds that are issued two at a time. */
  PAIRS("pairs", "share of paired multiply-adds", m -> m.sliceOrThrow().pairedShare()),
  /** Floats of a slice that are read from local memory four at a time. */
  LOCAL_LOADS(
      "local loads",
      "share of 128-bit local loads",
      m -> m.sliceOrThrow().localLoads().wideShare()),
  /** Floats of a slice that are read from the device's memory four at a time. */
  GLOBAL_LOADS(
      "global loads",
      "share of 128-bit global loads",
      m -> m.sliceOrThrow().globalLoads().wideShare()),
  /** Barriers of a slice. */
  BARRIERS("barriers", "barriers a slice", m -> m.sliceOrThrow().barriers()),
  /** Parts of divisions in a slice. */
  DIVISIONS("divisions", "divisions in a slice", m -> m.sliceOrThrow().divisions()),
  /** Instructions to tensor cores in a slice. */
  MATRICES(
      "tensor instructions",
      "tensor instructions a slice",
      m -> m.sliceOrThrow().matrixInstructions()),
  /** Instructions of a slice. */
  INSTRUCTIONS("instructions", "instructions a slice", m -> m.sliceOrThrow().instructions());

  private final String title;
  private final String words;

  // None keeps anything.
  @SuppressWarnings("ImmutableEnumChecker")
  private final ToDoubleFunction<Measured> measure;

  Criterion(String title, String words, ToDoubleFunction<Measured> measure) {
    this.title = title;
    this.words = words;
    this.measure = measure;
  }

  /** In a word or two. */
  String title() {
    return title;
  }

  double of(Measured kernel) {
    return measure.applyAsDouble(kernel);
  }

  /** For people: what it is and a value of it, such as {@code 2 barriers a slice}. */
  String text(double value) {
    return words.startsWith("share")
        ? words + " " + String.format(Locale.ROOT, "%.2f", value)
        : String.format(Locale.ROOT, "%.0f ", value) + words;
  }
}
