package org.gradcl.backend.opencl.program;

/** Numbers of work-items of a launch and of each of its work-groups. Immutable. */
public final class LaunchShape {
  private final long[] global;
  private final long[] local;

  private LaunchShape(long[] global, long[] local) {
    this.global = global;
    this.local = local;
  }

  /** Work-groups along one axis, each of so many work-items. */
  public static LaunchShape of(long groups, int localSize) {
    return new LaunchShape(new long[] {groups * localSize}, new long[] {localSize});
  }

  /** Work-groups along three axes, each of so many work-items along the first. */
  public static LaunchShape of(long groupsX, long groupsY, long groupsZ, int localSize) {
    return new LaunchShape(
        new long[] {groupsX * localSize, groupsY, groupsZ}, new long[] {localSize, 1, 1});
  }

  /** Numbers of work-items; shared, so that enqueueing allocates nothing. */
  long[] global() {
    return global;
  }

  /** Numbers of work-items in a work-group; shared. */
  long[] local() {
    return local;
  }

  /** The number of work-groups. */
  public int groups() {
    long groups = 1;
    for (int i = 0; i < global.length; i++) {
      groups *= global[i] / local[i];
    }
    return Math.toIntExact(groups);
  }

  /** For people: {@code 512 x 8 x 1 / 256 x 1 x 1}, all work-items over those of a group. */
  @Override
  public String toString() {
    return text(global) + " / " + text(local);
  }

  private static String text(long[] extents) {
    StringBuilder text = new StringBuilder();
    for (long extent : extents) {
      text.append(text.length() == 0 ? "" : " x ").append(extent);
    }
    return text.toString();
  }
}
