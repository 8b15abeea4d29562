package org.gradcl.backend.jvm;

import org.gradcl.backend.jvm.launch.PlainArithmetic;
import org.gradcl.backend.jvm.product.MicroKernel;
import org.gradcl.backend.jvm.product.PackedProducts;
import org.gradcl.backend.jvm.product.PlainKernel;
import org.gradcl.backend.jvm.product.SpinningTeam;

/** What the JVM engine computes with on this machine. */
final class EngineChoice {
  private static final String VECTOR_KERNEL = "org.gradcl.backend.jvm.vector.VectorKernel";

  private EngineChoice() {}

  /** The number of threads: the system property {@code gradcl.jvm.threads}, else the processors. */
  static int threads() {
    return Integer.getInteger("gradcl.jvm.threads", Runtime.getRuntime().availableProcessors());
  }

  static boolean vectors() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
        && !System.getProperty("gradcl.jvm.provider", "").equals("plain");
  }

  static Engine engine() {
    MicroKernel kernel = vectors() ? vectorKernel() : new PlainKernel();
    return new Engine(
        vectors() ? "vectors" : "plain Java",
        vectors() ? kernel.columns() / 2 : 1,
        new PlainArithmetic(),
        new PackedProducts(kernel),
        new SpinningTeam(threads()));
  }

  private static MicroKernel vectorKernel() {
    try {
      return (MicroKernel) Class.forName(VECTOR_KERNEL).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The JVM engine lacks its own class " + VECTOR_KERNEL, e);
    }
  }
}
