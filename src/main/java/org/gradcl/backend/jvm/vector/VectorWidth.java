package org.gradcl.backend.jvm.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The width of vectors, chosen once for the process: the machine's preferred one, or what the
 * system property {@value #PROPERTY} says. It must be a constant of the class for the compiler to
 * use registers.
 */
final class VectorWidth {
  static final String PROPERTY = "gradcl.jvm.vectorBits";

  static final VectorSpecies<Float> SPECIES = chosen();

  private VectorWidth() {}

  private static VectorSpecies<Float> chosen() {
    String asked = System.getProperty(PROPERTY, "");
    switch (asked) {
      case "":
        return FloatVector.SPECIES_PREFERRED;
      case "128":
        return FloatVector.SPECIES_128;
      case "256":
        return FloatVector.SPECIES_256;
      case "512":
        return FloatVector.SPECIES_512;
      default:
        throw new IllegalArgumentException(
            PROPERTY + " must be 128, 256 or 512, found '" + asked + "'");
    }
  }
}
