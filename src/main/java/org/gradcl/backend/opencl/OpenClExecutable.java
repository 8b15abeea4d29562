package org.gradcl.backend.opencl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.gradcl.backend.BatchBuffer;
import org.gradcl.backend.Executable;
import org.gradcl.backend.PlanExplanation;
import org.gradcl.backend.Ticket;
import org.gradcl.backend.opencl.discovery.OpenClException;
import org.gradcl.backend.opencl.launch.KernelArgument;
import org.gradcl.backend.opencl.launch.KernelLaunch;
import org.gradcl.backend.opencl.launch.Place;
import org.gradcl.backend.opencl.launch.PlanPrinter;
import org.gradcl.backend.opencl.memory.CommandQueue;
import org.gradcl.backend.opencl.memory.DeviceBuffer;
import org.gradcl.backend.opencl.memory.OpenClContext;
import org.gradcl.backend.opencl.program.Kernel;
import org.gradcl.device.Explanation;
import org.gradcl.plan.Plan;
import org.gradcl.plan.View;
import org.gradcl.tensor.HostTensor;

/**
 * A plan bound to an OpenCL device: one kernel object for each launch and batch buffer, with its
 * arguments bound once. A run writes the batch, enqueues the kernels and flushes. One thread at a
 * time.
 */
final class OpenClExecutable implements Executable {
  private static final int BATCH_BUFFERS = 3;

  private final OpenClDevice device;
  private final Plan plan;
  private final OpenClState state;
  private final PlanPrinter printed;
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private final Map<Place, DeviceBuffer> buffers = new EnumMap<>(Place.class);
  private final List<OpenClBatchBuffer> batchBuffers = new ArrayList<>();
  private final boolean trains;
  private long deviceBytes;
  private int nextBatchBuffer;
  private OpenClBatchBuffer latest;
  private long runs;
  private boolean closed;

  private OpenClExecutable(OpenClDevice device, Plan plan, OpenClState state) {
    this.device = device;
    this.plan = plan;
    this.state = state;
    this.trains = plan.trains();
    this.printed = PlanPrinter.print(plan, device.context().properties());
  }

  static OpenClExecutable load(OpenClDevice device, Plan plan, OpenClState state) {
    state.requireOpen();
    if (!plan.state().layout().equals(state.placement().layout())) {
      throw new IllegalArgumentException(
          "The plan was compiled for another state: it has the tensors "
              + plan.state().names()
              + ", the state has "
              + state.placement().names());
    }
    OpenClExecutable executable = new OpenClExecutable(device, plan, state);
    try {
      executable.allocate();
      executable.bind();
      return executable;
    } catch (RuntimeException e) {
      executable.close();
      throw e;
    }
  }

  private void allocate() {
    long workspaceBytes = 4L * Math.max(1, plan.workspaceElements());
    long packedBytes = 4L * Math.max(1, printed.packedElements());
    long checkBytes = 4L * Math.max(1, printed.checkWords());
    deviceBytes = state.bytes() + budget(workspaceBytes, packedBytes, checkBytes).total();
    MemoryBudget additional =
        budget(
            state.workspace().additionalBytes(workspaceBytes),
            state.packed().additionalBytes(packedBytes),
            checkBytes);
    long taken = device.context().allocatedBytes();
    additional.require(device.context().properties(), taken);
    for (Place place : Place.values()) {
      if (state.buffer(place) != null) {
        buffers.put(place, state.buffer(place));
      }
    }
    try {
      lease(Place.WORKSPACE, state.workspace().acquire(workspaceBytes));
      lease(Place.PACKED, state.packed().acquire(packedBytes));
      create(Place.OUTPUT, 4L * Math.max(1, plan.outputElements()), "outputs");
      create(Place.CHECKS, checkBytes, "checks");
      create(Place.SQUARES, checkBytes, "squares");
      for (int i = 0; i < BATCH_BUFFERS; i++) {
        OpenClBatchBuffer batchBuffer = new OpenClBatchBuffer(device.context(), plan);
        owned.push(batchBuffer);
        batchBuffers.add(batchBuffer);
      }
    } catch (OpenClException e) {
      throw additional.refusedByDriver(device.context().properties(), taken, e);
    }
  }

  private MemoryBudget budget(long workspaceBytes, long packedBytes, long checkBytes) {
    MemoryBudget budget = new MemoryBudget("A batch of " + plan.rows()).perRows(plan.rows());
    budget.add("workspace", workspaceBytes);
    budget.add("packed operands", packedBytes);
    budget.add("outputs", 4L * plan.outputElements());
    budget.add("checks", 2 * checkBytes);
    for (int i = 0; i < BATCH_BUFFERS; i++) {
      budget.add("batch " + (i + 1), 4L * plan.inputElements());
    }
    if (plan.inputElements() > 0) {
      budget.sentAtOnce((long) plan.rows() * (Integer.MAX_VALUE / 4) / plan.inputElements());
    }
    return budget;
  }

  private void lease(Place place, SharedScratch.Lease lease) {
    owned.push(lease::release);
    buffers.put(place, lease.buffer());
  }

  private void create(Place place, long bytes, String purpose) {
    DeviceBuffer buffer = new DeviceBuffer(device.context(), bytes, purpose);
    owned.push(buffer);
    buffers.put(place, buffer);
  }

