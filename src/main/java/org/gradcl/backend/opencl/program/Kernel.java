package org.gradcl.backend.opencl.program;

import org.gradcl.backend.opencl.discovery.OpenClException;
import org.gradcl.backend.opencl.memory.CommandQueue;
import org.gradcl.backend.opencl.memory.DeviceBuffer;
import org.gradcl.backend.opencl.memory.NativeObject;
import org.gradcl.backend.opencl.memory.OpenClContext;
import org.gradcl.backend.opencl.memory.PendingEvent;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;
import org.jocl.cl_program;

/**
 * A kernel object: arguments are bound once, then it is enqueued again and again. Whoever asks for
 * one closes it, before its buffers, which it does not keep alive. One thread at a time.
 */
public final class Kernel extends NativeObject {
  private final OpenClContext context;
  private final String name;
  private final cl_kernel handle;

  Kernel(OpenClContext context, cl_program program, String name) {
    this(context, create(context, program, name), name);
  }

  private Kernel(OpenClContext context, cl_kernel handle, String name) {
    super(context.ledger(), "kernel " + name);
    this.context = context;
    this.name = name;
    this.handle = handle;
  }

  private static cl_kernel create(OpenClContext context, cl_program program, String name) {
    int[] code = new int[1];
    cl_kernel kernel = CL.clCreateKernel(program, name, code);
    OpenClException.check("clCreateKernel", code[0], name, context.deviceName());
    return kernel;
  }

  /** Binds a buffer. */
  public void set(int index, DeviceBuffer buffer) {
    set(index, Sizeof.cl_mem, Pointer.to(buffer.handle()));
  }

  /** Binds an int. */
  public void set(int index, int value) {
    set(index, Sizeof.cl_int, Pointer.to(new int[] {value}));
  }

  /** Binds a float. */
  public void set(int index, float value) {
    set(index, Sizeof.cl_float, Pointer.to(new float[] {value}));
  }

  private void set(int index, long size, Pointer value) {
    requireOpen();
    int code = CL.clSetKernelArg(handle, index, size, value);
    OpenClException.check("clSetKernelArg(" + index + ")", code, name, context.deviceName());
    context.counters().argumentSet();
  }

  /**
   * Enqueues this kernel with the arguments bound.
   *
   * @param event for its end, or null
   */
  public void enqueue(CommandQueue queue, LaunchShape shape, PendingEvent event) {
    queue.enqueue(handle, name, shape.global(), shape.local(), event);
  }

  /**
   * Enqueues this kernel with a part of a batch as an argument, which the driver copies at once.
   *
   * @param index of the argument
   * @param part what it is
   * @param last whether the batch has no further part
   */
  public void receive(
      CommandQueue queue, LaunchShape shape, int index, long bytes, Pointer part, boolean last) {
    requireOpen();
    int code = CL.clSetKernelArg(handle, index, bytes, part);
    OpenClException.check("clSetKernelArg(" + index + ")", code, name, context.deviceName());
    queue.receive(handle, name, shape.global(), shape.local(), last);
  }

  /** The kernel's name. */
  public String name() {
    return name;
  }

  @Override
  protected void release() {
    CL.clReleaseKernel(handle);
  }
}
