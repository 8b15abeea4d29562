package org.gradcl.backend.opencl.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.jocl.Pointer;

/**
 * Host memory that batches are filled into and sent from. Plain direct memory, owned by the garbage
 * collector: it stays valid however long someone keeps a view of it.
 *
 * <p>Why not memory that the driver maps: JOCL hands every unmapping, as every non-blocking
 * transfer, to a thread of its own that waits for it, which some drivers do not survive.
 */
public final class HostBuffer {
  private final ByteBuffer bytes;
  private final Pointer pointer;

  /** Zeros, so many bytes. */
  public HostBuffer(int size) {
    bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    pointer = Pointer.to(bytes);
  }

  /** A view of some floats of this memory. */
  public FloatBuffer floats(int first, int count) {
    return bytes.asFloatBuffer().slice(first, count);
  }

  Pointer pointer() {
    return pointer;
  }

  /** This memory from some byte on, for calls to JOCL that copy it before they return. */
  public Pointer from(long firstByte) {
    return pointer.withByteOffset(firstByte);
  }
}
