package org.gradcl.backend.opencl.tuning;

/** The number of work-groups of an elementwise launch. */
public final class GroupCount {
  /** Elements that are worth a work-item of a GPU. */
  private static final int ELEMENTS_PER_ITEM = 4;

  /** Elements that are worth waking another processor for, which takes a few microseconds. */
  private static final int ELEMENTS_PER_CPU_GROUP = 8192;

  private static final int GROUPS_PER_UNIT = 16;

  private GroupCount() {}

  /** For a number of elements visited by a variant's work-groups on a device. */
  public static int of(long elements, KernelVariant variant, int computeUnits) {
    boolean vectors = variant.macro("VECTOR_WIDTH") > 1;
    long worth = vectors ? ELEMENTS_PER_CPU_GROUP : (long) ELEMENTS_PER_ITEM * variant.localSize();
    long wanted = (elements + worth - 1) / worth;
    return (int) Math.max(1, Math.min(wanted, most(variant, computeUnits)));
  }

  /**
   * For rows that a variant's work-groups visit one after the other: a row takes a work-group of a
   * GPU so long, however short it is, that each has a group of its own as far as the device goes.
   */
  public static int ofRows(int rows, int columns, KernelVariant variant, int computeUnits) {
    boolean vectors = variant.macro("VECTOR_WIDTH") > 1;
    int wanted = vectors ? of((long) rows * columns, variant, computeUnits) : rows;
    return (int) Math.min(Math.min(wanted, rows), most(variant, computeUnits));
  }

  /** On a CPU device more groups than units only cost. */
  private static long most(KernelVariant variant, int computeUnits) {
    boolean vectors = variant.macro("VECTOR_WIDTH") > 1;
    return vectors ? computeUnits : (long) computeUnits * GROUPS_PER_UNIT;
  }
}
