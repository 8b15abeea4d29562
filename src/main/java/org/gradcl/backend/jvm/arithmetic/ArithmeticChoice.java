package org.gradcl.backend.jvm.arithmetic;

import java.lang.reflect.Constructor;
import java.util.Optional;

/**
 * The arithmetic that was chosen, and why.
 *
 * @param arithmetic the implementation
 * @param reason one sentence without a full stop
 */
public record ArithmeticChoice(Arithmetic arithmetic, String reason) {
  private static final String VECTOR_CLASS = VectorWidthLoader.PACKAGE + "VectorArithmetic";

  /**
   * Chooses by what is asked and what this Java can do.
   *
   * @throws ArithmeticUnavailableException if the Vector API is asked for and can't be used
   */
  public static ArithmeticChoice of(ArithmeticSettings settings) {
    return of(settings, JavaRuntime.current());
  }

  static ArithmeticChoice of(ArithmeticSettings settings, JavaRuntime java) {
    if (settings.preference() == ArithmeticSettings.Preference.PLAIN) {
      return new ArithmeticChoice(new PlainArithmetic(), "plain Java was asked for");
    }
    Optional<String> refusal = VectorLadder.refusal(java, settings);
    if (refusal.isEmpty()) {
      Arithmetic machine = load(VectorWidthLoader.class.getClassLoader());
      refusal = VectorLadder.refusal(machine.vectorBits(), settings);
      if (refusal.isEmpty()) {
        return vector(machine, settings.vectorBits());
      }
    }
    if (settings.preference() == ArithmeticSettings.Preference.VECTOR) {
      throw new ArithmeticUnavailableException(refusal.get());
    }
    return new ArithmeticChoice(new PlainArithmetic(), refusal.get());
  }

  private static ArithmeticChoice vector(Arithmetic machine, int bits) {
    if (bits == 0 || bits == machine.vectorBits()) {
      return new ArithmeticChoice(machine, "the Vector API is there");
    }
    return new ArithmeticChoice(
        load(new VectorWidthLoader(bits)), "vectors of " + bits + " bits were asked for");
  }

  /** By name, so that nothing refers to the Vector API where its module is absent. */
  private static Arithmetic load(ClassLoader loader) {
    try {
      Constructor<?> constructor =
          Class.forName(VECTOR_CLASS, true, loader).getDeclaredConstructor();
      constructor.setAccessible(true);
      return (Arithmetic) constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The class " + VECTOR_CLASS + " is missing or broken", e);
    }
  }
}
