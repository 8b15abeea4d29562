package org.gradcl.backend.opencl.memory;

import org.gradcl.backend.opencl.discovery.OpenClException;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_event;

/**
 * The end of one command at a time, used again and again: an event that was waited for, or is
 * replaced by the next, is released. Whoever makes it closes it. One thread at a time.
 */
public final class PendingEvent extends NativeObject {
  private final String device;
  private final cl_event[] events = new cl_event[1];
  private final int[] status = new int[1];
  private final Pointer statusPointer = Pointer.to(status);
  private boolean pending;

  /** No command yet. */
  public PendingEvent(OpenClContext context) {
    super(context.ledger(), "event on " + context.deviceName());
    this.device = context.deviceName();
  }

  /** The handle that the next command fills; drops the event of the command before. */
  cl_event begin() {
    requireOpen();
    drop();
    events[0] = new cl_event();
    return events[0];
  }

  /** Says that the handle is filled. */
  void started() {
    pending = true;
  }

  /** Whether the command has completed; true if there is none. */
  public boolean isComplete() {
    if (!pending) {
      return true;
    }
    int code =
        CL.clGetEventInfo(
            events[0], CL.CL_EVENT_COMMAND_EXECUTION_STATUS, Sizeof.cl_int, statusPointer, null);
    OpenClException.check("clGetEventInfo", code, "", device);
    if (status[0] < 0) {
      throw new OpenClException("command", status[0], "", device);
    }
    return status[0] == CL.CL_COMPLETE;
  }

  /** Waits until the command has completed. */
  public void await() {
    if (pending) {
      OpenClException.check("clWaitForEvents", CL.clWaitForEvents(1, events), "", device);
      drop();
    }
  }

  /** The nanoseconds from the command's start to its end, on a profiling queue, once completed. */
  public long nanoseconds() {
    return time(CL.CL_PROFILING_COMMAND_END) - time(CL.CL_PROFILING_COMMAND_START);
  }

  private long time(int what) {
    long[] value = new long[1];
    int code =
        CL.clGetEventProfilingInfo(events[0], what, Sizeof.cl_ulong, Pointer.to(value), null);
    OpenClException.check("clGetEventProfilingInfo", code, "", device);
    return value[0];
  }

  private void drop() {
    if (pending) {
      pending = false;
      CL.clReleaseEvent(events[0]);
    }
  }

  @Override
  protected void release() {
    drop();
  }
}
