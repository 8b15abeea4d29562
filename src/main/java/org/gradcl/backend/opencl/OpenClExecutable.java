package org.gradcl.backend.opencl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gradcl.backend.AbstractExecutable;
import org.gradcl.backend.PlanExplanation;
import org.gradcl.backend.opencl.discovery.OpenClException;
import org.gradcl.backend.opencl.launch.KernelArgument;
import org.gradcl.backend.opencl.launch.KernelBuffer;
import org.gradcl.backend.opencl.launch.KernelLaunch;
import org.gradcl.backend.opencl.launch.PlanPrinter;
import org.gradcl.backend.opencl.memory.CommandQueue;
import org.gradcl.backend.opencl.memory.DeviceBuffer;
import org.gradcl.backend.opencl.memory.OpenClContext;
import org.gradcl.backend.opencl.program.Kernel;
import org.gradcl.device.Explanation;
import org.gradcl.plan.Launch;
import org.gradcl.plan.Place;
import org.gradcl.plan.Plan;

/**
 * A plan bound to an OpenCL device: one kernel object for each launch and batch buffer, with its
 * arguments bound once. A run writes the batch, enqueues the kernels and flushes. One thread at a
 * time.
 */
final class OpenClExecutable extends AbstractExecutable<OpenClBatchBuffer> {
  private static final int BATCH_BUFFERS = 3;

  private final OpenClDevice device;
  private final OpenClState state;
  private final PlanPrinter printed;
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private final Map<KernelBuffer, DeviceBuffer> buffers = new EnumMap<>(KernelBuffer.class);
  private final Map<KernelArgument.Table, DeviceBuffer> tables = new HashMap<>();
  private final List<OpenClBatchBuffer> batchBuffers = new ArrayList<>();
  private final boolean trains;
  private final boolean endsStep;
  private final int launchCount;
  private long deviceBytes;
  private OpenClBatchBuffer latest;

  private OpenClExecutable(OpenClDevice device, Plan plan, OpenClState state) {
    super(plan);
    this.device = device;
    this.state = state;
    this.trains = plan.trains();
    this.endsStep = trains && plan.part().isLast();
    this.printed = device.print(plan);
    this.launchCount = printed.launchCount();
  }

  static OpenClExecutable load(OpenClDevice device, Plan plan, OpenClState state) {
    state.requireFits(plan);
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
    long workspaceBytes = 4L * Math.max(1, plan().workspaceElements());
    long packedBytes = 4L * Math.max(1, printed.packedElements());
    long checkBytes = 4L * printed.checkWords();
    deviceBytes = state.bytes() + budget(workspaceBytes, packedBytes, checkBytes).total();
    MemoryBudget additional =
        budget(
            state.workspace().additionalBytes(workspaceBytes),
            state.packed().additionalBytes(packedBytes),
            checkBytes);
    long taken = device.context().allocatedBytes();
    additional.require(device.context().properties(), taken);
    for (KernelBuffer kernelBuffer : KernelBuffer.values()) {
      if (state.buffer(kernelBuffer) != null) {
        buffers.put(kernelBuffer, state.buffer(kernelBuffer));
      }
    }
    try {
      lease(KernelBuffer.WORKSPACE, state.workspace().acquire(workspaceBytes));
      lease(KernelBuffer.PACKED, state.packed().acquire(packedBytes));
      create(KernelBuffer.OUTPUT, 4L * Math.max(1, plan().outputElements()), "outputs");
      create(KernelBuffer.CHECKS, checkBytes, "checks");
      create(KernelBuffer.SQUARES, checkBytes, "squares");
      create(KernelBuffer.LOSSES, lossBytes(), "parts of the loss");
      for (int i = 0; i < BATCH_BUFFERS; i++) {
        OpenClBatchBuffer batchBuffer =
            new OpenClBatchBuffer(device.context(), device.programs(), plan());
        owned.push(batchBuffer);
        batchBuffers.add(batchBuffer);
      }
    } catch (OpenClException e) {
      throw additional.refusedByDriver(device.context().properties(), taken, e);
    }
  }

  private long lossBytes() {
    return 4L * Math.max(1, printed.lossParts());
  }

  private MemoryBudget budget(long workspaceBytes, long packedBytes, long checkBytes) {
    MemoryBudget budget = new MemoryBudget("A batch of " + plan().rows()).perRows(plan().rows());
    budget.add("workspace", workspaceBytes);
    budget.add("packed operands and parts of products", packedBytes);
    printed.tables().forEach(table -> budget.add("numbers of chains", table.bytes()));
    budget.add("outputs", 4L * plan().outputElements());
    budget.add("checks", 2 * checkBytes);
    budget.add("parts of the loss", lossBytes());
    for (int i = 0; i < BATCH_BUFFERS; i++) {
      budget.add("batch " + (i + 1), 4L * plan().inputElements());
    }
    if (plan().inputElements() > 0) {
      budget.sentAtOnce((long) plan().rows() * (Integer.MAX_VALUE / 4) / plan().inputElements());
    }
    return budget;
  }

  private void lease(KernelBuffer kernelBuffer, SharedScratch.Lease lease) {
    owned.push(lease::release);
    buffers.put(kernelBuffer, lease.buffer());
  }

