package org.gradcl.backend;

import java.nio.FloatBuffer;
import java.util.Map;

/**
 * A place for one batch on its way to the device, from {@link Executable#acquire}. Filled by one
 * thread at a time, which may be another than the one that runs it.
 */
public interface BatchBuffer {
  /**
   * The host memory to fill, by input name, row major, each of exactly the plan's size. The buffers
   * belong to the executable and may be written until the batch buffer is run.
   */
  Map<String, FloatBuffer> inputs();
}
