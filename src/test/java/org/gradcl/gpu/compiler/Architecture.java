package org.gradcl.gpu.compiler;

/** What kernels are compiled for. */
public enum Architecture {
  /** NVIDIA Turing. */
  SM_75(Vendor.NVIDIA),
  /** NVIDIA Ada. */
  SM_89(Vendor.NVIDIA),
  /** NVIDIA Hopper. */
  SM_90(Vendor.NVIDIA),
  /** AMD RDNA 3. */
  GFX1100(Vendor.AMD),
  /** AMD CDNA 2. */
  GFX90A(Vendor.AMD),
  /** Intel Xe-HPG. */
  DG2(Vendor.INTEL);

  /** Whose compiler it takes. */
  public enum Vendor {
    /** clang, ptxas, nvdisasm. */
    NVIDIA,
    /** clang with ROCm's device libraries. */
    AMD,
    /** ocloc. */
    INTEL
  }

  private final Vendor vendor;

  Architecture(Vendor vendor) {
    this.vendor = vendor;
  }

  /** Whose it is. */
  public Vendor vendor() {
    return vendor;
  }

  /** Its name in the vendor's tools, such as {@code sm_90}. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