  private void create(KernelBuffer kernelBuffer, long bytes, String purpose) {
    DeviceBuffer buffer = new DeviceBuffer(device.context(), bytes, purpose);
    owned.push(buffer);
    buffers.put(kernelBuffer, buffer);
  }

  private void bind() {
    printed.tables().forEach(table -> tables.put(table, buffer(table)));
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

  private DeviceBuffer buffer(KernelArgument.Table table) {
    DeviceBuffer buffer = new DeviceBuffer(device.context(), table.bytes(), "numbers of a chain");
    owned.push(buffer);
    buffer.write(0, table.values().stream().mapToInt(Integer::intValue).toArray());
    return buffer;
  }

  private void set(
      Kernel kernel, int index, KernelArgument argument, OpenClBatchBuffer batchBuffer) {
    if (argument instanceof KernelArgument.Int extent) {
      kernel.set(index, extent.value());
    } else if (argument instanceof KernelArgument.GroupFloats floats) {
      kernel.set(index, floats.value());
    } else if (argument instanceof KernelArgument.Real real) {
      kernel.set(index, real.value());
    } else if (argument instanceof KernelArgument.Table table) {
      kernel.set(index, tables.get(table));
    } else if (argument instanceof KernelArgument.Memory memory) {
      boolean input = memory.buffer() == KernelBuffer.INPUT;
      kernel.set(index, input ? batchBuffer.input() : buffers.get(memory.buffer()));
    }
  }

  @Override
  protected List<OpenClBatchBuffer> batchBuffers() {
    return batchBuffers;
  }

  @Override
  protected void requireUsable() {
    state.requireOpen();
  }

  @Override
  protected void awaitFree(OpenClBatchBuffer batchBuffer) {
    batchBuffer.await();
  }

  @Override
  protected void start(OpenClBatchBuffer batchBuffer) {
    batchBuffer.send();
    batchBuffer.enqueue(printed.launches());
    OpenClContext context = device.context();
    context.counters().launched(launchCount);
    context.queue().flush();
    noteStep();
    latest = batchBuffer;
  }

  private void noteStep() {
    if (endsStep) {
      state.ring().stepEnqueued();
    }
  }

  @Override
  protected float[] values(Place place) {
    KernelBuffer kernelBuffer = KernelBuffer.of(place.region());
    DeviceBuffer buffer =
        kernelBuffer == KernelBuffer.INPUT ? latest.input() : buffers.get(kernelBuffer);
    float[] values = new float[place.end() - place.first()];
    buffer.read(place.first(), values);
    return values;
  }

  @Override
  public Explanation explain() {
    return explain(List.of(), List.of());
  }

  /** Kernels of one launch are explained together, and launches of one kernel, a chain. */
  private Explanation explain(List<OptionalDouble> microseconds, List<String> notes) {
    List<KernelLaunch> kernels = printed.launches();
    List<Explanation.Launch> launches = new ArrayList<>();
    int first = 0;
    while (first < kernels.size()) {
      Launch launch = kernels.get(first).launch();
      int end = first;
      while (end < kernels.size() && kernels.get(end).launch() == launch) {
        end++;
      }
      launches.add(
          PlanExplanation.launches(
              kernels.get(first).launches(),
              explain(kernels.subList(first, end)),
              sum(microseconds, first, end)));
      first = end;
    }
    return new Explanation(
        device.description().name(),
        plan().rows(),
        launches,
        PlanExplanation.memory(plan(), deviceBytes),
        notes);
  }

  /** All kernels of a launch, with the variant of the first. */
  private static Explanation.Kernel explain(List<KernelLaunch> ofLaunch) {
    return new Explanation.Kernel(
        together(ofLaunch, kernel -> kernel.source().file() + " " + kernel.kernel()),
        ofLaunch.get(0).variant(),
        together(ofLaunch, kernel -> kernel.shape().toString()),
        ofLaunch.size());
  }

  private static String together(List<KernelLaunch> ofLaunch, Function<KernelLaunch, String> what) {
    return ofLaunch.stream().map(what).collect(Collectors.joining(" + "));
  }

  private static OptionalDouble sum(List<OptionalDouble> microseconds, int first, int end) {
    List<OptionalDouble> times =
        microseconds.isEmpty() ? List.of() : microseconds.subList(first, end);
    return times.isEmpty() || times.stream().anyMatch(OptionalDouble::isEmpty)
        ? OptionalDouble.empty()
        : OptionalDouble.of(times.stream().mapToDouble(OptionalDouble::getAsDouble).sum());
  }

  @Override
  protected Explanation measure(OpenClBatchBuffer batchBuffer, int measuredRuns) {
    batchBuffer.send();
    device.context().queue().finish();
    latest = batchBuffer;
    try (CommandQueue queue = new CommandQueue(device.context(), true)) {
      Profile profile =
          Profile.measure(
              device.context(),
              queue,
              printed,
              batchBuffer.kernels(),
              measuredRuns,
              this::noteStep);
      return explain(profile.microseconds(), profile.notes());
    }
  }

  @Override
  protected void release() {
    // Kernels refer to buffers without keeping them alive: nothing may be running any more.
    try {
      device.context().queue().finish();
    } finally {
      Closing.all(owned);
    }
  }
}
