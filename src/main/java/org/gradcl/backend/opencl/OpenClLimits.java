package org.gradcl.backend.opencl;

import java.util.List;
import org.gradcl.backend.Limits;
import org.gradcl.backend.opencl.discovery.DeviceProperties;
import org.gradcl.backend.opencl.memory.CommandQueue;
import org.gradcl.backend.opencl.memory.DeviceBuffer;
import org.gradcl.backend.opencl.program.Kernel;
import org.gradcl.backend.opencl.program.KernelFiles;
import org.gradcl.backend.opencl.program.KernelSource;
import org.gradcl.backend.opencl.program.LaunchShape;
import org.gradcl.backend.opencl.program.Macros;
import org.gradcl.backend.opencl.tuning.Extents;
import org.gradcl.backend.opencl.tuning.KernelFamily;
import org.gradcl.backend.opencl.tuning.KernelVariant;
import org.gradcl.backend.opencl.tuning.KernelVariants;
import org.gradcl.device.DeviceMemoryException;

/** The limits of an OpenCL device: the kernels of {@code limits.cl}. */
final class OpenClLimits implements Limits {
  /** Sums of a work-item of {@code multiply_adds}. */
  private static final int SUMS = 12;

  private static final int ROUNDS = 20_000;
  private static final float A = 0.001f;
  private static final float M = 0.999f;
  private static final float RATE = 1e-6f;

  /** Groups for each unit of a GPU, which hides latencies by having several. */
  private static final int GROUPS_OF_GPU_UNIT = 16;

  /** The least bytes that a group moves, so that starting it is no part of the time. */
  private static final long LEAST_BYTES = 4L << 20;

  private final OpenClDevice device;
  private final KernelSource source;
  private final int width;
  private final int localSize;
  private final int groups;

  OpenClLimits(OpenClDevice device) {
    this.device = device;
    DeviceProperties properties = device.context().properties();
    KernelVariant variant =
        KernelVariants.find(
            KernelFamily.MAP, device.target().machine(), properties, Extents.of(1, 1 << 20));
    Macros macros = new Macros();
    variant.macros().forEach(macros::define);
    source = KernelFiles.load("limits.cl", macros);
    width = variant.macro("VECTOR_WIDTH");
    localSize = variant.localSize();
    groups = properties.computeUnits() * (width > 1 ? 1 : GROUPS_OF_GPU_UNIT);
  }

  /** A kernel with its buffers. */
  private record Enqueued(
      CommandQueue queue,
      Kernel kernel,
      LaunchShape shape,
      List<DeviceBuffer> buffers,
      double amount)
      implements Loop {
    /** Copies the list. */
    private Enqueued {
      buffers = List.copyOf(buffers);
    }

    @Override
    public void run(int times) {
      for (int i = 0; i < times; i++) {
        kernel.enqueue(queue, shape, null);
      }
      queue.finish();
    }

    @Override
    public void close() {
      kernel.close();
      buffers.forEach(DeviceBuffer::close);
    }
  }

  @Override
  public Loop multiplyAdds() {
    long numbers = (long) groups * localSize * width;
    DeviceBuffer sums = buffer(numbers * Float.BYTES);
    Kernel kernel = device.programs().kernel(source, "multiply_adds");
    kernel.set(0, ROUNDS);
    kernel.set(1, A);
    kernel.set(2, M);
    kernel.set(3, sums);
    return enqueued(kernel, groups, List.of(sums), 2.0 * SUMS * ROUNDS * numbers);
  }

  /**
   * {@inheritDoc}
   *
   * @throws DeviceMemoryException if they do not fit
   */
  @Override
  public Loop update(long bytes) {
    int step = localSize * width;
    long perGroup = bytes / (2L * Float.BYTES * groups);
    int chunk = Math.toIntExact(Math.max(1, perGroup / step)) * step;
    long array = (long) groups * chunk * Float.BYTES;
    new MemoryBudget("the measuring of its memory")
        .add("x", array)
        .add("y", array)
        .require(device.context().properties(), device.context().allocatedBytes());
    int repeats = Math.toIntExact(Math.max(1, LEAST_BYTES / (3L * Float.BYTES * chunk)));
    DeviceBuffer x = buffer(array);
    DeviceBuffer y = buffer(array);
    Kernel kernel = device.programs().kernel(source, "update");
    kernel.set(0, chunk);
    kernel.set(1, repeats);
    kernel.set(2, RATE);
    kernel.set(3, x);
    kernel.set(4, y);
    return enqueued(kernel, groups, List.of(x, y), 3.0 * array * repeats);
  }

  /** Ones: GPUs are faster with zeros. */
  private DeviceBuffer buffer(long bytes) {
    DeviceBuffer buffer = new DeviceBuffer(device.context(), bytes, "limits");
    buffer.fill(0, bytes / Float.BYTES, 1);
    return buffer;
  }

  @Override
  public Loop emptyLaunches() {
    Kernel kernel = device.programs().kernel(source, "nothing");
    kernel.set(0, 0);
    return enqueued(kernel, 1, List.of(), 1);
  }

  private Loop enqueued(Kernel kernel, int count, List<DeviceBuffer> buffers, double amount) {
    return new Enqueued(
        device.context().queue(), kernel, LaunchShape.of(count, localSize), buffers, amount);
  }
}
