package org.gradcl.backend.opencl.memory;

import java.util.Arrays;
import org.gradcl.backend.opencl.discovery.OpenClException;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_mem;

/** Memory of the device. Whoever allocates it closes it. One thread at a time. */
public final class DeviceBuffer extends NativeObject {
  private final OpenClContext context;
  private final long bytes;
  private final cl_mem memory;

  /**
   * Allocates memory, its content undefined.
   *
   * @param bytes at least 1
   * @param purpose for people, such as {@code gradient}
   * @throws OpenClException if the driver refuses; drivers of CPU devices accept more than there
   *     is, so callers count bytes before
   */
  public DeviceBuffer(OpenClContext context, long bytes, String purpose) {
    this(context, bytes, purpose, create(context, bytes, CL.CL_MEM_READ_WRITE));
  }

  private DeviceBuffer(OpenClContext context, long bytes, String purpose, cl_mem memory) {
    super(context.ledger(), "buffer of " + bytes + " bytes (" + purpose + ")");
    this.context = context;
    this.bytes = bytes;
    this.memory = memory;
    context.allocated(bytes);
    context.counters().allocated();
  }

  static cl_mem create(OpenClContext context, long bytes, long flags) {
    int[] code = new int[1];
    cl_mem memory = CL.clCreateBuffer(context.handle(), flags, bytes, null, code);
    OpenClException.check("clCreateBuffer(" + bytes + ")", code[0], "", context.deviceName());
    return memory;
  }

  /** The number of bytes. */
  public long bytes() {
    return bytes;
  }

  /** The buffer for calls to JOCL. */
  public cl_mem handle() {
    requireOpen();
    return memory;
  }

  /** Reads floats, after all commands before, and waits. */
  public void read(long firstFloat, float[] target) {
    context
        .queue()
        .readBlocking(this, firstFloat * Sizeof.cl_float, Pointer.to(target), bytes(target.length));
  }

  /** Reads ints, after all commands before, and waits. */
  public void read(long firstInt, int[] target) {
    context
        .queue()
        .readBlocking(this, firstInt * Sizeof.cl_int, Pointer.to(target), bytes(target.length));
  }

  /** Writes floats, after all commands before, and waits. */
  public void write(long firstFloat, float[] source) {
    context
        .queue()
        .writeBlocking(
            this, firstFloat * Sizeof.cl_float, Pointer.to(source), bytes(source.length));
  }

  /** Writes ints, after all commands before, and waits. */
  public void write(long firstInt, int[] source) {
    context
        .queue()
        .writeBlocking(this, firstInt * Sizeof.cl_int, Pointer.to(source), bytes(source.length));
  }

  /** Fills a range of floats with one value, after all commands before, and waits. */
  public void fill(long firstFloat, long count, float value) {
    // By plain writes: the fill command is broken for large buffers in some drivers.
    float[] block = new float[(int) Math.min(count, 1 << 18)];
    Arrays.fill(block, value);
    for (long done = 0; done < count; done += block.length) {
      long part = Math.min(block.length, count - done);
      context
          .queue()
          .writeBlocking(
              this, (firstFloat + done) * Sizeof.cl_float, Pointer.to(block), bytes(part));
    }
  }

  private static long bytes(long words) {
    return words * Sizeof.cl_float;
  }

  @Override
  protected void release() {
    context.allocated(-bytes);
    CL.clReleaseMemObject(memory);
  }
}
