package org.gradcl.backend.jvm.arithmetic;

import java.util.ArrayList;
import java.util.List;

/** Every arithmetic that this machine can run. The Vector API must be there: nothing is skipped. */
public final class Arithmetics {
  private Arithmetics() {}

  public static Arithmetic plain() {
    return ArithmeticChoice.of(ArithmeticSettings.plain()).arithmetic();
  }

  /** Vectors of every width that the machine has. */
  public static List<Arithmetic> vector() {
    Arithmetic machine = ArithmeticChoice.of(ArithmeticSettings.vector(0)).arithmetic();
    List<Arithmetic> all = new ArrayList<>();
    for (int bits = 128; bits <= machine.vectorBits(); bits *= 2) {
      all.add(ArithmeticChoice.of(ArithmeticSettings.vector(bits)).arithmetic());
    }
    return all;
  }

  public static List<Arithmetic> all() {
    List<Arithmetic> all = new ArrayList<>(List.of(plain()));
    all.addAll(vector());
    return all;
  }

  /** For test names: {@code plain}, {@code vector 256}. */
  public static String title(Arithmetic arithmetic) {
    return arithmetic.name() + (arithmetic.vectorBits() == 0 ? "" : " " + arithmetic.vectorBits());
  }
}
