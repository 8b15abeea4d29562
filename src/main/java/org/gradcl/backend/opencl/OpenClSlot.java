package org.gradcl.backend.opencl;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradcl.backend.Slot;
import org.gradcl.backend.opencl.memory.DeviceBuffer;
import org.gradcl.backend.opencl.memory.MappedBuffer;
import org.gradcl.backend.opencl.memory.OpenClContext;
import org.gradcl.backend.opencl.memory.PendingEvent;
import org.gradcl.backend.opencl.program.Kernel;
import org.gradcl.plan.Plan;
import org.gradcl.plan.View;

/**
 * A batch's place on the host and on the device, with the kernels that are bound to it. Belongs to
 * its executable.
 */
final class OpenClSlot implements Slot, AutoCloseable {
  private final OpenClContext context;
  private final MappedBuffer staging;
  private final DeviceBuffer input;
  private final PendingEvent taken;
  private final long bytes;
  private final Map<String, FloatBuffer> inputs;
  private final List<Kernel> kernels = new ArrayList<>();
  private boolean acquired;

  OpenClSlot(OpenClContext context, Plan plan) {
    this.context = context;
    this.bytes = 4L * plan.inputElements();
    long size = Math.max(4, bytes);
    this.input = new DeviceBuffer(context, size, "batch");
    this.staging = new MappedBuffer(context, Math.toIntExact(size), "batch on the host");
    this.taken = new PendingEvent(context);
    Map<String, FloatBuffer> views = new LinkedHashMap<>();
    plan.inputs()
        .forEach(
            (name, binding) -> {
              View view = binding.view();
              views.put(name, staging.floats(view.offset(), view.elements()));
            });
    this.inputs = Collections.unmodifiableMap(views);
    clear();
  }

  /** Zeros, so that gaps between inputs are never read uninitialised. */
  private void clear() {
    FloatBuffer all = staging.floats(0, (int) (Math.max(4, bytes) / 4));
    while (all.hasRemaining()) {
      all.put(0);
    }
  }

  @Override
  public Map<String, FloatBuffer> inputs() {
    return inputs;
  }

  DeviceBuffer input() {
    return input;
  }

  List<Kernel> kernels() {
    return kernels;
  }

  boolean isAcquired() {
    return acquired;
  }

  /** Makes the slot the caller's, waiting until the device has taken the batch before. */
  void acquire() {
    if (!taken.isComplete()) {
      context.counters().waitedForSlot();
      taken.await();
    }
    inputs.values().forEach(FloatBuffer::clear);
    acquired = true;
  }

  /** Sends the batch to the device. */
  void send() {
    acquired = false;
    if (bytes > 0) {
      context.queue().write(input, staging, bytes, taken);
    }
  }

  @Override
  public void close() {
    kernels.forEach(Kernel::close);
    taken.await();
    taken.close();
    staging.close();
    input.close();
  }
}