  private void bind() {
    for (KernelLaunch launch : printed.launches()) {
      for (OpenClBatchBuffer batchBuffer : batchBuffers) {
        Kernel kernel = device.programs().kernel(launch.source(), launch.kernel());
        batchBuffer.kernels().add(kernel);
        for (int i = 0; i < launch.arguments().size(); i++) {
          set(kernel, i, launch.arguments().get(i), batchBuffer);
        }
      }
    }
  }

  private void set(
      Kernel kernel, int index, KernelArgument argument, OpenClBatchBuffer batchBuffer) {
    if (argument instanceof KernelArgument.Int extent) {
      kernel.set(index, extent.value());
    } else if (argument instanceof KernelArgument.Real real) {
      kernel.set(index, real.value());
    } else if (argument instanceof KernelArgument.Memory memory) {
      boolean input = memory.place() == Place.INPUT;
      kernel.set(index, input ? batchBuffer.input() : buffers.get(memory.place()));
    }
  }

  @Override
  public Plan plan() {
    return plan;
  }

  @Override
  public BatchBuffer acquire() {
    requireOpen();
    // The batch buffer that was run longest ago is the first to be free again.
    for (int i = 0; i < BATCH_BUFFERS; i++) {
      OpenClBatchBuffer batchBuffer = batchBuffers.get((nextBatchBuffer + i) % BATCH_BUFFERS);
      if (!batchBuffer.isAcquired()) {
        nextBatchBuffer = (nextBatchBuffer + i + 1) % BATCH_BUFFERS;
        batchBuffer.acquire();
        return batchBuffer;
      }
    }
    throw new IllegalStateException(
        "All "
            + BATCH_BUFFERS
            + " batch buffers are acquired; run one of them before acquiring another");
  }

  @Override
  public Ticket run(BatchBuffer batchBuffer) {
    requireOpen();
    OpenClBatchBuffer filled = require(batchBuffer);
    filled.send();
    filled.enqueue(printed.launches());
    OpenClContext context = device.context();
    context.counters().launched(printed.launches().size());
    context.queue().flush();
    if (trains) {
      state.ring().stepEnqueued();
    }
    latest = filled;
    return new Ticket(++runs);
  }

  private OpenClBatchBuffer require(BatchBuffer batchBuffer) {
    int index = batchBuffers.indexOf(batchBuffer);
    if (index < 0 || !batchBuffers.get(index).isAcquired()) {
      throw new IllegalStateException(
          "The batch buffer was not acquired from this executable, or was run already; acquire"
              + " another");
    }
    return batchBuffers.get(index);
  }

  @Override
  public HostTensor read(Ticket ticket, String output) {
    requireOpen();
    if (ticket.run() != runs) {
      throw new IllegalStateException(
          "The outputs of run "
              + ticket.run()
              + " were replaced by those of run "
              + runs
              + "; read them before the next run");
    }
    Plan.Binding binding = plan.outputs().get(output);
    if (binding == null) {
      throw new IllegalArgumentException(
          "The plan has no output '" + output + "'; it has " + plan.outputs().keySet());
    }
    View view = binding.view();
    Place place = Place.of(view.region());
    DeviceBuffer buffer = place == Place.INPUT ? latest.input() : buffers.get(place);
    float[] values = new float[view.end() - view.offset()];
    buffer.read(view.offset(), values);
    return Outputs.tensor(output, binding, values);
  }

  @Override
  public Explanation explain() {
    return explain(List.of(), List.of());
  }

  private Explanation explain(List<OptionalDouble> microseconds, List<String> notes) {
    List<Explanation.Launch> launches = new ArrayList<>();
    for (int i = 0; i < printed.launches().size(); i++) {
      KernelLaunch launch = printed.launches().get(i);
      String kernel = launch.source().file() + " " + launch.kernel();
      launches.add(
          PlanExplanation.launch(
              launch.launch(),
              new Explanation.Kernel(kernel, launch.variant(), launch.shape().toString(), 1),
              microseconds.isEmpty() ? OptionalDouble.empty() : microseconds.get(i)));
    }
    return new Explanation(
        device.description().name(),
        plan.rows(),
        launches,
        PlanExplanation.memory(plan, deviceBytes),
        notes);
  }

  @Override
  public Explanation profile(BatchBuffer batchBuffer, int runCount) {
    requireOpen();
    if (runCount < 1) {
      throw new IllegalArgumentException("A profile needs at least one run, found " + runCount);
    }
    OpenClBatchBuffer filled = require(batchBuffer);
    filled.send();
    device.context().queue().finish();
    latest = filled;
    runs += runCount;
    try (CommandQueue queue = new CommandQueue(device.context(), true)) {
      Profile profile =
          Profile.measure(
              device.context(),
              queue,
              printed.launches(),
              filled.kernels(),
              runCount,
              trains ? state.ring()::stepEnqueued : () -> {});
      return explain(profile.microseconds(), profile.notes());
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The executable is closed; load the plan again");
    }
    state.requireOpen();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    // Kernels refer to buffers without keeping them alive: nothing may be running any more.
    try {
      device.context().queue().finish();
    } finally {
      Closing.all(owned);
    }
  }
}
