package org.gradcl.backend.jvm;

import java.util.ArrayList;
import java.util.List;

/**
 * The array for passing values of a step that all plans of a device share, since only one runs at a
 * time: as large as the largest of them needs. Not safe for use by several threads.
 */
final class Workspace {
  private static final float[] NONE = {};

  private final JvmCounters counters;
  private final List<JvmExecutable> users = new ArrayList<>();
  private float[] array = NONE;

  Workspace(JvmCounters counters) {
    this.counters = counters;
  }

  /** How many floats there are. */
  int elements() {
    return array.length;
  }

  /**
   * Makes room for a plan, and gives the array to it and, if it is another now, to all others.
   *
   * @throws OutOfMemoryError if there is none; the others have theirs as before
   */
  void join(JvmExecutable user) {
    int elements = user.plan().workspaceElements();
    if (elements > array.length) {
      enlarge(elements);
    }
    users.add(user);
    user.setWorkspace(array);
  }

  private void enlarge(int elements) {
    int before = array.length;
    // The old array must be garbage first: for both there may be no room.
    share(NONE);
    try {
      share(allocate(elements));
    } catch (OutOfMemoryError e) {
      share(allocate(before));
      throw e;
    }
  }

  /** A plan is closed: gives back what no other needs. */
  void leave(JvmExecutable user) {
    users.remove(user);
    user.setWorkspace(NONE);
    int elements = users.stream().mapToInt(u -> u.plan().workspaceElements()).max().orElse(0);
    if (elements < array.length) {
      share(NONE);
      share(allocate(elements));
    }
  }

  private float[] allocate(int elements) {
    if (elements == 0) {
      return NONE;
    }
    counters.allocations++;
    return new float[elements];
  }

  private void share(float[] shared) {
    array = shared;
    users.forEach(user -> user.setWorkspace(shared));
  }
}
