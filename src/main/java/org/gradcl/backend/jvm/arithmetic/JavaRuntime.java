package org.gradcl.backend.jvm.arithmetic;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * The properties of the Java virtual machine that the choice depends on.
 *
 * @param version its feature version, such as 17
 * @param vectorModule whether the module {@code jdk.incubator.vector} is there
 * @param interpreted whether nothing is compiled ({@code -Xint})
 * @param highestTier the highest tier of compilation; 4 is the optimising compiler
 * @param fusedMultiplyAdd whether the processor's fused multiply-add is used
 */
record JavaRuntime(
    int version,
    boolean vectorModule,
    boolean interpreted,
    int highestTier,
    boolean fusedMultiplyAdd) {

  static JavaRuntime current() {
    String info = System.getProperty("java.vm.info", "").toLowerCase(Locale.ROOT);
    return new JavaRuntime(
        Runtime.version().feature(),
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
        info.contains("interpreted mode"),
        Integer.parseInt(option("TieredStopAtLevel", "4")),
        Boolean.parseBoolean(option("UseFMA", "true")));
  }

  /** An option of the virtual machine; the assumed value where it is no HotSpot or has no such. */
  private static String option(String name, String assumed) {
    try {
      com.sun.management.HotSpotDiagnosticMXBean bean =
          ManagementFactory.getPlatformMXBean(com.sun.management.HotSpotDiagnosticMXBean.class);
      return bean == null ? assumed : bean.getVMOption(name).getValue();
    } catch (LinkageError | IllegalArgumentException e) {
      // An image without the module jdk.management, or another virtual machine.
      return assumed;
    }
  }
}
