package org.gradcl.backend.opencl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.gradcl.backend.AbstractState;
import org.gradcl.backend.LossConsumer;
import org.gradcl.backend.StepState;
import org.gradcl.backend.StepStatus;
import org.gradcl.backend.opencl.discovery.OpenClException;
import org.gradcl.backend.opencl.launch.KernelBuffer;
import org.gradcl.backend.opencl.memory.DeviceBuffer;
import org.gradcl.backend.opencl.memory.OpenClContext;
import org.gradcl.graph.StateLayout;
import org.gradcl.plan.Place;
import org.gradcl.plan.StatePlacement;

/** A state on an OpenCL device. One thread at a time. */
final class OpenClState extends AbstractState {
  private final OpenClDevice device;
  private final long bytes;
  private final Map<KernelBuffer, DeviceBuffer> buffers = new EnumMap<>(KernelBuffer.class);
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private final SharedScratch workspace;
  private final SharedScratch packed;
  private LossRing ring;

  private OpenClState(OpenClDevice device, StatePlacement placement, long bytes) {
    super(placement);
    this.device = device;
    this.bytes = bytes;
    this.workspace = new SharedScratch(device.context(), "workspace");
    this.packed = new SharedScratch(device.context(), "packed operands");
  }

  static OpenClState allocate(OpenClDevice device, StateLayout layout) {
    StatePlacement placement = StatePlacement.of(layout, device.target());
    MemoryBudget budget = new MemoryBudget("The model with its optimiser");
    budget.add("parameters", 4L * placement.updatedElements());
    budget.add("gradients", 4L * placement.updatedElements());
    budget.add("optimiser slots", 4L * placement.slotElements());
    budget.add("frozen parameters", 4L * placement.frozenElements());
    budget.add("step records", LossRing.bytes(device.target()));
    budget.add("losses on their way to the host", LossRing.bytes(device.target()));
    long taken = device.context().allocatedBytes();
    budget.require(device.context().properties(), taken);
    OpenClState state = new OpenClState(device, placement, budget.total());
    try {
      state.create(budget);
      state.initialise(layout);
      return state;
    } catch (OpenClException e) {
      state.close();
      throw budget.refusedByDriver(device.context().properties(), taken, e);
    } catch (RuntimeException e) {
      state.close();
      throw e;
    }
  }

  private void create(MemoryBudget budget) {
    create(KernelBuffer.PARAMETER, "parameters", budget);
    create(KernelBuffer.GRADIENT, "gradients", budget);
    create(KernelBuffer.SLOT, "optimiser slots", budget);
    create(KernelBuffer.FROZEN, "frozen parameters", budget);
    create(KernelBuffer.RECORDS, "step records", budget);
    ring = new LossRing(device.context(), buffer(KernelBuffer.RECORDS), device.target());
    owned.push(ring);
  }

  private void create(KernelBuffer kernelBuffer, String purpose, MemoryBudget budget) {
    DeviceBuffer buffer = new DeviceBuffer(device.context(), budget.bytes(purpose), purpose);
    buffers.put(kernelBuffer, buffer);
    owned.push(buffer);
  }

  private void initialise(StateLayout layout) {
    buffers.values().forEach(buffer -> buffer.fill(0, buffer.bytes() / 4, 0));
    int learnt = placement().learntElements();
    for (int i = 0; i < layout.slots().size(); i++) {
      float initial = layout.slots().get(i).initial();
      if (initial != 0) {
        buffer(KernelBuffer.SLOT).fill((long) i * learnt, learnt, initial);
      }
    }
    writeStep(new StepState(0, 1, 0, 0, 0, false));
  }

  OpenClDevice device() {
    return device;
  }

  OpenClContext context() {
    return device.context();
  }

  /** A buffer of this state. */
  DeviceBuffer buffer(KernelBuffer kernelBuffer) {
    return buffers.get(kernelBuffer);
  }

  SharedScratch workspace() {
    return workspace;
  }

  SharedScratch packed() {
    return packed;
  }

  /** Bytes of the device's memory that are this state's, without what its plans share. */
  long bytes() {
    return bytes;
  }

  LossRing ring() {
    return ring;
  }

  @Override
  protected float[] values(Place place) {
    float[] values = new float[place.elements()];
    buffer(KernelBuffer.of(place.region())).read(place.base(), values);
    return values;
  }

  @Override
  protected void replace(Place place, float[] values) {
    buffer(KernelBuffer.of(place.region())).write(place.base(), values);
  }

  @Override
  public StepState readStep() {
    requireOpen();
    int[] words = new int[LossRing.RECORD_WORDS];
    buffer(KernelBuffer.RECORDS).read(0, words);
    return RecordWords.decode(words);
  }

  @Override
  public void writeStep(StepState step) {
    requireOpen();
    ring.reset(step.step(), step.nonFinite());
    buffer(KernelBuffer.RECORDS).write(0, RecordWords.encode(step));
  }

  @Override
  public StepStatus collect(boolean wait, LossConsumer consumer) {
    requireOpen();
    return ring.collect(wait, consumer);
  }

  @Override
  protected void release() {
    Closing.all(owned);
  }
}
