package org.gradcl.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the heap has been asked for. */
public final class AllocatedBytes {
  private AllocatedBytes() {}

  /** Bytes allocated so far by the calling thread and the library's own. */
  public static long soFar() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = 0;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread == Thread.currentThread() || thread.getName().startsWith("gradcl")) {
        bytes += threads.getThreadAllocatedBytes(thread.getId());
      }
    }
    return bytes;
  }
}
