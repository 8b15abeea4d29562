package org.gradcl.backend.jvm.vector;

import java.util.Set;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.gradcl.backend.jvm.arithmetic.VectorWidthLoader;

/**
 * The shape of all vectors of this package: constants, since the just-in-time compiler produces
 * vector instructions only for a shape it knows. That of the machine, or the one that the class
 * loader asks for.
 */
final class Width {
  /** Vectors of floats. */
  static final VectorSpecies<Float> FLOATS;

  /** Floats in a vector: 4, 8 or 16. */
  static final int LANES;

  static {
    VectorShape shape = FloatVector.SPECIES_PREFERRED.vectorShape();
    if (Width.class.getClassLoader() instanceof VectorWidthLoader loader) {
      shape = VectorShape.forBitSize(loader.bits());
    }
    FLOATS = VectorSpecies.of(float.class, shape);
    LANES = FLOATS.length();
  }

  /** Vector registers that the compiler has: 32 with AVX-512 and off x86, else 16. */
  static final int REGISTERS =
      FloatVector.SPECIES_PREFERRED.vectorBitSize() == 512 || !isX86() ? 32 : 16;

  private Width() {}

  private static boolean isX86() {
    return Set.of("amd64", "x86_64", "x86", "i386").contains(System.getProperty("os.arch"));
  }

  static FloatVector load(float[] a, int i) {
    return FloatVector.fromArray(FLOATS, a, i);
  }

  static FloatVector of(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }
}
