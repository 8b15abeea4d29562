package org.gradcl.backend.opencl.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.gradcl.backend.opencl.discovery.OpenClException;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_mem;

/**
 * Host memory that the driver allocated and that stays mapped while this is open: the fast end of
 * transfers, pinned where the driver can. One thread at a time.
 */
public final class MappedBuffer extends NativeObject {
  private final OpenClContext context;
  private final cl_mem memory;
  private final ByteBuffer bytes;
  private final Pointer pointer;

  /**
   * Allocates and maps memory, its content undefined.
   *
   * @param size bytes, at least 1, below 2 GiB
   * @param purpose for people, such as {@code batch}
   */
  public MappedBuffer(OpenClContext context, int size, String purpose) {
    this(
        context,
        size,
        purpose,
        DeviceBuffer.create(context, size, CL.CL_MEM_READ_WRITE | CL.CL_MEM_ALLOC_HOST_PTR));
  }

  private MappedBuffer(OpenClContext context, int size, String purpose, cl_mem memory) {
    super(context.ledger(), "mapped buffer of " + size + " bytes (" + purpose + ")");
    this.context = context;
    this.memory = memory;
    context.counters().allocated();
    int[] code = new int[1];
    ByteBuffer mapped =
        CL.clEnqueueMapBuffer(
            context.queue().handle(),
            memory,
            true,
            CL.CL_MAP_READ | CL.CL_MAP_WRITE,
            0,
            size,
            0,
            null,
            null,
            code);
    if (code[0] != CL.CL_SUCCESS) {
      close();
      throw new OpenClException("clEnqueueMapBuffer", code[0], "", context.deviceName());
    }
    this.bytes = mapped.order(ByteOrder.nativeOrder());
    this.pointer = Pointer.to(mapped);
  }

  /** A view of some floats of this memory. Must not be used after {@link #close}. */
  public FloatBuffer floats(int first, int count) {
    requireOpen();
    FloatBuffer all = bytes.asFloatBuffer();
    return all.slice(first, count);
  }

  /** The word at an index, as a float. */
  public float floatAt(int index) {
    return bytes.getFloat(4 * index);
  }

  /** The word at an index, as an int. */
  public int intAt(int index) {
    return bytes.getInt(4 * index);
  }

  Pointer pointer() {
    requireOpen();
    return pointer;
  }

  @Override
  protected void release() {
    if (bytes != null) {
      CL.clEnqueueUnmapMemObject(context.queue().handle(), memory, bytes, 0, null, null);
    }
    CL.clReleaseMemObject(memory);
  }
}
