package org.gradcl.backend.opencl;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.opencl.launch.KernelLaunch;
import org.gradcl.backend.opencl.memory.DeviceBuffer;
import org.gradcl.backend.opencl.memory.HostBuffer;
import org.gradcl.backend.opencl.memory.OpenClContext;
import org.gradcl.backend.opencl.memory.PendingEvent;
import org.gradcl.backend.opencl.program.Kernel;
import org.gradcl.backend.opencl.program.Programs;
import org.gradcl.device.DeviceMemoryException;
import org.gradcl.plan.Place;
import org.gradcl.plan.Plan;
import org.gradcl.text.ByteSize;

/**
 * A batch's place on the host and on the device, with the kernels that are bound to it. Belongs to
 * its executable.
 */
final class OpenClBatchBuffer implements BatchBuffer, AutoCloseable {
  private final OpenClContext context;
  private final HostBuffer staging;
  private final DeviceBuffer input;
  private final PendingEvent finished;
  private final Optional<BatchArguments> arguments;
  private final long bytes;
  private final Map<String, FloatBuffer> inputs;
  private final List<Kernel> kernels = new ArrayList<>();

  OpenClBatchBuffer(OpenClContext context, Programs programs, Plan plan) {
    this.context = context;
    this.bytes = 4L * plan.inputElements();
    long size = Math.max(4, bytes);
    boolean small = BatchArguments.suits(context, plan);
    // First what may fail for lack of memory: nothing else has been created by then.
    this.staging = staging(plan, Math.toIntExact(small ? BatchArguments.hostBytes(bytes) : size));
    this.input = new DeviceBuffer(context, size, "batch");
    this.finished = new PendingEvent(context);
    this.arguments =
        small
            ? Optional.of(
                new BatchArguments(context, programs, staging, input, plan.inputElements()))
            : Optional.empty();
    Map<String, FloatBuffer> filled = new LinkedHashMap<>();
    plan.inputs()
        .forEach(
            (name, binding) -> {
              Place place = binding.place();
              filled.put(name, staging.floats(place.base(), place.elements()));
            });
    this.inputs = Collections.unmodifiableMap(filled);
  }

  private static HostBuffer staging(Plan plan, int size) {
    try {
      return new HostBuffer(size);
    } catch (OutOfMemoryError e) {
      throw DeviceMemoryException.ofBatch(
          String.format(
              "A batch of %d needs %s of memory outside of the Java heap, of which too little is"
                  + " left. Raise -XX:MaxDirectMemorySize (by default as large as -Xmx) or use a"
                  + " smaller batch.",
              plan.rows(), ByteSize.text(size)),
          plan.rows() / 2);
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

  /** Waits until the run before has ended. */
  void await() {
    if (!finished.isComplete()) {
      context.counters().waitedForBatchBuffer();
      finished.await();
    }
  }

  /** Sends the batch to the device. */
  void send() {
    if (arguments.isPresent()) {
      arguments.get().send();
    } else if (bytes > 0) {
      context.transfers().send(staging, input, bytes);
    }
  }

  /** Enqueues the kernels, with an event for the end of the last. */
  void enqueue(List<KernelLaunch> launches) {
    int last = kernels.size() - 1;
    for (int i = 0; i <= last; i++) {
      kernels.get(i).enqueue(context.queue(), launches.get(i).shape(), i == last ? finished : null);
    }
  }

  @Override
  public void close() {
    kernels.forEach(Kernel::close);
    arguments.ifPresent(BatchArguments::close);
    finished.close();
    input.close();
  }
}
