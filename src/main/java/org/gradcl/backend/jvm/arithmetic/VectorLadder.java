package org.gradcl.backend.jvm.arithmetic;

import java.util.Optional;

/** Finds the first reason not to use the Vector API, in one sentence. */
final class VectorLadder {
  /** The newest Java with which the Vector API was tested; it is an incubator still. */
  static final int NEWEST_TESTED_JAVA = 25;

  private static final int NARROWEST = 128;

  private VectorLadder() {}

  /** Why this Java can't or shouldn't use the Vector API, if so. */
  static Optional<String> refusal(JavaRuntime java, ArithmeticSettings settings) {
    if (!java.vectorModule()) {
      return Optional.of(
          "the module jdk.incubator.vector is not there; start Java with --add-modules"
              + " jdk.incubator.vector for several times the speed");
    }
    if (java.version() > NEWEST_TESTED_JAVA && !settings.anyJavaVersion()) {
      return Optional.of(
          String.format(
              "the Vector API was tested up to Java %d, this is Java %d; -D%s=true uses it all the"
                  + " same",
              NEWEST_TESTED_JAVA, java.version(), ArithmeticSettings.ANY_VERSION_PROPERTY));
    }
    if (java.interpreted()) {
      return Optional.of(
          "this Java only interprets, which makes the Vector API slower than plain Java; start it"
              + " without -Xint");
    }
    if (java.highestTier() < 4) {
      return Optional.of(
          "this Java runs without its optimising compiler, which makes the Vector API slower than"
              + " plain Java; start it without -XX:TieredStopAtLevel="
              + java.highestTier());
    }
    if (!java.fusedMultiplyAdd()) {
      return Optional.of(
          "the processor has no fused multiply-add, or -XX:-UseFMA has switched it off, and Java's"
              + " substitute is thousands of times slower");
    }
    return Optional.empty();
  }

  /** Why vectors of the machine's width, or of the width asked for, are no use, if so. */
  static Optional<String> refusal(int machineBits, ArithmeticSettings settings) {
    if (machineBits < NARROWEST) {
      return Optional.of(
          "vectors of " + machineBits + " bits are narrower than " + NARROWEST + " bits");
    }
    if (settings.vectorBits() > machineBits) {
      return Optional.of(
          String.format(
              "vectors of %d bits were asked for by -D%s, the machine has %d",
              settings.vectorBits(), ArithmeticSettings.VECTOR_BITS_PROPERTY, machineBits));
    }
    return Optional.empty();
  }
}
