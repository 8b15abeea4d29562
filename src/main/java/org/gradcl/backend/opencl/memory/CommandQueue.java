package org.gradcl.backend.opencl.memory;

import org.gradcl.backend.opencl.discovery.OpenClException;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_event;
import org.jocl.cl_kernel;

/**
 * An in-order queue. Each call counts what it does. Whoever makes one closes it, as a context does
 * with its own two. One thread at a time.
 *
 * <p>Host memory is only given to commands that block: JOCL hands any other to a thread of its own
 * that waits for it.
 */
public final class CommandQueue extends NativeObject {
  private final String device;
  private final OperationCounters counters;
  private final cl_command_queue queue;

  /**
   * Creates a queue.
   *
   * @param profiling whether events carry times, which costs some drivers speed
   * @throws OpenClException if the driver refuses
   */
  public CommandQueue(OpenClContext context, boolean profiling) {
    this(context, create(context, profiling));
  }

  private CommandQueue(OpenClContext context, cl_command_queue queue) {
    super(context.ledger(), "queue on " + context.deviceName());
    this.device = context.deviceName();
    this.counters = context.counters();
    this.queue = queue;
  }

  /** The queue for calls to JOCL: drivers crash when they are given one that was released. */
  private cl_command_queue open() {
    requireOpen();
    return queue;
  }

  // The function of OpenCL 1.2, which all drivers have; the one of 2.0 is missing in some.
  @SuppressWarnings("deprecation")
  private static cl_command_queue create(OpenClContext context, boolean profiling) {
    int[] code = new int[1];
    long flags = profiling ? CL.CL_QUEUE_PROFILING_ENABLE : 0;
    cl_command_queue queue =
        CL.clCreateCommandQueue(context.handle(), context.device(), flags, code);
    OpenClException.check("clCreateCommandQueue", code[0], "", context.deviceName());
    return queue;
  }

  /**
   * Enqueues a kernel.
   *
   * @param name the kernel's name, for errors
   * @param global numbers of work-items
   * @param local numbers of work-items in a work-group
   * @param event to be bound to this command, or null
   */
  public void enqueue(
      cl_kernel kernel, String name, long[] global, long[] local, PendingEvent event) {
    start(kernel, name, global, local, event);
    counters.enqueued();
  }

  /** Enqueues a kernel whose arguments bring a part of a batch: of one, a transfer is counted. */
  public void receive(cl_kernel kernel, String name, long[] global, long[] local, boolean last) {
    start(kernel, name, global, local, null);
    if (last) {
      counters.transferred();
    }
  }

  private void start(
      cl_kernel kernel, String name, long[] global, long[] local, PendingEvent event) {
    cl_event handle = event == null ? null : event.begin();
    int code =
        CL.clEnqueueNDRangeKernel(
            open(), kernel, global.length, null, global, local, 0, null, handle);
    if (code != CL.CL_SUCCESS) {
      throw new OpenClException("clEnqueueNDRangeKernel", code, name, device);
    }
    started(event);
  }

  /**
   * Sends a batch: writes host memory to a buffer that no running command uses, and waits for the
   * transfer, not for commands of other queues.
   */
  public void send(HostBuffer source, DeviceBuffer target, long bytes) {
    int code =
        CL.clEnqueueWriteBuffer(
            open(), target.handle(), true, 0, bytes, source.pointer(), 0, null, null);
    check("clEnqueueWriteBuffer", code);
    counters.transferred();
  }

  /**
   * Copies the beginning of a buffer to another, without waiting, to be fetched from there once the
   * event has completed: a read that does not hold up the commands behind it.
   */
  public void snapshot(DeviceBuffer source, DeviceBuffer target, long bytes, PendingEvent event) {
    int code =
        CL.clEnqueueCopyBuffer(
            open(), source.handle(), target.handle(), 0, 0, bytes, 0, null, event.begin());
    check("clEnqueueCopyBuffer", code);
    started(event);
    counters.read();
  }

  /** Fetches a snapshot whose event has completed; waits for the transfer only. */
  public void fetch(DeviceBuffer snapshot, Pointer target, long bytes) {
    int code =
        CL.clEnqueueReadBuffer(open(), snapshot.handle(), true, 0, bytes, target, 0, null, null);
    check("clEnqueueReadBuffer", code);
  }

  /** Reads a part of a buffer, after all commands before, and waits for it. */
  public void readBlocking(DeviceBuffer source, long offset, Pointer target, long bytes) {
    int code =
        CL.clEnqueueReadBuffer(open(), source.handle(), true, offset, bytes, target, 0, null, null);
    check("clEnqueueReadBuffer", code);
    counters.readBlocking();
  }

  /** Writes a part of a buffer, after all commands before, and waits for it. */
  public void writeBlocking(DeviceBuffer target, long offset, Pointer source, long bytes) {
    int code =
        CL.clEnqueueWriteBuffer(
            open(), target.handle(), true, offset, bytes, source, 0, null, null);
    check("clEnqueueWriteBuffer", code);
  }

  /** Submits the commands so far, so that they begin before anyone waits for them. */
  public void flush() {
    check("clFlush", CL.clFlush(open()));
  }

  /** Waits for all commands so far. */
  public void finish() {
    // rusticl 22.3 waits for the latest command that was not flushed: so there must be one.
    check("clEnqueueMarkerWithWaitList", CL.clEnqueueMarkerWithWaitList(open(), 0, null, null));
    check("clFinish", CL.clFinish(open()));
    counters.finished();
  }

  private static void started(PendingEvent event) {
    if (event != null) {
      event.started();
    }
  }

  private void check(String call, int code) {
    if (code != CL.CL_SUCCESS) {
      throw new OpenClException(call, code, "", device);
    }
  }

  @Override
  protected void release() {
    CL.clReleaseCommandQueue(queue);
  }
}
