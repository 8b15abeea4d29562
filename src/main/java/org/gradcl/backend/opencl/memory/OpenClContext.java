package org.gradcl.backend.opencl.memory;

import java.util.Set;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.discovery.FoundDevice;
import org.gradcl.backend.opencl.discovery.OpenClException;
import org.jocl.CL;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;

/**
 * A context over one device with its queues: the owner of everything that is created on the device.
 * Whoever opens it closes it, last of all; what is still open then is reported as a leak. One
 * thread at a time.
 */
public final class OpenClContext implements AutoCloseable {
  private final FoundDevice found;
  private final DeviceProperties properties;
  private final ResourceLedger ledger = new ResourceLedger();
  private final OperationCounters counters = new OperationCounters();
  private final Handle handle;
  private final CommandQueue queue;
  private final CommandQueue transfers;
  private long allocatedBytes;

  /**
   * Opens a context on a device.
   *
   * @throws OpenClException if the driver refuses
   */
  public OpenClContext(FoundDevice found) {
    this.found = found;
    this.properties = found.properties().orElseThrow();
    cl_context_properties wanted = new cl_context_properties();
    wanted.addProperty(CL.CL_CONTEXT_PLATFORM, found.platform());
    int[] code = new int[1];
    cl_context context =
        CL.clCreateContext(wanted, 1, new cl_device_id[] {found.device()}, null, null, code);
    OpenClException.check("clCreateContext", code[0], "", found.description().name());
    handle = new Handle(ledger, "context on " + found.description().name(), context);
    CommandQueue first = null;
    CommandQueue second;
    try {
      first = new CommandQueue(this, false);
      second = new CommandQueue(this, false);
    } catch (OpenClException e) {
      if (first != null) {
        first.close();
      }
      handle.close();
      throw e;
    }
    queue = first;
    transfers = second;
  }

  private static final class Handle extends NativeObject {
    private final cl_context context;

    Handle(ResourceLedger ledger, String description, cl_context context) {
      super(ledger, description);
      this.context = context;
    }

    @Override
    protected void release() {
      CL.clReleaseContext(context);
    }
  }

  /** The context for calls to JOCL. */
  public cl_context handle() {
    handle.requireOpen();
    return handle.context;
  }

  /** The device for calls to JOCL. */
  public cl_device_id device() {
    return found.device();
  }

  /** The device's name, for messages. */
  public String deviceName() {
    return found.description().name();
  }

  /** What the device says of itself. */
  public DeviceProperties properties() {
    return properties;
  }

  /** The queue of all work. */
  public CommandQueue queue() {
    return queue;
  }

  /** The queue of batches on their way to the device, and of losses on their way back. */
  public CommandQueue transfers() {
    return transfers;
  }

  /** What was done so far. */
  public OperationCounters counters() {
    return counters;
  }

  /** The account of this context's objects. */
  public ResourceLedger ledger() {
    return ledger;
  }

  /** Bytes of the buffers that are open. */
  public long allocatedBytes() {
    return allocatedBytes;
  }

  void allocated(long bytes) {
    allocatedBytes += bytes;
  }

  /** Releases queues and context, reporting what was forgotten. A second call does nothing. */
  @Override
  public void close() {
    if (handle.isClosed()) {
      return;
    }
    ledger.reportLeaks(Set.of(handle.entry(), queue.entry(), transfers.entry()));
    transfers.close();
    queue.close();
    handle.close();
  }
}
