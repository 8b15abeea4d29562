package org.gradcl.backend.opencl;

import java.util.ArrayList;
import java.util.List;
import org.gradcl.backend.opencl.memory.DeviceBuffer;
import org.gradcl.backend.opencl.memory.HostBuffer;
import org.gradcl.backend.opencl.memory.OpenClContext;
import org.gradcl.backend.opencl.program.Kernel;
import org.gradcl.backend.opencl.program.KernelFiles;
import org.gradcl.backend.opencl.program.KernelSource;
import org.gradcl.backend.opencl.program.LaunchShape;
import org.gradcl.backend.opencl.program.Macros;
import org.gradcl.backend.opencl.program.Programs;
import org.gradcl.plan.Plan;
import org.jocl.Pointer;

/**
 * A small batch on its way to the device as arguments of {@code receive.cl}, a part for each
 * kernel: nobody waits, where a transfer from host memory has to block. Belongs to its batch
 * buffer.
 */
final class BatchArguments implements AutoCloseable {
  /** Words of an argument; all arguments of a kernel have at most 1,024 bytes on any device. */
  private static final int WORDS = 240;

  private static final long BYTES = 4L * WORDS;

  /** Four parts take as long as a transfer. */
  private static final int MOST_PARTS = 2;

  private static final int PART = 3;
  private static final LaunchShape SHAPE = LaunchShape.of(1, 1);

  private final OpenClContext context;
  private final List<Kernel> kernels = new ArrayList<>();
  private final List<Pointer> parts = new ArrayList<>();

  /**
   * Binds a kernel for each part.
   *
   * @param from as large as {@link #hostBytes} says
   * @param words of the batch
   */
  BatchArguments(
      OpenClContext context, Programs programs, HostBuffer from, DeviceBuffer to, int words) {
    this.context = context;
    KernelSource source = KernelFiles.load("receive.cl", new Macros().define("WORDS", WORDS));
    for (int first = 0; first < words; first += WORDS) {
      Kernel kernel = programs.kernel(source, "receive");
      kernels.add(kernel);
      kernel.set(0, to);
      kernel.set(1, first);
      kernel.set(2, Math.min(WORDS, words - first));
      parts.add(from.from(4L * first));
    }
  }

  /** Whether a plan's batches come sooner in this way. */
  static boolean suits(OpenClContext context, Plan plan) {
    return context.properties().launchesFasterThanItTransfers()
        && !plan.trains()
        && plan.inputElements() > 0
        && plan.inputElements() <= MOST_PARTS * WORDS;
  }

  /** Bytes of host memory for a batch: all parts are whole. */
  static long hostBytes(long bytes) {
    return (bytes + BYTES - 1) / BYTES * BYTES;
  }

  /** Sends the batch behind all commands before. */
  void send() {
    int last = kernels.size() - 1;
    for (int i = 0; i <= last; i++) {
      kernels.get(i).receive(context.queue(), SHAPE, PART, BYTES, parts.get(i), i == last);
    }
  }

  @Override
  public void close() {
    kernels.forEach(Kernel::close);
  }
}
